"""Local governments of the alliance."""

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mechanisms.bilingual import localised
from mechanisms.models import Country


def validate_time_zone(name: str) -> None:
    """Refuse what is no name of the time zone database: "today" is the city's own day."""
    if name not in available_timezones():
        raise ValidationError(_("No time zone is called “%(name)s”."), params={"name": name})


class CityQuerySet(models.QuerySet["City"]):
    """Questions about cities."""

    def any_example(self, slugs: list[str]) -> bool:
        """Whether one of these cities is made up."""
        return self.filter(slug__in=slugs, is_example=True).exists()

    def for_list(self) -> "CityQuerySet":
        """By name with the number of published actions (``action_count``), made-up cities last."""
        published = models.Count("actions", filter=models.Q(actions__live=True))
        return self.annotate(action_count=published).order_by("is_example", "name", "state")


class City(models.Model):
    """A local government: a city, county, village or town, with its designation as a human rights city."""

    class Kind(models.TextChoices):
        """Kinds of local government."""

        CITY = "city", _("City")
        COUNTY = "county", _("County")
        TOWN = "town", _("Town")
        VILLAGE = "village", _("Village")

    class Designation(models.TextChoices):
        """What is known of its standing as a human rights city."""

        VERIFIED = "verified", _("Designated")
        NOT_VERIFIED = "not_verified", _("Initiative, designation not verified")
        NONE = "none", _("No designation")

    slug = models.SlugField(_("address"), unique=True, help_text=_("Part of the page's address; it does not change."))
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CITY)
    country = models.ForeignKey(Country, models.PROTECT, related_name="cities", verbose_name=_("country"))
    state = models.CharField(_("state"), max_length=10, help_text=_("Postal code of the state, such as PA."))
    place_code = models.CharField(
        _("place code"),
        max_length=10,
        blank=True,
        help_text=_("The Census Bureau's code, for joining with other data."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="America/New_York", validators=[validate_time_zone]
    )
    designation = models.CharField(_("designation"), max_length=20, choices=Designation, default=Designation.NONE)
    designation_year = models.PositiveSmallIntegerField(
        _("year of designation"), null=True, blank=True, validators=[MinValueValidator(1948), MaxValueValidator(2200)]
    )
    instrument_en = models.TextField(
        _("instrument in English"), blank=True, help_text=_("The resolution, proclamation or vote, in our own words.")
    )
    instrument_es = models.TextField(_("instrument in Spanish"), blank=True)
    designation_source = models.URLField(_("source of the designation"), max_length=500, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    contact_email = models.EmailField(
        _("public contact"), blank=True, help_text=_("An office's address, never a person's own.")
    )
    commission_en = models.TextField(
        _("human rights commission, in English"),
        blank=True,
        help_text=_("The body of the city that looks after human rights, and what it may do. No names of persons."),
    )
    commission_es = models.TextField(_("human rights commission, in Spanish"), blank=True)
    commission_url = models.URLField(_("page of the commission"), max_length=500, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("For the map, in degrees, such as 40.44. Empty: the city is in the list only."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("West of Greenwich it is negative, such as -79.99."),
    )
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("A made-up city that shows how the site works. Every page says so.")
    )

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ("name", "state")
        constraints = (
            models.UniqueConstraint(fields=("country", "state", "name", "kind"), name="one_city_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["city", "county", "town", "village"]), name="city_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(designation__in=["verified", "not_verified", "none"]), name="city_designation"
            ),
            models.CheckConstraint(
                condition=models.Q(designation_year__isnull=True) | models.Q(designation_year__range=(1948, 2200)),
                name="city_designation_year",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="city_place_on_earth",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.state}"

    def get_absolute_url(self) -> str:
        """The city's page in the active language."""
        return reverse("city", args=[self.slug])

    @property
    def instrument(self) -> str:
        """What designated it, in the active language."""
        return localised(self.instrument_en, self.instrument_es)

    @property
    def commission(self) -> str:
        """The human rights commission, in the active language."""
        return localised(self.commission_en, self.commission_es)

    def today(self) -> date:
        """The city's own day, which decides what is past, to come or old."""
        return timezone.localdate(timezone=ZoneInfo(self.time_zone))

    def clean(self) -> None:
        """A place on the map has both coordinates."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"latitude": _("Give both latitude and longitude, or neither.")})
