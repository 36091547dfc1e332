"""The map: places fall where they should, on an outline of our own; the page works without it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from search.city_map import FRAMES, HEIGHT, WIDTH, CityMap
from tests.factories import CityFactory
from tests.search.pages import get, main_text

pytestmark = pytest.mark.django_db


def test_places_keep_their_directions() -> None:
    main = FRAMES["USA"]["main"]
    seattle, miami, boston = main.point(-122.3, 47.6), main.point(-80.2, 25.8), main.point(-71.1, 42.4)
    assert seattle[0] < miami[0] < boston[0]
    assert seattle[1] < boston[1] < miami[1]
    # The centre of the projection lies where it was put.
    assert main.point(-96, 38) == main.at


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(-124.7, 48.4), (-67, 44.8), (-80.2, 25.2), (-97.2, 26), (-154.8, 19.5), (-141, 69.6)]
)
def test_every_corner_of_the_country_is_on_the_picture(longitude: float, latitude: float) -> None:
    (place,) = [
        frame.point(longitude, latitude) for frame in FRAMES["USA"].values() if frame.holds(longitude, latitude)
    ]
    assert 0 < place[0] < WIDTH
    assert 0 < place[1] < HEIGHT


def test_city_without_a_place_is_in_the_list_only(client: Client) -> None:
    there = CityFactory(name="Thereville", latitude=Decimal("40.44"), longitude=Decimal("-79.99"))
    nowhere = CityFactory(name="Nowhere")
    drawn = CityMap.of([there, nowhere])
    assert drawn is not None
    assert [dot.city for dot in drawn.dots] == [there]
    assert drawn.elsewhere == [nowhere]
    page = get(client, "/es/cities/")
    # SVG numbers have a point whatever the language.
    assert page.xpath("//figure//circle[@cx][@r='6']/@cx")[0].count(".") == 1
    assert "1 lugar está solo en la lista." in main_text(page)
    assert len(page.xpath("//li[@class='door']")) == 2


def test_map_repeats_the_list_and_takes_no_turn_of_the_keyboard(client: Client) -> None:
    CityFactory(latitude=Decimal("40.44"), longitude=Decimal("-79.99"))
    picture = get(client, "/en/cities/").xpath("//figure/*[local-name()='svg']")[0]
    assert picture.get("aria-hidden") == "true"
    assert {link.get("tabindex") for link in picture.iter() if link.tag == "a"} == {"-1"}


def test_without_places_there_is_no_map(client: Client) -> None:
    CityFactory()
    assert not get(client, "/en/cities/").xpath("//figure")


def test_one_coordinate_alone_is_refused() -> None:
    city = CityFactory.build(latitude=Decimal("40.44"))
    with pytest.raises(ValidationError, match="both latitude and longitude"):
        city.full_clean()
