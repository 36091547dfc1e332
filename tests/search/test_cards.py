"""The search page prints each record once, and anew as soon as anything it shows has changed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from recommendations.models import Recommendation, Theme
from search.cards import cards, printed_before
from search.changes import data_version
from search.changes.once import one_state
from search.selection import Selection
from tests.factories import CityActionFactory, ImplementationFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Recommendation:
    """A record with everything a card prints."""
    record = RecommendationFactory(summary_en="Lower the rents.", theme_slugs=["housing"], states=["NOR"])
    ImplementationFactory(recommendation=record, city__name="Hereville")
    CityActionFactory(serves=[record])
    return record


def card(client: Client, query: str = "", language: str = "en") -> str:
    page = client.get(f"/{language}/recommendations/?{query}").content.decode()
    return page.partition('<ul class="cards">')[2].partition("</ul>\n")[0]


def rename_city(record: Recommendation) -> None:
    city = record.implementations.get().city
    city.name = "Thereville"
    city.save()


def rename_theme(record: Recommendation) -> None:
    theme = Theme.objects.get(slug="housing")
    theme.name = "Homes"
    theme.save()


def unpublish_action(record: Recommendation) -> None:
    record.contributions.get().action.unpublish()


def say_otherwise(record: Recommendation) -> None:
    ImplementationFactory(recommendation=record, city=record.implementations.get().city, community=True)


def new_summary(record: Recommendation) -> None:
    record.summary_en = "Bring the rents down."
    record.save()


def withdraw(record: Recommendation) -> None:
    record.withdrawn_on, record.withdrawn_reason = timezone.localdate(), "A mistake"
    record.save()


@pytest.mark.parametrize(
    "change",
    [rename_city, rename_theme, unpublish_action, say_otherwise, new_summary, withdraw],
    ids=lambda f: f.__name__,
)
def test_what_a_card_shows_is_shown_anew(
    client: Client, record: Recommendation, change: Callable[[Recommendation], None]
) -> None:
    before = card(client)
    assert "Lower the rents" in before and card(client) == before
    change(record)
    after = card(client)
    assert after != before
    printed_before.forget()
    assert card(client) == after, "what is kept is what would be printed now"


def test_each_look_is_kept_by_itself(client: Client, record: Recommendation) -> None:
    assert "<mark>rents</mark>" in card(client, "q=rent")
    assert "<mark>Lower</mark>" in card(client, "q=lower")
    assert "<mark>" not in card(client)
    assert "Themes:" in card(client) and "Temas:" in card(client, language="es")
    assert "<tr>" in client.get("/en/recommendations/?view=table").content.decode()


def test_cards_come_in_the_order_asked_for_without_those_that_are_gone(record: Recommendation) -> None:
    other = RecommendationFactory(summary_en="Dig wells.")
    shown = cards(Selection(), [other.pk, 10**9, record.pk])
    assert ["Dig wells" in shown[0].html, "Lower the rents" in shown[1].html, len(shown)] == [True, True, 2]


def test_a_page_reads_only_what_is_not_kept(record: Recommendation, django_assert_num_queries) -> None:
    ids = [record.pk, RecommendationFactory().pk]
    # The data version 1; the rows 1, and with them themes 1, States 1, words 1, actions 1.
    cards(Selection(), [])
    for expected in (6, 1):
        with django_assert_num_queries(expected), one_state():
            cards(Selection(), ids)
    ImplementationFactory(recommendation=record)
    data_version()
    # The log of changes 1.
    with django_assert_num_queries(7), one_state():
        assert len(cards(Selection(), ids)) == 2
