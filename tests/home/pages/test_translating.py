"""Pages through wagtail-localize: words are translated, what is no word is shared, whatever the block."""

import datetime

import pytest
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.blocks import BodyBlock
from home.models import (
    EventIndexPage,
    EventPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PageTopic,
    RelatedPage,
    ResourceLibraryPage,
    ResourcePage,
    StandardPage,
)
from recommendations.models import Theme
from tests.browser.every_page import every_block
from tests.factories import CityFactory, RecommendationFactory
from tests.home.site_builder import add, document
from tests.search.pages import get, main_text

pytestmark = pytest.mark.django_db


def translate(page: Page) -> Page:
    """Translate every string of a page by marking it, as a translator would one by one; the Spanish page."""
    spanish, _made = Locale.objects.get_or_create(language_code="es")
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=spanish)
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=spanish,
            context=segment.context,
            defaults={"data": f"ES {segment.string.data}", "translation_type": "manual", "has_error": False},
        )
    translation.save_target(publish=False)
    twin: Page = translation.get_target_instance()
    twin.get_latest_revision().publish()
    return twin.specific_class.objects.get(pk=twin.pk)


@pytest.fixture
def home_in_both(home: HomePage) -> HomePage:
    translate(home)
    return home


def test_every_block_is_translated_and_keeps_what_is_no_word(client: Client, home_in_both: HomePage) -> None:
    RecommendationFactory(slug="upr-3-usa-26-286", summary_es="Menos personas sin hogar.", theme_slugs=["housing"])
    CityFactory(slug="example-falls", example=True)
    page = add(home_in_both, StandardPage, "Every block", body=every_block("upr-3-usa-26-286"))
    twin = translate(page)
    kinds = [child.block_type for child in page.body]
    assert set(kinds) == set(BodyBlock().child_blocks)
    assert [child.block_type for child in twin.body] == kinds
    values = {kind: twin.body[kinds.index(kind)].value for kind in kinds}
    assert values["heading"]["text"] == "ES What cities can do about it"
    assert values["heading"]["anchor"] == "cities"
    assert values["quote"]["text"] == "ES We ask to be heard.\nAnd we will ask again."
    assert values["steps"][0]["title"] == "ES Collect"
    assert "ES Welcome to the training." in values["video"]["transcript"].source
    assert values["video"]["url"] == "https://www.youtube.com/watch?v=abc"
    assert values["image"]["image"].contextual_alt_text == "ES A bridge over a river"
    assert values["documents"][1]["title"] == "ES The short one"
    assert values["recommendation_list"]["address"] == "/en/recommendations/?theme=housing"
    assert values["recommendation_card"]["recommendation"].slug == "upr-3-usa-26-286"
    assert values["city_progress"]["city"] == "example-falls"
    assert values["timeline"]["review"] == "upr-4-usa"
    said = main_text(get(client, twin.url))
    for words in ("ES What is in here", "Menos personas sin hogar.", "Abre youtube.com, que registra las visitas."):
        assert words in said


def test_a_second_translation_takes_what_changed(home_in_both: HomePage) -> None:
    page = add(home_in_both, StandardPage, "Guide", lead="<p>Before.</p>")
    translate(page)
    page.refresh_from_db()
    page.lead = "<p>After.</p>"
    page.save_revision().publish()
    assert "ES After." in translate(page).lead


def test_event_shares_its_day_place_on_earth_and_identity(home_in_both: HomePage) -> None:
    index = add(home_in_both, EventIndexPage)
    translate(index)
    event = add(
        index, EventPage, "Talk", date=datetime.date(2099, 3, 8), start_time=datetime.time(18), place="City Hall"
    )
    twin = translate(event)
    assert (twin.date, twin.start_time, twin.begins_at, twin.time_zone) == (
        event.date,
        event.start_time,
        event.begins_at,
        event.time_zone,
    )
    assert (twin.title, twin.place) == ("ES Talk", "ES City Hall")
    event.date = datetime.date(2099, 4, 1)
    event.save_revision().publish()
    assert translate(event).begins_at == EventPage.objects.get(pk=event.pk).begins_at


def test_topics_and_chosen_pages_are_shared(home_in_both: HomePage) -> None:
    index, library = add(home_in_both, NewsIndexPage), add(home_in_both, ResourceLibraryPage)
    translate(index)
    translate(library)
    article = add(index, NewsPage, "News")
    kit = add(library, ResourcePage, "Kit", kind="toolkit", document=document())
    kit.topics.add(PageTopic(theme=Theme.objects.get(slug="housing")))
    kit.related_pages.add(RelatedPage(target=article))
    kit.save_revision().publish()
    twin = translate(kit)
    assert [each.target_id for each in twin.related_pages.all()] == [article.pk]
    assert [topic.theme.slug for topic in twin.topics.all()] == ["housing"]
    assert (twin.kind, twin.document_id) == ("toolkit", kit.document_id)
