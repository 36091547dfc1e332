"""A page of every type with every block, in both languages, on the site the browser visits.

The demo shows what editors would publish; this shows everything that can be published, long words and empty parts
included. Run inside the site's own process, by ``manage.py shell -c "from tests.browser.every_page import build; …"``.
"""

import datetime
import uuid

from wagtail.models import Locale, Page, Site

from cities.models import City
from home.join.models import JoinRequest
from home.models import (
    CallToActionPage,
    CampaignPage,
    EventIndexPage,
    EventPage,
    GuidePage,
    MechanismPage,
    NewsIndexPage,
    NewsPage,
    PageTopic,
    PeoplePage,
    PrinciplesPage,
    ResourceLibraryPage,
    ResourcePage,
    SearchLandingPage,
    SectionPage,
    StandardPage,
    SubmissionPage,
)
from mechanisms.models import Mechanism, Review
from recommendations.models import Theme
from tests.browser.catalogue import ASKED, WILL_JOIN
from tests.home.site_builder import add, block, document, drawing, items, picture

FOLDER = "every-page"
EXAMPLE = "example-falls"
TEXT = (
    "<p>A city can act on what the UN asked. It can pass an <b>ordinance</b>, fund an office, or "
    '<a href="https://example.org/">report on its own work</a>.</p><ul><li>Collect what people live through.</li>'
    "<li>Compile it into a report.</li></ul>"
)


def every_block(recommendation: str) -> list[dict[str, object]]:
    """Return a body that holds every block at least once."""
    photo = picture("A bridge")
    image = {"image": photo.pk, "alt_text": "A bridge over a river", "decorative": False}
    drawn = {"image": drawing().pk, "alt_text": "", "decorative": True}
    file = document("Our report on housing", "housing.pdf")
    person = {"name": "The chair", "role": "Chair of the committee", "affiliation": "A coalition of tenants"}
    return [
        block("text", f"<h2>What is in here</h2>{TEXT}"),
        block("heading", {"text": "What cities can do about it", "anchor": "cities"}),
        block("quote", {"text": "We ask to be heard.\nAnd we will ask again.", "source": "A hearing", "url": ""}),
        block("callout", {"kind": "note", "title": "Dates move", "text": "<p>Ask the UN before you plan.</p>"}),
        block("callout", {"kind": "important", "title": "", "text": "<p>Write no names of private people.</p>"}),
        block(
            "steps", items({"title": "Collect", "text": TEXT}, {"title": "Compile", "text": "<p>Write it down.</p>"})
        ),
        block(
            "accordion", items({"title": "Is it binding?", "text": "<p>In part.</p>"}, {"title": "Who?", "text": TEXT})
        ),
        block(
            "table",
            {
                "title": "What cities did",
                "cells": "City | Year | What it did\nOakville | 2024 | A plan: https://example.org/\nElmton | 2025 |",
                "first_column_names_rows": True,
            },
        ),
        block("image", {"image": image, "caption": "The old bridge.", "credit": "Drawn by us, CC BY 4.0."}),
        block("image", {"image": drawn, "caption": "", "credit": ""}),
        block(
            "video",
            {
                "title": "The training in an hour",
                "url": "https://www.youtube.com/watch?v=abc",
                "poster": photo.pk,
                "transcript": "<p>Welcome to the training.</p>",
            },
        ),
        block("transcript", {"title": "Transcript of the hearing", "text": "<h3>Part one</h3><p>Good day.</p>"}),
        block("documents", items({"document": file.pk, "title": ""}, {"document": file.pk, "title": "The short one"})),
        block(
            "people",
            items(
                person | {"photo": image, "photo_consent_on": "2026-03-01"},
                person | {"photo": {"image": None}, "photo_consent_on": None},
            ),
        ),
        block("events", {"title": "Come and join", "which": "upcoming", "limit": 3}),
        block("recommendation_list", {"title": "Housing", "address": "/en/recommendations/?theme=housing", "shown": 2}),
        block("recommendation_card", {"recommendation": recommendation}),
        block("city_progress", {"city": EXAMPLE, "theme": ""}),
        block("city_progress", {"city": EXAMPLE, "theme": "housing"}),
        block("timeline", {"review": "upr-4-usa"}),
        block("share", {}),
    ]


def build() -> None:
    """Make the pages, and a Spanish twin of each; and two people who asked to join."""
    for name, key in (("asked", ASKED), ("will-join", WILL_JOIN)):
        JoinRequest.objects.create(email=f"{name}@example.org", language="en", key=uuid.UUID(key))
    home = Site.objects.get(is_default_site=True).root_page.specific
    section = add(home, SectionPage, "Every page", slug=FOLDER, lead="<p>One page of every kind.</p>")
    upr = Review.objects.get(key="upr-4-usa")
    text = [block("text", TEXT)]
    organisations = [
        block("organisation", {"name": "The alliance", "url": "https://example.org/"}),
        block("organisation", {"name": "A coalition", "url": ""}),
    ]
    records = [block("recommendation_card", {"recommendation": "upr-3-usa-26-286"})]
    steps = [block("step", {"title": title, "text": TEXT}) for title in ("Collect", "Compile", "Clamor")]
    add(
        section,
        StandardPage,
        "Every block",
        slug="blocks",
        lead="<p>What editors build with.</p>",
        body=every_block("upr-3-usa-26-286"),
    )
    _events(section, organisations, text)
    _news(section, text, records)
    _library(section, text)
    campaign = add(
        section,
        CampaignPage,
        "A hearing in every city",
        slug="campaign",
        lead="<p>By next spring.</p>",
        starts_on=datetime.date(2026, 1, 15),
        aims=[block("aim", "Every council hears its community once."), block("aim", "Every city answers in writing.")],
        steps=steps,
        timeline=[
            block("entry", {"date": "2026-03-01", "when": "", "title": "Training", "text": TEXT}),
            block("entry", {"date": None, "when": "Spring 2027, not announced", "title": "Hearing", "text": ""}),
        ],
        partners=organisations,
        review=upr,
        body=text,
        related=records,
    )
    add(
        campaign, CallToActionPage, "Write to your council", slug="write", what="Ask for a hearing", whom="Your council"
    )
    guide = add(section, GuidePage, "The three Cs", slug="guide", lead="<p>Collect, compile, clamor.</p>", steps=steps)
    for number in range(3):
        add(guide, GuidePage, f"Part {number + 1}", slug=f"part-{number + 1}", lead="<p>One of three.</p>", body=text)
    add(
        section,
        MechanismPage,
        "The UPR explained",
        slug="mechanism",
        mechanism=Mechanism.objects.get(slug="upr"),
        review=upr,
        body=text,
    )
    add(
        section,
        SubmissionPage,
        "What we told the UN",
        slug="submission",
        review=upr,
        city=City.objects.get(slug=EXAMPLE),
        coalition="Tenants of the valley",
        authors=organisations,
        submitted_on=datetime.date(2025, 4, 1),
        document=document("Submission", "submission.pdf"),
        body=text,
        related=records,
    )
    people = items(*[{"name": f"Member {each}", "role": "Member", "affiliation": "A coalition"} for each in "ABCDE"])
    add(
        section,
        PeoplePage,
        "Who we are",
        slug="people",
        groups=[block("group", {"title": "Steering committee", "people": people})],
    )
    principles = [block("principle", {"title": title, "text": TEXT}) for title in ("Dignity", "Voice", "Repair")]
    add(
        section,
        PrinciplesPage,
        "What we stand for",
        slug="principles",
        principles=principles,
        adopted_by="the assembly",
        adopted_on=datetime.date(2024, 5, 1),
    )
    add(
        section,
        CallToActionPage,
        "Ask for a hearing",
        slug="call",
        what="Ask for a public hearing",
        whom="Your city council",
        by_when=datetime.date(2099, 1, 1),
        letter="Dear [name],\n\nplease hold a public hearing on what the UN asked of our city.\n\n[Your name]",
        script="Good evening. I speak about the hearing.",
        action_url="https://example.org/",
        action_label="Find your council",
        body=text,
    )
    searches = [
        block("search", {"title": "Housing", "address": "/en/recommendations/?theme=housing"}),
        block("search", {"title": "", "address": "/en/recommendations/?theme=water-sanitation"}),
    ]
    add(section, SearchLandingPage, "Find what concerns you", slug="search", searches=searches, body=text)
    add(section, SectionPage, "An empty section", slug="empty")
    _translate(section)


def _events(section: Page, organisations: list, text: list) -> None:
    index = add(section, EventIndexPage, "Events", slug="events", lead="<p>Trainings and talks.</p>")
    add(
        index,
        EventPage,
        "Training: how to write to the UN",
        slug="training",
        lead="<p>Two hours, no knowledge needed.</p>",
        date=datetime.date(2099, 3, 8),
        start_time=datetime.time(18),
        end_time=datetime.time(20),
        time_zone="America/Los_Angeles",
        place="City Hall, room 204",
        address="1 Main Street, Example Falls",
        online_url="https://example.org/room",
        access="Spanish and English. Captions. Step-free.",
        hosts=organisations,
        speakers=[block("person", {"name": "The chair", "role": "Chair", "affiliation": "A coalition"})],
        registration_url="https://example.org/register",
        body=text,
    )
    series = add(index, EventIndexPage, "Treaty talks", slug="talks", lead="<p>One treaty each.</p>")
    add(
        series,
        EventPage,
        "Talk: water",
        slug="water",
        date=datetime.date(2024, 5, 2),
        end_date=datetime.date(2024, 5, 3),
        recording_url="https://www.youtube.com/watch?v=abc",
        slides=document("Slides on water", "water.pptx"),
    )
    add(series, EventPage, "Talk: homes", slug="homes", date=datetime.date(2099, 5, 2), is_cancelled=True)


def _news(section: Page, text: list, records: list) -> None:
    index = add(section, NewsIndexPage, "News", slug="news")
    for day in range(1, 15):
        article = add(
            index,
            NewsPage,
            f"News of day {day}",
            slug=f"day-{day}",
            lead="<p>What happened, in a sentence.</p>",
            date=datetime.date(2026, 3, day),
            author="The alliance",
            body=text,
            related=records,
        )
        if day > 12:
            article.topics.add(PageTopic(theme=Theme.objects.get(slug="housing")))
            article.save_revision().publish()


def _library(section: Page, text: list) -> None:
    library = add(section, ResourceLibraryPage, "Resource library", slug="library", lead="<p>To take and to use.</p>")
    fields = {
        "publisher": "The alliance",
        "published_on": datetime.date(2026, 2, 1),
        "rights": "CC BY 4.0",
        "body": text,
    }
    kit = add(
        library,
        ResourcePage,
        "Toolkit for tenants",
        slug="kit",
        kind="toolkit",
        document=document("Toolkit", "kit.pdf"),
        lead="<p>Forms and letters.</p>",
        **fields,
    )
    kit.topics.add(PageTopic(theme=Theme.objects.get(slug="housing")))
    kit.save_revision().publish()
    add(
        library,
        ResourcePage,
        "Report elsewhere",
        slug="report",
        kind="report",
        link="https://www.example.org/report",
        resource_language="en-es",
        **fields,
    )


def _translate(page: Page) -> None:
    """Publish a Spanish twin of the page and of everything below it, parents first."""
    spanish = Locale.objects.get(language_code="es")
    for each in [page, *page.get_descendants().order_by("path")]:
        specific = Page.objects.get(pk=each.pk).specific
        twin = specific.copy_for_translation(spanish)
        twin.slug = specific.slug
        twin.save_revision().publish()
