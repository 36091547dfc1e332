"""State brackets at the end of a text: the rules, and that nothing can break them."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recommendations.importers.readers.thematic_list.brackets import split_attribution, split_names
from tests.recommendations.importers.word_lists import is_country

LAO = "Lao People’s Democratic Republic"
BOLIVIA = "Bolivia (Plurinational State of)"
VENEZUELA = "Venezuela (Bolivarian Republic of)"
UK = "United Kingdom of Great Britain and Northern Ireland"

STATES = ("Ghana", "Côte d’Ivoire", "Bosnia and Herzegovina", "Timor-Leste", "Antigua and Barbuda", "Holy See")


@pytest.mark.parametrize(
    ("printed", "text", "states"),
    [
        ("Build homes (Ghana);", "Build homes", ["Ghana"]),
        ("Build homes (Ghana).", "Build homes", ["Ghana"]),
        ("Build homes (Chile); (Estonia); (Togo);", "Build homes", ["Chile", "Estonia", "Togo"]),
        ("Build homes (Chile) (Togo);", "Build homes", ["Chile", "Togo"]),
        ("Build homes (Chile) and (Togo);", "Build homes", ["Chile", "Togo"]),
        ("Build homes (Spain, Tunisia, Portugal);", "Build homes", ["Spain", "Tunisia", "Portugal"]),
        ("Build homes (Spain; Tunisia and Portugal)", "Build homes", ["Spain", "Tunisia", "Portugal"]),
        ("Build homes (Spain/Tunisia)", "Build homes", ["Spain", "Tunisia"]),
        ("Build homes; (Chile); (Togo);", "Build homes", ["Chile", "Togo"]),
        (f"Build homes ({BOLIVIA});", "Build homes", [BOLIVIA]),
        (f"Build homes (Senegal, {VENEZUELA},Peru)", "Build homes", ["Senegal", VENEZUELA, "Peru"]),
        (f"Build homes ({LAO});", "Build homes", [LAO]),
        ("Build homes (Lao People's Democratic Republic)", "Build homes", ["Lao People's Democratic Republic"]),
        (f"Build homes ({UK})", "Build homes", [UK]),
        (
            "Build homes (Antigua and Barbuda and Trinidad and Tobago)",
            "Build homes",
            ["Antigua and Barbuda", "Trinidad and Tobago"],
        ),
        (
            "Build homes (Micronesia, Federated States of, Peru)",
            "Build homes",
            ["Micronesia, Federated States of", "Peru"],
        ),
        ("Build homes (the Netherlands)", "Build homes", ["the Netherlands"]),
        ("Build homes (Türkiye)*;", "Build homes", ["Türkiye"]),
        ("Build homes (State of Palestine*);", "Build homes", ["State of Palestine"]),
        ("Build homes (Chile) (Chile, Togo)", "Build homes", ["Chile", "Togo"]),
        ("Build homes ((Chile));", "Build homes", ["Chile"]),
        ("Build homes (Chile", "Build homes", ["Chile"]),
        (f"Build homes ({VENEZUELA};", "Build homes", [VENEZUELA]),
        ("Build homes (see note 5 (Chile);", "Build homes (see note 5", ["Chile"]),
        ("Build homes 1) and 2) (Chile);", "Build homes 1) and 2)", ["Chile"]),
        # Brackets that are no States belong to the words.
        ("Set it up by rule (the Paris Principles) (Ghana);", "Set it up by rule (the Paris Principles)", ["Ghana"]),
        ("Join the group (ACT Group) (Liechtenstein)", "Join the group (ACT Group)", ["Liechtenstein"]),
        ("Ratify no. 29 (1930) (Chile); (Togo);", "Ratify no. 29 (1930)", ["Chile", "Togo"]),
        (
            "Talk with Venezuela (Bolivarian Republic of) (Cuba)",
            "Talk with Venezuela (Bolivarian Republic of)",
            ["Cuba"],
        ),
        ("Reach the goals (MDG) (Chile)", "Reach the goals (MDG)", ["Chile"]),
        ("Keep the rules (the Paris Principles);", "Keep the rules (the Paris Principles)", []),
        # They stay wherever they stand among the States.
        ("Keep the rules (Ghana) (the Paris Principles);", "Keep the rules (the Paris Principles)", ["Ghana"]),
        ("Keep (OPCAT) (Ghana) (No. 29); (Togo);", "Keep (OPCAT) (No. 29)", ["Ghana", "Togo"]),
        ("Keep the rules (Ghana) as they are (No. 29)", "Keep the rules (Ghana) as they are (No. 29)", []),
        ("Keep the rules of Chile", "Keep the rules of Chile", []),
        # A paragraph that joins recommendations: States in the middle recommend too, and the words stay whole.
        (
            "Build homes (Egypt); build schools (Peru);build roads (Azerbaijan);",
            "Build homes (Egypt); build schools (Peru);build roads",
            ["Egypt", "Peru", "Azerbaijan"],
        ),
        ("Build homes (ICCPR); build schools (Peru);", "Build homes (ICCPR); build schools", ["Peru"]),
        ("Tell (Chile) and its people (Peru)", "Tell (Chile) and its people", ["Peru"]),
        ("", "", []),
    ],
)
def test_closing_brackets(printed: str, text: str, states: list[str]) -> None:
    attribution = split_attribution(printed, is_country)
    assert (attribution.text, list(attribution.states)) == (text, states)
    assert attribution.unknown == ()


def test_a_name_not_known_beside_a_known_one_is_kept_and_reported() -> None:
    attribution = split_attribution("Build homes (Ruritania, Spain);", is_country)
    assert attribution.text == "Build homes"
    assert attribution.states == ("Ruritania", "Spain")
    assert attribution.unknown == ("Ruritania",)


def test_a_name_not_known_stays_in_the_text_and_is_reported() -> None:
    attribution = split_attribution("Build homes (Ruritania);", is_country)
    assert attribution.text == "Build homes (Ruritania)"
    assert attribution.states == ()
    assert attribution.doubtful == "Ruritania"


def test_a_name_not_known_behind_a_known_one_stays_in_the_text_and_is_reported() -> None:
    attribution = split_attribution("Build homes (Spain) (Ruritania);", is_country)
    assert (attribution.text, attribution.states) == ("Build homes (Ruritania)", ("Spain",))
    assert attribution.doubtful == "Ruritania"
    assert not split_attribution("Keep (the Paris Principles) (Spain);", is_country).doubtful


def test_names_with_separators_are_not_split() -> None:
    printed = "Sao Tome and Principe\nSaint Vincent and the Grenadines, Korea, Republic of & Ruritania"
    assert split_names(printed, is_country) == (
        ["Sao Tome and Principe", "Saint Vincent and the Grenadines", "Korea, Republic of"],
        ["Ruritania"],
    )


@pytest.mark.parametrize(
    "text", ["(" * 100_000 + ")" * 100_000, "(" * 100_000, "(Chile)" * 20_000, ";" * 200_000 + ")"]
)
def test_brackets_without_end_cost_no_time(text: str) -> None:
    started = time.perf_counter()
    split_attribution(text, is_country)
    split_names(text, is_country)
    assert time.perf_counter() - started < 5


words = st.text(st.characters(exclude_characters="();*†‡&/", exclude_categories=["C", "Z"]), min_size=1)
sentences = st.lists(words, min_size=1, max_size=6).map(" ".join).filter(lambda text: text.rstrip(",.:") == text)
groups = st.lists(st.lists(st.sampled_from(STATES), min_size=1, max_size=3, unique=True), min_size=1, max_size=4)


@given(sentences, groups, st.sampled_from([", ", "; ", " and ", ","]), st.sampled_from([" ", "; ", ";"]))
@example("Build homes", [["Ghana"]], ", ", " ")
def test_what_is_printed_in_brackets_is_read_back(sentence: str, states: list[list[str]], comma: str, gap: str) -> None:
    printed = f"{sentence} " + gap.join(f"({comma.join(names)})" for names in states) + ";"
    attribution = split_attribution(printed, is_country)
    assert attribution.text == sentence
    assert list(attribution.states) == list(dict.fromkeys(name for names in states for name in names))


@given(st.text(st.sampled_from("()[];,.& aChileGhana*and\n’é\0")))
def test_any_text_is_split_without_inventing_or_losing_words(text: str) -> None:
    attribution = split_attribution(text, is_country)
    remaining = iter(text)
    assert all(sign in remaining for sign in attribution.text.replace(" ", ""))
    assert all(state in text for state in attribution.states)
    if not attribution.states:
        assert attribution.text == text.rstrip(" \n;,*")
