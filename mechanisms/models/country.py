"""States and territories as the UN lists them, with every spelling its documents use."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from mechanisms.bilingual import localised
from mechanisms.normalise import country_key


class CountryManager(models.Manager["Country"]):
    """Look-ups of countries by what people know them by."""

    def home(self) -> "Country":
        """Return the country whose recommendations public pages show (setting ``HOME_COUNTRY``)."""
        return self.get(iso3=settings.HOME_COUNTRY)


class Country(models.Model):
    """A State that is reviewed or that recommends: 193 members, the observers, and what else documents name."""

    class Status(models.TextChoices):
        """Standing at the United Nations."""

        MEMBER = "member", _("Member State")
        OBSERVER = "observer", _("Observer State")
        OTHER = "other", _("Other")

    iso3 = models.CharField(
        _("ISO code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}$")],
        help_text=_("Three capital letters, such as USA."),
    )
    iso2 = models.CharField(_("two-letter code"), max_length=2, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, unique=True)
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True)
    in_sentence_en = models.CharField(
        _("name in an English sentence"),
        max_length=120,
        blank=True,
        help_text=_("Only where it differs, such as “the United States”."),
    )
    in_sentence_es = models.CharField(_("name in a Spanish sentence"), max_length=120, blank=True)
    status = models.CharField(_("standing"), max_length=10, choices=Status, default=Status.MEMBER)

    objects = CountryManager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("name_en",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status__in=["member", "observer", "other"]), name="country_status"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return localised(self.name_en, self.name_es)

    @property
    def in_sentence(self) -> str:
        """The name as a sentence in the active language says it: "the United States"."""
        return localised(self.in_sentence_en or self.name_en, self.in_sentence_es or self.name_es)


class CountrySpelling(models.Model):
    """Another spelling of a country's name that a document used ("Turkey" for Türkiye)."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="spellings", verbose_name=_("country"))
    spelling = models.CharField(_("spelling"), max_length=160)
    key = models.CharField(max_length=160, unique=True, editable=False)

    class Meta:
        verbose_name = _("spelling of a country")
        verbose_name_plural = _("spellings of countries")
        ordering = ("spelling",)

    def __str__(self) -> str:
        return self.spelling

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the look-up key in step with the spelling."""
        self.key = country_key(self.spelling)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
