"""Made-up records for benchmarks: the shares the searches rest on, and where the command refuses."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from recommendations.models import Recommendation
from search.volume.records import RACE, SHARE_ON_RACE, SHARE_ON_RIGHTS, SHARE_ON_WOMEN, WOMEN
from search.volume.words import RACIAL, speaks_of_rights
from tests.factories import RecommendationFactory

pytestmark = pytest.mark.django_db

ROWS = 2_000


def share(holds: list[bool]) -> float:
    return sum(holds) / len(holds)


def test_records_keep_the_shares_that_the_searches_rest_on(capsys):
    call_command("generate_volume", str(ROWS), "--seed", "7")
    records = Recommendation.objects.public().of_home_country().prefetch_related("themes")
    assert len(records) == ROWS
    themes = {record.pk: list(record.themes.all()) for record in records}
    words = {pk: " ".join(f"{theme.name} {theme.label_es}" for theme in carried) for pk, carried in themes.items()}
    slugs = {pk: {theme.slug for theme in carried} for pk, carried in themes.items()}
    assert share([WOMEN in slugs[record.pk] for record in records]) == pytest.approx(SHARE_ON_WOMEN, abs=0.01)
    on_race = [RACIAL in record.text for record in records]
    assert share(on_race) == pytest.approx(SHARE_ON_RACE, abs=0.004)
    assert on_race == [RACE in slugs[record.pk] for record in records]
    on_rights = [speaks_of_rights(f"{record.text} {words[record.pk]}") for record in records]
    assert share(on_rights) == pytest.approx(SHARE_ON_RIGHTS, abs=0.01)
    assert all(record.is_example for record in records), "nothing made up may pass as real"


def test_the_same_seed_gives_the_same_words():
    call_command("generate_volume", "50", "--seed", "3")
    first = list(Recommendation.objects.order_by("pk").values_list("text", flat=True))
    call_command("generate_volume", "50", "--seed", "3")
    assert list(Recommendation.objects.order_by("pk").values_list("text", flat=True)) == first * 2


def test_it_refuses_to_bury_real_records_and_to_run_in_public():
    RecommendationFactory()
    with pytest.raises(CommandError, match="1 real records"):
        call_command("generate_volume", "5")
    with override_settings(SETTINGS_MODULE="config.settings.production"), pytest.raises(CommandError, match="public"):
        call_command("generate_volume", "5", "--among-real-records")
    with pytest.raises(CommandError, match="at least 1"):
        call_command("generate_volume", "0")
    assert Recommendation.objects.count() == 1
