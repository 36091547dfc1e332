"""A search as a feed: what comes up when, under which id, and what a reader is told."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from cities.models import CityAction, ProgressReply
from recommendations.models import Recommendation
from search.exports import atom_feed
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    DocumentFactory,
    ImplementationFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
)

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LONG_AGO = timezone.now() - datetime.timedelta(days=100)


def feed(client: Client, query: str = "", language: str = "en") -> etree._Element:
    response = client.get(f"/{language}/recommendations.atom?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def texts(element: etree._Element, path: str) -> list[str]:
    return [str(each) if isinstance(each, str) else each.text for each in element.xpath(path, namespaces=ATOM)]


def old(number: int, **given: object) -> Recommendation:
    """A record that was last changed ``number`` minutes after long ago."""
    record = RecommendationFactory(**given)
    moment = LONG_AGO + datetime.timedelta(minutes=number)
    Recommendation.objects.filter(pk=record.pk).update(updated_at=moment, created_at=moment)
    return record


def test_the_feed_says_the_search_and_where_it_is(client):
    old(1, theme_slugs=["housing"])
    old(2, theme_slugs=["food"])
    found = feed(client, "theme=housing")
    assert texts(found, "a:title") == ["Recommendations on right to adequate housing"]
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert texts(found, "a:link[@rel='self']/@href") == ["http://testserver/en/recommendations.atom?theme=housing"]
    assert texts(found, "a:link[@rel='alternate']/@href") == ["http://testserver/en/recommendations/?theme=housing"]
    assert texts(found, "a:id") == ["tag:localhost,2026:recommendations?theme=housing"]
    assert len(found.findall("a:entry", ATOM)) == 1


def test_an_entry_has_one_id_in_every_language_and_after_every_change(client):
    record = old(1, summary_en="Fair rents", summary_es="Alquileres justos")
    (before,) = texts(feed(client), "a:entry/a:id")
    record.summary_en = "Fair and low rents"
    record.save()
    assert texts(feed(client), "a:entry/a:id") == [before] == texts(feed(client, language="es"), "a:entry/a:id")
    assert before == f"tag:localhost,2026:recommendation/{record.slug}"


def test_whatever_changes_brings_a_record_to_the_top(client):
    first, second, third, fourth = (old(number, paragraph=str(number)) for number in range(1, 5))

    def order() -> list[int]:
        slugs = [each.rpartition("/")[2] for each in texts(feed(client), "a:entry/a:id")]
        numbers = {each.slug: number for number, each in enumerate([first, second, third, fourth], start=1)}
        return [numbers[slug] for slug in slugs]

    assert order() == [4, 3, 2, 1]
    word = ImplementationFactory(recommendation=first)
    assert order() == [1, 4, 3, 2]
    CityActionFactory(serves=[second])
    assert order() == [2, 1, 4, 3]
    ProgressReply.objects.create(
        update=word.current, assessor=AssessorFactory(), text_en="We disagree", published_at=timezone.now()
    )
    assert order() == [1, 2, 4, 3]
    third.save()
    assert order() == [3, 1, 2, 4]


def test_what_is_not_public_neither_shows_nor_moves_anything(client):
    waiting, drafted = old(1, paragraph="1"), old(2, paragraph="2")
    ProgressUpdateFactory(recommendation=waiting, pending=True, note_en="Secret note")
    CityActionFactory(serves=[drafted], draft=True, title_en="Secret draft")
    old(3, withdrawn=True)
    found = feed(client)
    assert [each.rpartition("/")[2] for each in texts(found, "a:entry/a:id")] == [drafted.slug, waiting.slug]
    assert b"Secret" not in etree.tostring(found)


def test_an_entry_tells_who_says_what_and_marks_what_is_made_up(client):
    record = old(1, document=DocumentFactory(symbol="A/TEST/7"), paragraph="5", summary_en="Fair <rents>\x0b & more")
    city = CityFactory(name="Exampleton", state="PA", example=True)
    ImplementationFactory(city=city, recommendation=record, community=True, assessor__name="The Coalition")
    CityActionFactory(city=city, serves=[record], title_en="Rent ordinance", status=CityAction.Status.COMPLETED)
    found = feed(client)
    assert texts(found, "a:entry/a:title") == ["Example: A/TEST/7, para. 5: Fair <rents> & more"]
    (content,) = texts(found, "a:entry/a:summary")
    assert "<p>Fair &lt;rents&gt; &amp; more</p>" in content
    assert "Exampleton, PA (example), The Coalition: Limited progress, as of March 3, 2026" in content
    assert "Exampleton, PA (example), action: Rent ordinance (Completed)" in content


def test_pages_lead_to_each_other_and_end(client, monkeypatch):
    monkeypatch.setattr(atom_feed, "LATEST", 60)
    for number in range(70):
        old(number)
    seen: list[str] = []
    url = "http://testserver/en/recommendations.atom"
    while url:
        found = feed(client, url.partition("?")[2])
        seen += texts(found, "a:entry/a:id")
        (url,) = texts(found, "a:link[@rel='next']/@href") or [""]
    assert len(seen) == len(set(seen)) == 60
    assert texts(found, "a:link[@rel='previous']/@href") == ["http://testserver/en/recommendations.atom?page=2"]
    assert texts(found, "a:link[@rel='first']/@href") == ["http://testserver/en/recommendations.atom"]


def test_a_feed_without_entries_is_a_feed(client):
    found = feed(client, "theme=food")
    assert found.findall("a:entry", ATOM) == []
    assert texts(found, "a:updated")


def test_a_feed_costs_a_fixed_number_of_queries(client, django_assert_num_queries):
    for number in range(30):
        old(number)
    client.get("/en/recommendations.atom")
    # The data's version (1). Changes: words, replies, actions, moments (4); the ids come from the store. The page's
    # records with themes, States, words, actions, groups, SDG goals, targets (8).
    with django_assert_num_queries(1 + 4 + 8):
        feed(client)
