"""A small map of the cities, drawn on the server: a rough outline of our own making, and a dot a city.

The outline lies in ``reference_data/outlines.csv`` (country, frame, shape, degrees). Each frame is projected for
itself (Albers' equal-area conic) and put in its place, so that Alaska and Hawaii stand in corners of their own.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings

from cities.models import City
from mechanisms.reference_rows import read_rows

WIDTH, HEIGHT = 600, 400
OUTLINES = Path(__file__).parent / "reference_data" / "outlines.csv"
_COLUMNS = ("country", "frame", "shape", "longitude", "latitude")


@dataclass(frozen=True)
class Frame:
    """A part of the map: what it covers (west, south, east, north, in degrees) and how it is drawn.

    ``parallels`` are the two standard parallels, ``centre`` (longitude, latitude) falls on ``at`` (x, y), ``scale``
    is the number of units in the length of the Earth's radius.
    """

    covers: tuple[float, float, float, float]
    parallels: tuple[float, float]
    centre: tuple[float, float]
    at: tuple[float, float]
    scale: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a place lies in the frame."""
        west, south, east, north = self.covers
        return west <= longitude <= east and south <= latitude <= north

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a place lies on the map (Snyder, Map Projections: A Working Manual, 1987, section 14)."""
        first, second = (math.radians(parallel) for parallel in self.parallels)
        cone = (math.sin(first) + math.sin(second)) / 2
        constant = math.cos(first) ** 2 + 2 * cone * math.sin(first)

        def radius(degrees: float) -> float:
            return math.sqrt(constant - 2 * cone * math.sin(math.radians(degrees))) / cone

        angle = cone * math.radians(longitude - self.centre[0])
        far, middle = radius(latitude), radius(self.centre[1])
        x = self.at[0] + self.scale * far * math.sin(angle)
        y = self.at[1] - self.scale * (middle - far * math.cos(angle))
        return round(x, 1), round(y, 1)


FRAMES = {
    "USA": {
        "main": Frame((-125, 24, -66, 50), (29.5, 45.5), (-96, 38), (300, 192), 780),
        "alaska": Frame((-170, 54, -129.9, 72), (55, 65), (-154, 61), (64, 350), 190),
        "hawaii": Frame((-161, 18.5, -154, 22.5), (8, 18), (-157.4, 20.5), (185, 368), 700),
    }
}


@dataclass(frozen=True, slots=True)
class Dot:
    """One city on the map. Where two lie close, the later is drawn above."""

    city: City
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CityMap:
    """The outlines as paths, the dots, and the cities that have no place on it."""

    paths: list[str]
    dots: list[Dot]
    elsewhere: list[City]
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def of(cls, cities: Iterable[City]) -> "CityMap | None":
        """Draw the cities; None where there is no outline of the home country, or no city to show."""
        frames = FRAMES.get(settings.HOME_COUNTRY)
        if not frames:
            return None
        dots, elsewhere = [], []
        for city in cities:
            place = _place(city.longitude, city.latitude, frames)
            if place:
                dots.append(Dot(city, *place))
            else:
                elsewhere.append(city)
        # Designated cities lie on top of the others.
        dots.sort(key=lambda dot: _ORDER.index(dot.city.designation))
        return cls(_paths(settings.HOME_COUNTRY), dots, elsewhere) if dots else None


_ORDER: list[str] = [City.Designation.NONE, City.Designation.NOT_VERIFIED, City.Designation.VERIFIED]


def _place(longitude: Decimal | None, latitude: Decimal | None, frames: dict[str, Frame]) -> tuple[float, float] | None:
    if longitude is None or latitude is None:
        return None
    degrees = float(longitude), float(latitude)
    return next((frame.point(*degrees) for frame in frames.values() if frame.holds(*degrees)), None)


@cache
def _paths(country: str) -> list[str]:
    """Return the outlines of a country as SVG paths, frame by frame."""
    shapes: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in read_rows(OUTLINES, _COLUMNS):
        if row.needed("country") == country:
            frame = FRAMES[country][row.needed("frame")]
            point = frame.point(float(row.needed("longitude")), float(row.needed("latitude")))
            shapes.setdefault((row.needed("frame"), row.needed("shape")), []).append(point)
    return ["M" + "L".join(f"{x} {y}" for x, y in points) + "Z" for points in shapes.values()]
