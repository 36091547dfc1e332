"""What each page type shows; events and resources have files of their own."""

import datetime
import json

import pytest
from django.test import Client
from wagtail.models import Locale

from home.models import (
    CallToActionPage,
    CampaignPage,
    EventIndexPage,
    EventPage,
    GuidePage,
    HomePage,
    MechanismPage,
    NewsIndexPage,
    NewsPage,
    PageTopic,
    PeoplePage,
    PrinciplesPage,
    SearchLandingPage,
    SectionPage,
    StandardPage,
    SubmissionPage,
)
from mechanisms.models import Mechanism, Review
from recommendations.models import Theme
from tests.factories import CityFactory, RecommendationFactory
from tests.home.site_builder import add, block, document, items
from tests.search.pages import counted_links, get, main_text, results_found, text_of

pytestmark = pytest.mark.django_db


def test_section_lists_its_published_pages_with_their_leads(client: Client, home: HomePage) -> None:
    section = add(home, SectionPage, "Learn")
    assert "Nothing stands here yet." in main_text(get(client, section.url))
    add(section, StandardPage, "Treaties", lead="<p>What they promise.</p>")
    add(section, StandardPage, "Drafted").unpublish()
    doors = [text_of(door) for door in get(client, section.url).xpath("//main//li[@class='door']")]
    assert doors == ["TreatiesWhat they promise."]


def test_guide_numbers_its_steps_and_leads_through_its_parts(client: Client, home: HomePage) -> None:
    steps = [block("step", {"title": title, "text": "<p>How.</p>"}) for title in ("Collect", "Compile", "Clamor")]
    guide = add(home, GuidePage, "The 3 Cs", steps=steps)
    first, second, third = (add(guide, GuidePage, title) for title in ("One", "Two", "Three"))
    page = get(client, guide.url)
    assert [text_of(each) for each in page.xpath("//ol[@class='steps']//h2")] == ["Collect", "Compile", "Clamor"]
    assert [text_of(each) for each in page.xpath("//ol[contains(@class, 'doors')]/li")] == ["One", "Two", "Three"]
    assert not page.xpath("//nav[@class='guide-turn']")
    turn = get(client, second.url).xpath("//nav[@class='guide-turn']")[0]
    assert (turn.xpath("a[@rel='prev']/@href"), turn.xpath("a[@rel='next']/@href")) == ([first.url], [third.url])
    assert not get(client, third.url).xpath("//a[@rel='next']")


def test_news_come_latest_first_and_by_topic(client: Client, home: HomePage) -> None:
    index = add(home, NewsIndexPage, "News", slug="news")
    assert "No news yet." in main_text(get(client, index.url))
    for day in (1, 2):
        add(index, NewsPage, f"News of day {day}", date=datetime.date(2026, 3, day), author="The alliance")
    article = NewsPage.objects.get(title="News of day 1")
    article.topics.add(PageTopic(theme=Theme.objects.get(slug="housing")))
    article.save_revision().publish()
    page = get(client, index.url)
    assert [text_of(each) for each in page.xpath("//main//h3")] == ["News of day 2", "News of day 1"]
    (tag,) = page.xpath("//nav[contains(@class, 'topic-list')]//a")
    tagged = get(client, f"{index.url}{tag.get('href')}")
    assert [text_of(each) for each in tagged.xpath("//main//h3")] == ["News of day 1"]
    assert f"News on “{Theme.objects.get(slug='housing').label}”" in main_text(tagged)
    assert "No news has this topic." in main_text(get(client, f"{index.url}?topic=nothing"))


def test_article_says_when_and_by_whom_and_shows_its_recommendations(client: Client, home: HomePage) -> None:
    RecommendationFactory(slug="upr-3-usa-26-101", summary_en="Build homes.")
    article = add(
        add(home, NewsIndexPage),
        NewsPage,
        date=datetime.date(2026, 3, 1),
        author="The alliance",
        body=[block("text", "<p>It happened.</p>")],
        related=[block("recommendation_card", {"recommendation": "upr-3-usa-26-101"})],
    )
    page = get(client, article.url)
    said = main_text(page)
    for words in ("March 1, 2026", "The alliance", "It happened.", "Recommendations it is about", "Build homes."):
        assert words in said
    told = [json.loads(each) for each in page.xpath("//script[@type='application/ld+json']/text()")]
    (schema,) = [each for each in told if each["@type"] == "Article"]
    assert schema["headline"] == article.title
    assert (schema["datePublished"], schema["inLanguage"]) == ("2026-03-01", "en")
    assert schema["author"] == "The alliance"
    assert schema["url"].endswith(article.url)


def test_campaign(client: Client, home: HomePage) -> None:
    review = Review.objects.get(key="upr-4-usa")
    campaign = add(
        home,
        CampaignPage,
        starts_on=datetime.date(2026, 1, 1),
        aims=[block("aim", "Every city answers.")],
        steps=[block("step", {"title": "Join", "text": ""})],
        timeline=[
            block("entry", {"date": "2026-03-01", "when": "", "title": "Training", "text": ""}),
            block("entry", {"date": None, "when": "Spring 2027", "title": "Hearing", "text": ""}),
        ],
        partners=[block("organisation", {"name": "A coalition", "url": "https://example.org/"})],
        review=review,
    )
    page = get(client, campaign.url)
    said = main_text(page)
    for words in ("Current campaign", "Every city answers.", "Join", "March 1, 2026", "Spring 2027", "A coalition"):
        assert words in said
    assert page.xpath("//main//a[contains(@href, '/mechanisms/upr/upr-4-usa/')]")
    assert "Past campaign" in main_text(get(client, add(home, CampaignPage, status="past").url))


def test_mechanism_explained_shows_the_dates_of_its_review(client: Client, home: HomePage) -> None:
    page = add(
        home,
        MechanismPage,
        mechanism=Mechanism.objects.get(slug="upr"),
        review=Review.objects.get(key="upr-4-usa"),
        body=[block("text", "<p>States ask States.</p>")],
    )
    shown = get(client, page.url)
    assert "States ask States." in main_text(shown)
    assert shown.xpath("//main//ol[contains(@class, 'milestones')]/li")
    assert shown.xpath("//main//a[@href='/en/mechanisms/upr/']")
    assert not get(client, add(home, MechanismPage, mechanism=Mechanism.objects.get(slug="cerd")).url).xpath(
        "//main//ol"
    )


def test_submission(client: Client, home: HomePage) -> None:
    RecommendationFactory(theme_slugs=["housing"], summary_en="Build homes.")
    submission = add(
        home,
        SubmissionPage,
        review=Review.objects.get(key="upr-4-usa"),
        city=CityFactory(slug="riverton", name="Riverton"),
        authors=[block("organisation", {"name": "A coalition", "url": ""})],
        submitted_on=datetime.date(2025, 4, 1),
        document=document(),
        related=[block("recommendation_list", {"title": "", "address": "?theme=housing", "shown": 3})],
    )
    said = main_text(get(client, submission.url))
    for words in ("Riverton, PA", "A coalition", "April 1, 2025", "Our report (PDF, 2.0 KB)", "Build homes."):
        assert words in said


def test_people_by_group_for_identification_only(client: Client, home: HomePage) -> None:
    people = items({"name": "The chair", "role": "Chair", "affiliation": "A coalition"})
    page = add(home, PeoplePage, groups=[block("group", {"title": "Steering committee", "people": people})])
    said = main_text(get(client, page.url))
    assert "Steering committee" in said and "The chair" in said
    assert "Organizations are named for identification only." in said
    plain = add(home, PeoplePage, for_identification_only=False)
    assert "identification" not in main_text(get(client, plain.url))
    assert "Nobody is listed yet." in main_text(get(client, plain.url))


def test_principles_can_be_cited_one_by_one(client: Client, home: HomePage) -> None:
    principles = [block("principle", {"title": title, "text": ""}) for title in ("Dignity", "Voice")]
    page = add(
        home, PrinciplesPage, principles=principles, adopted_by="the assembly", adopted_on=datetime.date(2024, 5, 1)
    )
    shown = get(client, page.url)
    assert [each.get("id") for each in shown.xpath("//ol[@class='principles']/li")] == ["principle-1", "principle-2"]
    assert "Adopted by the assembly on May 1, 2024" in main_text(shown)


def test_call_to_action(client: Client, home: HomePage) -> None:
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    fields = {"what": "Ask for a hearing", "whom": "Your city council", "letter": "Dear [name],\n\nhold a hearing."}
    page = get(client, add(home, CallToActionPage, by_when=tomorrow, script="I call about …", **fields).url)
    said = main_text(page)
    for words in ("Ask for a hearing", "Your city council", "hold a hearing.", "I call about …", "Share this page"):
        assert words in said
    assert "has passed" not in said
    over = add(home, CallToActionPage, by_when=datetime.date(2025, 1, 1), **fields)
    assert "The day for this call has passed." in main_text(get(client, over.url))


def test_search_page_counts_what_its_searches_find(client: Client, home: HomePage) -> None:
    RecommendationFactory(theme_slugs=["housing"])
    RecommendationFactory(theme_slugs=["food"])
    searches = [
        block("search", {"title": "Homes", "address": "/en/recommendations/?theme=housing"}),
        block("search", {"title": "", "address": "?q="}),
        block("search", {"title": "Wrong by now", "address": "?theme=no-longer-there"}),
    ]
    page = get(client, add(home, SearchLandingPage, searches=searches).url)
    counted = counted_links(page)
    assert [each.number for each in counted] == [1, 2]
    for each in counted:
        assert results_found(client, each.url) == each.number
    assert "Wrong by now" not in main_text(page)


def test_front_page_shows_campaigns_events_news_and_its_own_words(client: Client, home: HomePage) -> None:
    guide = add(home, GuidePage, "New to this")
    add(home, CampaignPage, "A campaign that goes on")
    add(home, CampaignPage, "A campaign of the past", status="past")
    events = add(home, EventIndexPage)
    add(events, EventPage, "Next talk", date=datetime.date.today() + datetime.timedelta(days=3))
    add(events, EventPage, "Last talk", date=datetime.date(2020, 1, 1))
    add(add(home, NewsIndexPage), NewsPage, "A piece of news")
    home.refresh_from_db()
    home.headline, home.start_page, home.body = "Rights begin here.", guide, [block("text", "<p>More below.</p>")]
    home.save_revision().publish()
    page = get(client, "/en/")
    said = main_text(page)
    for words in ("Rights begin here.", "A campaign that goes on", "Next talk", "A piece of news", "More below."):
        assert words in said
    assert "A campaign of the past" not in said and "Last talk" not in said
    assert page.xpath(f"//ul[contains(@class, 'home-doors')]//a[@href='{guide.url}']")


def test_front_page_leads_to_the_translation_of_the_page_for_newcomers(client: Client, home: HomePage) -> None:
    guide = add(home, GuidePage, "New to this", slug="new")
    home.refresh_from_db()
    home.start_page = guide
    home.save_revision().publish()
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    home.copy_for_translation(spanish).save_revision().publish()
    translated = guide.copy_for_translation(spanish)
    translated.slug = "inicio"
    translated.save_revision().publish()
    assert get(client, "/es/").xpath("//ul[contains(@class, 'home-doors')]//a[contains(@href, '/es/inicio/')]")


def test_queries_of_an_ordinary_page(client: Client, home: HomePage, django_assert_max_num_queries) -> None:
    section = add(add(home, SectionPage), SectionPage)
    steps = items(*[{"title": f"Step {each}", "text": "<p>How.</p>"} for each in range(5)])
    page = add(section, StandardPage, body=[block("text", "<p>Words.</p>"), block("steps", steps)])
    client.get(page.url)
    # the state of the record (1), site and its language (2), from the front page down to this one, each with its own
    # table (6), view restrictions (2), way back (1), languages (1), menus (1), the day the data changed (1)
    with django_assert_max_num_queries(15):
        client.get(page.url)


def test_queries_of_the_front_page(client: Client, home: HomePage, django_assert_max_num_queries) -> None:
    add(home, CampaignPage)
    add(add(home, EventIndexPage), EventPage, date=datetime.date.today() + datetime.timedelta(days=3))
    add(add(home, NewsIndexPage), NewsPage)
    client.get("/en/")
    # the frame and the page itself (9), the record (7, see test_front_page), campaigns, events and news (3), the
    # restrictions that keep pages out of each (1 to 3)
    with django_assert_max_num_queries(22):
        client.get("/en/")
