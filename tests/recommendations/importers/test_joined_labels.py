"""Labels that files run together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mechanisms.normalise import label_key
from recommendations.importers.joined_labels import records_of

KNOWN = (
    "Right to food",
    "Right to health",
    "Children: definition; general principles; protection",
    "Judges, lawyers and prosecutors",
    "Peru",
    "Bosnia and Herzegovina",
)


def resolve(label: str) -> str | None:
    """Return the known label that is spelled so."""
    return next((name for name in KNOWN if label_key(name) == label_key(label)), None)


@pytest.mark.parametrize(
    ("label", "records"),
    [
        ("Right to food", ["Right to food"]),
        ("Right to food; Right to health", ["Right to food", "Right to health"]),
        ("Right to food | right to health, Peru and  Bosnia and Herzegovina",
         ["Right to food", "Right to health", "Peru", "Bosnia and Herzegovina"]),
        ("Peru, and Right to food;", ["Peru", "Right to food"]),
        (KNOWN[2], [KNOWN[2]]),
        (f"Right to food; {KNOWN[2]};{KNOWN[3]}", ["Right to food", KNOWN[2], KNOWN[3]]),
        # One part that nobody knows leaves the whole as it is printed.
        ("Right to food; Right to moonlight", []),
        ("Peru, peace and security", []),
        ("Right to moonlight", []),
        (";", []),
        ("", []),
    ],
)  # fmt: skip
def test_joined_labels(label: str, records: list[str]) -> None:
    assert records_of(label, resolve) == records


@given(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=8), st.sampled_from(["; ", ", ", " | ", "\n", " and "]))
def test_what_is_joined_comes_apart_again(names: list[str], joint: str) -> None:
    assert records_of(joint.join(names), resolve) == names
