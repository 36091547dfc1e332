"""Whose word it is: sides stand next to each other, silence is shown, history stays, examples are marked."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cities.models import Assessor, City, Implementation, ProgressReply, ProgressUpdate, Redaction
from recommendations.models import Recommendation, RecommendationText, Theme
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    EvidenceFactory,
    ImplementationFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
)
from tests.search.pages import get, main_text, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Recommendation:
    """A recommendation of the UPR, summarised in English only."""
    return RecommendationFactory(slug="rent", upr=True, summary_en="Make rents fair.")


@pytest.fixture
def city() -> City:
    """A real city."""
    return CityFactory(slug="riverton", name="Riverton")


@pytest.fixture
def office(city: City, record: Recommendation) -> Assessor:
    """The city's office, which says "limited progress"."""
    office = AssessorFactory(city=city, name="Riverton Housing Office")
    ImplementationFactory(city=city, assessor=office, recommendation=record, current__note_en="Ten homes built.")
    return office


def sides(client: Client, url: str = "/en/recommendations/rent/") -> list[str]:
    """The text of each side of the one city on the page."""
    return [text_of(side) for side in get(client, url).xpath("//section[contains(@class, 'side')]")]


def test_silence_of_the_community_is_shown_beside_the_citys_word(client: Client, office: Assessor) -> None:
    city_says, community = sides(client)
    assert city_says.startswith("The city says Riverton Housing Office Limited progress as of")
    assert "Ten homes built." in city_says
    assert "no admission of liability" in city_says
    assert community == "The community has not said anything yet Not assessed"


def test_silence_of_the_city_is_shown_beside_the_communitys_word(
    client: Client, city: City, record: Recommendation
) -> None:
    coalition = AssessorFactory(city=city, community=True, name="Tenants’ Union", funding_by_city_en="None.")
    ImplementationFactory(city=city, assessor=coalition, recommendation=record, status="no_action")
    city_says, community = sides(client)
    assert city_says == "The city has not said anything yet Not assessed"
    assert community.startswith("The community says Tenants’ Union · Funding by the city: None. No action")
    assert "no admission of liability" not in community


def test_words_that_differ_stand_side_by_side_unmerged(
    client: Client, city: City, record: Recommendation, office: Assessor
) -> None:
    coalition = AssessorFactory(city=city, community=True)
    clinic = AssessorFactory(city=city, independent=True)
    ImplementationFactory(city=city, assessor=coalition, recommendation=record, status="regressed")
    ImplementationFactory(city=city, assessor=clinic, recommendation=record, status="no_information")
    said = sides(client)
    assert ["Limited progress" in said[0], "Regressed" in said[1], "No information" in said[2]] == [True] * 3
    assert said[2].startswith("An independent body says")
    card = text_of(get(client, "/en/recommendations/?q=rents").xpath("//ul[@class='places']")[0])
    assert card.index("the city says") < card.index("the community says") < card.index("an independent body says")


def test_history_keeps_the_corrected_entry_and_says_what_corrected_it(
    client: Client, record: Recommendation, office: Assessor
) -> None:
    word = Implementation.objects.get(assessor=office)
    ProgressUpdateFactory(assessor=office, recommendation=record, state="pending", published_at=None, note_en="Draft.")
    correction = ProgressUpdateFactory(
        assessor=office, recommendation=record, corrects=word.current, note_en="Only six homes.", status="no_action"
    )
    Implementation.objects.filter(pk=word.pk).update(current=correction, status="no_action")
    page = get(client, "/en/recommendations/rent/")
    (history,) = page.xpath("//details[@class='history'][starts-with(normalize-space(summary), 'History')]")
    assert text_of(history).startswith("History (2)")
    entries = [text_of(entry) for entry in history.xpath(".//li/div")]
    assert any("Only six homes." in entry and "This corrects the entry" in entry for entry in entries)
    assert any("Ten homes built." in entry and "this entry no longer holds" in entry for entry in entries)
    assert "Draft." not in text_of(history)


def test_redacted_entry_shows_the_dated_notice_and_none_of_its_words(
    client: Client, record: Recommendation, office: Assessor
) -> None:
    entry = ProgressUpdate.objects.get(assessor=office)
    EvidenceFactory(update=entry, title="A private letter")
    Redaction.objects.create(update=entry, category="private_person", redacted_on=datetime.date(2026, 7, 1))
    for url in ("/en/recommendations/rent/", "/en/cities/riverton/", "/en/cities/riverton/progress/"):
        said = main_text(get(client, url))
        assert "Ten homes built." not in said
        assert "A private letter" not in said
    assert "Words taken away on" in main_text(get(client, "/en/recommendations/rent/"))


def test_evidence_says_which_way_it_points_and_the_other_side_replies(
    client: Client, city: City, record: Recommendation, office: Assessor
) -> None:
    entry = ProgressUpdate.objects.get(assessor=office)
    EvidenceFactory(update=entry, title="Rent survey", bearing="contradicts")
    union = AssessorFactory(city=city, community=True, name="Tenants’ Union")
    ProgressReply.objects.create(update=entry, assessor=union, text_en="Rents rose again.", published_at=timezone.now())
    city_says = sides(client)[0]
    assert "Contradicts Rent survey" in city_says
    assert "Tenants’ Union replied on" in city_says
    assert "Rents rose again." in city_says


def test_concern_is_not_assessed_by_anyone(client: Client, city: City) -> None:
    concern = RecommendationFactory(slug="worry", concern=True)
    CityActionFactory(city=city, title_en="Rent ordinance", serves=[concern])
    page = get(client, "/en/recommendations/worry/")
    assert "Rent ordinance" in main_text(page)
    assert "nobody is assessed on it" in main_text(page)
    assert not page.xpath("//section[contains(@class, 'side')]")


def test_recommendation_without_a_city_says_so(client: Client, record: Recommendation) -> None:
    assert "No city has reported on this yet." in main_text(get(client, "/en/recommendations/rent/"))


def test_example_is_marked_wherever_it_appears(client: Client, record: Recommendation) -> None:
    record.themes.through.objects.create(content_object=record, tag=Theme.objects.get(slug="housing"))
    example = CityFactory(slug="example-falls", name="Example Falls", example=True)
    office = AssessorFactory(city=example)
    CityActionFactory(city=example, slug="homes", serves=[record])
    ImplementationFactory(city=example, assessor=office, recommendation=record)
    for path in (
        "recommendations/rent/",
        "recommendations/?q=rents",
        "cities/example-falls/",
        "cities/example-falls/progress/",
        "cities/example-falls/actions/homes/",
        "search/?q=rents",
        "themes/housing/",
    ):
        page = get(client, f"/en/{path}")
        assert len(page.xpath("//div[contains(@class, 'notice-example')]")) == 1, path
        assert page.xpath("//*[contains(@class, 'tag-example')]"), path
    assert "Example Falls (example)" in main_text(get(client, "/en/recommendations/"))
    assert get(client, "/en/cities/").xpath("//li[.//a[contains(., 'Example Falls')]]//*[text()='Example']")


def test_page_without_an_example_has_no_banner(client: Client, office: Assessor) -> None:
    for path in ("recommendations/rent/", "recommendations/?q=rents", "cities/riverton/", "cities/riverton/progress/"):
        assert not get(client, f"/en/{path}").xpath("//div[contains(@class, 'notice-example')]"), path


def test_our_words_in_the_other_language_are_marked_as_such(client: Client, record: Recommendation) -> None:
    heading = get(client, "/es/recommendations/rent/").xpath("//h1")[0]
    assert [(part.get("lang"), part.text) for part in heading.xpath("./span")] == [("en", "Make rents fair.")]
    assert not get(client, "/en/recommendations/rent/").xpath("//h1/span")


def test_official_words_come_in_the_readers_language_where_held(client: Client, record: Recommendation) -> None:
    Recommendation.objects.filter(pk=record.pk).update(text="Adopt fair rents (Norway).")
    (quote,) = get(client, "/es/recommendations/rent/").xpath("//blockquote")
    assert (quote.get("lang"), text_of(quote)) == ("en", "Adopt fair rents (Norway).")
    assert "No consta aquí el texto en español." in main_text(get(client, "/es/recommendations/rent/"))
    RecommendationText.objects.create(recommendation=record, language="es", text="Aprobar alquileres justos.")
    (quote,) = get(client, "/es/recommendations/rent/").xpath("//blockquote")
    assert (quote.get("lang"), text_of(quote)) == ("es", "Aprobar alquileres justos.")
    (quote,) = get(client, "/en/recommendations/rent/").xpath("//blockquote")
    assert quote.get("lang") == "en"


def test_record_without_words_names_its_document_and_says_so(client: Client) -> None:
    RecommendationFactory(slug="bare", upr=True, paragraph="9.9")
    said = main_text(get(client, "/en/recommendations/bare/"))
    assert "The official words are not held here." in said
    assert "We have not written a summary in plain words yet." in said
    assert "Answer not recorded" in said


def test_answer_is_asked_for_in_the_universal_periodic_review_only(client: Client) -> None:
    RecommendationFactory(slug="from-cerd")
    RecommendationFactory(slug="from-upr", upr=True, noted=True)
    assert "answered" not in main_text(get(client, "/en/recommendations/from-cerd/"))
    said = main_text(get(client, "/en/recommendations/from-upr/"))
    assert "What the United States answered" in said
    assert "The United States did not support it. What a treaty it ratified requires is still owed." in said
    assert "Qué respondió Estados Unidos" in main_text(get(client, "/es/recommendations/from-upr/"))


def headings(client: Client, url: str) -> list[str]:
    """The headings of a page's parts, in their order."""
    return [text_of(heading) for heading in get(client, url).xpath("//main//h2")]


def test_words_of_the_un_come_before_the_answer_where_we_have_no_summary(
    client: Client, record: Recommendation
) -> None:
    answer, text = "What the United States answered", "Official text (UN)"
    assert headings(client, "/en/recommendations/rent/")[:2] == [answer, text]
    Recommendation.objects.filter(pk=record.pk).update(summary_en="", text="Adopt fair rents (Norway).")
    assert headings(client, "/en/recommendations/rent/")[:2] == [text, answer]
