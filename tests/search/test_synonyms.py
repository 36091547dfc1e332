"""Words that mean the same: what is widened, what is not, and who keeps the list."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from recommendations.models import Recommendation
from search.finding import finder
from search.models import Synonyms
from search.query import All, Either, Not, Words, parse_query
from search.reference import FOLDER, load
from search.selection import Selection
from search.synonyms import Thesaurus, Widening, widened, without
from tests.factories import RecommendationFactory

THESAURUS = Thesaurus([["police", "law enforcement", "Policía"], ["rent", "alquiler"]])


def word(*pieces: str, **how: bool) -> Words:
    return Words(pieces, **how)


POLICE = Either((word("police"), word("law", "enforcement"), word("policia")))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("police", POLICE),
        ("POLICE", Either((word("POLICE"), *POLICE.nodes[1:]))),
        ("policia", Either((word("policia"), word("police"), word("law", "enforcement")))),
        (
            "law enforcement",
            Either((All((word("law"), word("enforcement"))), word("police"), word("policia"))),
        ),
        ("police water", All((POLICE, word("water")))),
        ("(police OR water)", Either((POLICE, word("water")))),
        ("water (police rent)", All((word("water"), All((POLICE, Either((word("rent"), word("alquiler")))))))),
        # Not widened:
        ("law", word("law")),
        ('"police"', word("police", exact=True)),
        ("police*", word("police", prefix=True)),
        ("-police", Not(word("police"))),
        ("rents", word("rents")),
    ],
)
def test_a_search_is_widened_by_what_means_the_same(text: str, node: object) -> None:
    assert widened(parse_query(text), THESAURUS).node == node


def test_what_was_added_is_said_once() -> None:
    found = widened(parse_query("police OR (police water)"), THESAURUS)
    assert found.widenings == (Widening(("police",), ("law enforcement", "Policía")),)
    assert widened(parse_query("water"), THESAURUS).widenings == ()


def test_terms_of_two_sets_are_united() -> None:
    thesaurus = Thesaurus([["a", "b"], ["a", "c"]])
    assert widened(parse_query("a"), thesaurus).widenings[0].others == ("b", "c")


@pytest.mark.parametrize(
    ("text", "narrow"),
    [
        ("police water", '"police" water'),
        ("(Police OR rent), water", '("Police" OR rent), water'),
        ('police "police" -police', '"police" "police" -"police"'),
    ],
)
def test_removing_a_widening_puts_its_words_in_quotation_marks(text: str, narrow: str) -> None:
    widening = widened(parse_query(text), THESAURUS).widenings[0]
    assert without(text, widening) == narrow
    assert widening not in widened(parse_query(narrow), THESAURUS).widenings


def test_removing_a_term_of_two_words_keeps_both() -> None:
    (widening,) = widened(parse_query("law enforcement"), THESAURUS).widenings
    assert without("law enforcement", widening) == '"law" "enforcement"'


@pytest.mark.django_db
def test_the_list_finds_more_and_quotation_marks_switch_it_off() -> None:
    named = RecommendationFactory(summary_en="Train the police.")
    other = RecommendationFactory(summary_en="Rules for law enforcement officers.")
    Synonyms.objects.all().delete()
    Synonyms.objects.create(words_en="police, law enforcement")

    def found(query: str) -> set[object]:
        ids = finder().all_ids(Selection.parse(QueryDict(query)))
        return set(Recommendation.objects.filter(pk__in=list(ids)))

    assert found("q=police") == {named, other}
    assert found('q="police"') == {named}
    for each in Synonyms.objects.all():
        each.in_use = False
        each.save()
    assert found("q=police") == {named}


@pytest.mark.django_db
def test_the_list_arrives_with_the_schema_and_belongs_to_the_editors() -> None:
    thesaurus = Thesaurus.load()
    assert {("homeless",), ("unhoused",), ("sin", "hogar")} <= set(thesaurus.others(("homelessness",)))
    assert ("law", "enforcement") in thesaurus.others(("policia",))
    count = Synonyms.objects.count()
    Synonyms.objects.filter(words_en__startswith="police").update(words_en="police, cops")
    assert load(FOLDER) == 0, "what editors changed stays"
    assert Synonyms.objects.count() == count
    for each in Synonyms.objects.all():
        each.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"words_en": "police"}, "at least two terms"),
        ({"words_en": "police, Police , !!"}, "at least two terms"),
        ({"words_en": "one two three four five six, police"}, "more than 5 words"),
        ({}, "at least two terms"),
    ],
)
def test_a_set_that_could_never_widen_anything_is_refused(words: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Synonyms(**words).full_clean()
