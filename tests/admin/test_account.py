"""Everybody's own account in the admin."""

from bs4 import BeautifulSoup
from django.urls import reverse

from tests.admin.world import CONTRIBUTOR, World


def test_time_zones_are_those_a_browser_knows(world: World) -> None:
    page = BeautifulSoup(world.client(CONTRIBUTOR).get(reverse("wagtailadmin_account")).content, "html.parser")
    offered = {str(option["value"]) for option in page.select("select[name$=current_time_zone] option")}
    assert {"America/Los_Angeles", "UTC"} <= offered
    assert "localtime" not in offered
