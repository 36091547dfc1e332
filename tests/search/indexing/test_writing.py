"""The database's text index follows the record: in the same transaction, or later where much changed at once."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cities.models import Redaction
from recommendations.importers.run import import_file
from recommendations.importers.undo import undo_import
from recommendations.models import Recommendation, RecommendationText, Theme
from recommendations.signals import recommendation_changed
from search.analysis.indexed_text import EVERY, IndexedText
from search.changes import data_version
from search.engines.text import database_text_engine
from search.indexing import receivers, writing
from search.models import Change, DueText, SearchDocument
from search.query import parse_query
from tests.factories import (
    CityActionFactory,
    DocumentFactory,
    RecommendationFactory,
    ReviewFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def found(query: str) -> set[int]:
    """What a search finds now, with what this transaction changed."""
    data_version()
    return set(database_text_engine().ids(parse_query(query)))


def check() -> str:
    output = StringIO()
    call_command("check_search", stdout=output)
    return output.getvalue()


def test_everything_that_is_searched_is_found():
    review = ReviewFactory()
    record = RecommendationFactory(
        review=review,
        document=DocumentFactory(symbol="A/TEST/7/1", review=review),
        paragraph="49",
        part="a",
        text="Stop every eviction",
        summary_en="Keep people in their homes",
        summary_es="Que nadie pierda su casa",
        theme_slugs=["housing"],
        group_slugs=["children"],
        sdgs=["11", "16.3"],
    )
    RecommendationText.objects.create(recommendation=record, language="de", text="Recht auf Wohnung")
    CityActionFactory(title_en="A rent ordinance", title_es="Una ordenanza", serves=[record])
    RecommendationFactory(text="Something else")
    for query in (
        *(
            "evict",
            "home",
            "casas",
            "wohnung",
            "housing",
            "vivienda",
            "children",
            "niños",
            "peace",
            "justicia",
            "cities",
        ),
        *("A/TEST/7/1", '"49 a"', "ordinances", "ordenanzas"),
    ):
        assert found(query) == {record.pk}, query


def test_no_phrase_reaches_from_one_field_into_the_next():
    record = RecommendationFactory(text="adopt a law", summary_en="on housing")
    assert found('"a law"') == {record.pk}
    assert found('"law on"') == set()


def test_a_change_is_found_at_once_and_what_was_there_is_not():
    record = RecommendationFactory(text="first words")
    assert found("first") == {record.pk}
    record.text = "second words"
    record.save()
    assert found("first") == set()
    assert found("second") == {record.pk}
    assert "says what the record says" in check()


@pytest.mark.parametrize("change", [{"withdrawn_on": datetime.date(2025, 1, 1)}, {"merged_into": True}])
def test_what_no_longer_stands_is_not_found(change):
    record, other = RecommendationFactory(text="first words"), RecommendationFactory()
    assert found("first") == {record.pk}
    for name, value in change.items():
        setattr(record, name, other if value is True else value)
    record.save()
    assert found("first") == set()
    assert found("-first") == {other.pk}
    assert not SearchDocument.objects.filter(pk=record.pk).exists()


def test_titles_of_drafts_and_redacted_actions_are_not_found():
    record = RecommendationFactory()
    action = CityActionFactory(title_en="Secretive", live=False, serves=[record])
    assert found("secretive") == set()
    action.live = True
    action.save()
    assert found("secretive") == {record.pk}
    Redaction.objects.create(
        action=action, category="safety", redacted_on=datetime.date(2025, 1, 1), redacted_by=UserFactory()
    )
    assert found("secretive") == set()


def test_a_new_label_is_found_at_all_records_that_have_it():
    records = [RecommendationFactory(theme_slugs=["housing"]) for _ in range(3)]
    found("x")
    theme = Theme.objects.get(slug="housing")
    theme.label_es = "Palabranueva"
    theme.save()
    assert found("palabranueva") == {record.pk for record in records}


def test_many_changes_are_left_for_later_and_survive_a_stop(monkeypatch):
    monkeypatch.setattr(receivers, "AT_ONCE", 3)
    monkeypatch.setattr(writing, "DUE_AT_ONCE", 2)
    records = [RecommendationFactory(text="first words") for _ in range(5)]
    assert found("first") == set()
    assert DueText.objects.count() == 5
    read, stopped = writing.TextReader.read, []

    def read_once(self, ids):
        if stopped:
            raise KeyboardInterrupt
        stopped.append(1)
        return read(self, ids)

    monkeypatch.setattr(writing.TextReader, "read", read_once)
    with pytest.raises(KeyboardInterrupt):
        writing.read_due()
    monkeypatch.setattr(writing.TextReader, "read", read)
    engine = database_text_engine()
    assert len(engine.ids(parse_query("first"))) == 2
    assert DueText.objects.count() == 3
    assert writing.read_due() == 3
    assert set(engine.ids(parse_query("first"))) == {record.pk for record in records}
    assert writing.read_due() == 0


def test_what_is_read_later_is_a_change_of_its_own():
    record = RecommendationFactory(text="first words")
    found("first")
    Recommendation.objects.filter(pk=record.pk).update(text="second words")
    writing.make_due([record.pk])
    before = data_version().number
    assert writing.read_due() == 1
    assert data_version().number > before
    assert Change.objects.latest("number").recommendations == [record.pk]
    writing.make_due([record.pk])
    before = data_version().number
    writing.read_due()
    assert data_version().number == before, "nothing was different"


def test_another_analyser_version_makes_texts_due():
    record = RecommendationFactory(text="first words")
    found("first")
    SearchDocument.objects.filter(pk=record.pk).update(analyser_version=1)
    with pytest.raises(CommandError, match="1 differences"):
        check()
    writing.make_missing_due()
    assert list(DueText.objects.values_list("pk", flat=True)) == [record.pk]
    writing.read_due()
    assert "says what the record says" in check()


def test_what_was_written_past_the_signals_is_named_and_mended():
    kept, changed, gone = (RecommendationFactory(text="first words") for _ in range(3))
    found("first")
    Recommendation.objects.filter(pk=changed.pk).update(text="second words")
    Recommendation.objects.filter(pk=gone.pk).update(withdrawn_on=datetime.date(2025, 1, 1))
    late = Recommendation.objects.bulk_create([Recommendation(slug="late", review=kept.review, text="third words")])[0]
    output = StringIO()
    with pytest.raises(CommandError, match="3 differences"):
        call_command("check_search", stdout=output)
    lines = output.getvalue().splitlines()
    engine = database_text_engine().name
    assert sorted(lines) == sorted(
        [
            f"{engine}: {changed.slug} was indexed with other words",
            f"{engine}: {gone.slug} is indexed and not public",
            f"{engine}: {late.slug} is not indexed",
        ]
    )
    call_command("rebuild_search", stdout=StringIO())
    assert "says what the record says" in check()
    assert found("second") == {changed.pk}


def test_rebuilding_drives_out_ghosts():
    record = RecommendationFactory(text="first words")
    found("first")
    SearchDocument.objects.filter(pk=record.pk).update(x=f"{EVERY} _ ghostly", s="ghost")
    assert dict(database_text_engine().differences())
    call_command("rebuild_search", stdout=StringIO())
    assert list(database_text_engine().differences()) == []
    assert found("first") == {record.pk}


def test_an_emptied_table_leaves_no_ghosts():
    engine = database_text_engine()
    engine.write([IndexedText(10**6, "first", f"{EVERY} _ first")])
    SearchDocument.objects.all().delete()
    assert list(engine.ids(parse_query("first"))) == [10**6]
    writing.forget_ghosts()
    assert list(engine.ids(parse_query("first"))) == []


def test_removing_what_is_not_there_does_nothing():
    engine = database_text_engine()
    engine.write([IndexedText(5, "first", f"{EVERY} _ first")])
    engine.remove([4, 5, 6])
    engine.remove([5])
    assert not engine.ids(parse_query("-nothing"))
    assert list(engine.differences()) == []


def test_a_change_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    """A savepoint and its end, the turn (PostgreSQL), 7 for the fields, 4 for the labels, 1 for what is stored,
    then a savepoint and three to six statements of the engine; the same for one record and for twenty.
    """
    records = [RecommendationFactory(text="first words", theme_slugs=["housing"]) for _ in range(20)]
    found("first")
    Recommendation.objects.update(text="second words")
    with transaction.atomic():
        recommendation_changed.send(sender=Recommendation, recommendations=[record.pk for record in records])
        # 7 + 4 + 1 + engine and savepoints (10) + the version and its log (8)
        with django_assert_max_num_queries(30, connection=connection):
            assert found("second") == {record.pk for record in records}


@pytest.mark.django_db(transaction=True)
def test_an_import_makes_due_what_it_changed_and_reads_it(monkeypatch, tmp_path):
    monkeypatch.setattr(receivers, "AT_ONCE", 0)
    review = ReviewFactory(key="cerd-2099-usa")
    others = [RecommendationFactory(review=review, text="other words") for _ in range(3)]
    writing.read_due()
    read, reindex = [], writing.reindex

    def note(ids, reader=None):
        read.extend(ids)
        return reindex(ids, reader)

    monkeypatch.setattr(writing, "reindex", note)
    file = tmp_path / "new.csv"
    file.write_text("review_key,paragraph,text\ncerd-2099-usa,901,Imported words\n", encoding="utf-8")
    outcome = import_file(file)
    record = Recommendation.objects.get(paragraph="901")
    assert outcome.created == 1
    assert read == [record.pk], "not the others"
    engine = database_text_engine()
    assert set(engine.ids(parse_query("imported"))) == {record.pk}
    undo_import(outcome.batch)
    assert read == [record.pk] * 2
    assert not engine.ids(parse_query("imported"))
    assert set(engine.ids(parse_query("words"))) == {other.pk for other in others}
    assert "says what the record says" in check()
