"""Whatever rows a reader hands on: each has one outcome, and the same rows again change nothing."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.importers.parsed import ParsedRecommendation
from recommendations.models import ImportChange, Recommendation
from recommendations.normalise import fingerprint
from tests.recommendations.importers.importing import counts, import_rows, uuid

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Few values, so that rows meet: most of the rules are about rows that share some keys and differ in others.
WORDS = ("Build homes", "BUILD homes!", "Clean water", "Let all vote", "…", "?")
LABELS = ("Right to education", "Right to adequate housing", "Weather on the moon")
# What databases cannot hold, readers refuse.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=300)

# An example is up to five imports, so these are fewer than elsewhere.
EXAMPLES = max(settings().max_examples // 5, 10)


def sometimes(usual: st.SearchStrategy[str], rare: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return ``usual`` nine times of ten."""
    return st.integers(0, 9).flatmap(lambda die: usual if die else rare)


def few(*labels: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Return up to three labels, among them one that nobody knows."""
    return st.lists(sometimes(st.sampled_from(labels), TEXT), max_size=3, unique=True).map(tuple)


@st.composite
def parsed(draw: st.DrawFn, number: int) -> ParsedRecommendation:
    """A row such as readers make: with words or a paragraph."""
    paragraph = draw(sometimes(st.sampled_from(("", "", "1", "2", "26.1")), TEXT.filter(str.strip)))
    text = draw(sometimes(st.sampled_from(("", *WORDS) if paragraph else WORDS), TEXT.filter(str.strip)))
    where = draw(
        st.sampled_from(
            (
                {"review_key": "upr-3-usa"},
                {"review_key": "cerd-2022-usa"},
                {"body": "UPR", "country": "Norway", "session": 6},
                {"body": "CEDAW", "country": "Norway"},
                {"body": "Moon Panel", "country": "Ruritania"},
                {"body": "Moon Panel", "country": "Chile"},
            )
        )
    )
    return ParsedRecommendation(
        row=number,
        text=text,
        text_fingerprint="" if text else draw(st.sampled_from(("", fingerprint(WORDS[0])))),
        text_language=draw(st.sampled_from(("en", "en", "es"))),
        kind=draw(st.sampled_from((None, "recommendation", "concern", "pledge", "other"))),
        document_symbol=draw(sometimes(st.sampled_from((None, "CEDAW/C/NOR/CO/8", "A/99/1")), TEXT)),
        paragraph=paragraph,
        part=draw(st.sampled_from(("", "", "a"))) if paragraph else "",
        position=draw(st.sampled_from((None, "supported", "noted"))),
        recommending_states=draw(few("Norway", "Turkey", "Türkiye")),
        themes=draw(few(*LABELS)),
        groups=draw(few("Children", "Women & girls")),
        sdgs=draw(few("11", "11.1", "16.a - Moon", "99")),
        action_category=draw(st.sampled_from((None, 3))),
        annotation_id=draw(st.sampled_from((None, None, None, uuid(1), uuid(2)))),
        **where,  # type: ignore[arg-type]
    )


FILES = st.integers(1, 8).flatmap(lambda length: st.tuples(*(parsed(number) for number in range(1, length + 1))))
FORMATS = st.sampled_from(("uhri-json", "thematic-list", "csv", "upr-info"))


@settings(max_examples=EXAMPLES, print_blob=True)
@given(rows=FILES, format_name=FORMATS)
def test_the_same_rows_twice(rows: tuple[ParsedRecommendation, ...], format_name: str) -> None:
    with transaction.atomic():
        first = import_rows(rows, format_name)
        assert first.rows == len(rows)
        assert Recommendation.objects.count() == first.created
        assert len(set(Recommendation.objects.values_list("slug", flat=True))) == first.created
        check_changes(first.batch, counts(first))
        before = list(Recommendation.objects.order_by("pk").values())
        again = import_rows(rows, format_name)
        assert (again.created, again.updated, again.errors) == (0, 0, first.errors)
        assert list(Recommendation.objects.order_by("pk").values()) == before
        transaction.set_rollback(True)


@settings(max_examples=EXAMPLES, print_blob=True)
@given(files=st.lists(st.tuples(FILES, FORMATS), min_size=2, max_size=3))
def test_several_files_and_the_last_once_more(files: list[tuple[tuple[ParsedRecommendation, ...], str]]) -> None:
    with transaction.atomic():
        for rows, format_name in files:
            outcome = import_rows(rows, format_name)
            check_changes(outcome.batch, counts(outcome))
        rows, format_name = files[-1]
        again = import_rows(rows, format_name)
        assert (again.created, again.updated) == (0, 0)
        transaction.set_rollback(True)


def check_changes(batch: int | None, figures: dict[str, int]) -> None:
    """Check that the rows of an import have the outcomes that its figures say, each row one."""
    changes = ImportChange.objects.filter(batch=batch).exclude(outcome="unchanged")
    outcomes = Counter(changes.values_list("outcome", flat=True))
    assert len(set(changes.values_list("row", flat=True))) == changes.count()
    assert outcomes == Counter(
        {
            outcome: figures[name]
            for name, outcome in (
                ("created", "created"),
                ("merged", "merged"),
                ("updated", "updated"),
                ("conflicts", "conflict"),
            )
            if figures[name]
        }
    )
