"""The recommendation: one numbered paragraph, or part of one, of a UN document."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from mechanisms.bilingual import localised
from mechanisms.models import Country, Document, Review
from recommendations.models.imports import ImportBatch
from recommendations.models.theme import RecommendationTheme
from recommendations.models.twins import Repetition
from recommendations.models.vocabulary import AffectedGroup, SdgGoal, SdgTarget
from recommendations.normalise import fingerprint, paragraph_order
from recommendations.querysets import RecommendationQuerySet


class Recommendation(models.Model):
    """What a UN body told a country. Never deleted: it is withdrawn, merged into its twin, or corrected.

    ``text`` holds the official words where an installation has imported them; ``summary_en`` and ``summary_es`` are
    our own plain words. ``field_sources`` says which kind of source wrote a field (precedence of imports: editor,
    then UHRI, OHCHR list, plain CSV, UPR Info); ``locked_fields`` are those an editor corrected by hand.
    """

    class Kind(models.TextChoices):
        """What the paragraph is."""

        RECOMMENDATION = "recommendation", _("Recommendation")
        CONCERN = "concern", _("Concern")
        PLEDGE = "pledge", _("Voluntary pledge")
        OTHER = "other", _("Other")

    class Position(models.TextChoices):
        """What the State under review answered (UPR)."""

        SUPPORTED = "supported", _("Supported")
        SUPPORTED_IN_PART = "supported_in_part", _("Supported in part")
        NOTED = "noted", _("Noted")

    class Reach(models.TextChoices):
        """Whether a local government can act on it."""

        NAMES_LOCAL = "names_local", _("Names local government")
        LOCAL_CAN_ACT = "local_can_act", _("Local government can act")
        NATIONAL_ONLY = "national_only", _("National government only")
        NOT_SORTED = "not_sorted", _("Not sorted yet")

    slug = models.SlugField(
        _("address"), max_length=120, unique=True, editable=False, help_text=_("Given once; it never changes.")
    )
    review = models.ForeignKey(Review, models.PROTECT, related_name="recommendations", verbose_name=_("review"))
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="recommendations", verbose_name=_("UN document")
    )
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True, help_text=_("Such as 26.101 or 49."))
    part = models.CharField(
        _("part"), max_length=40, blank=True, help_text=_("Such as a or a-ii, for paragraph 49 (a)(ii).")
    )
    paragraph_order = models.CharField(max_length=120, editable=False, default="~")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.RECOMMENDATION)
    text = models.TextField(_("official text"), blank=True, help_text=_("The words of the UN document, unchanged."))
    text_language = models.CharField(_("language of the text"), max_length=10, default="en")
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    summary_en = models.TextField(
        _("plain summary in English"),
        blank=True,
        help_text=_("One or two sentences of our own, as strong as the text."),
    )
    summary_es = models.TextField(_("plain summary in Spanish"), blank=True)
    position = models.CharField(
        _("position of the State"),
        max_length=20,
        choices=Position,
        blank=True,
        help_text=_("Leave empty where no answer is recorded, or where sources disagree."),
    )
    position_source = models.CharField(
        _("source of the position"), max_length=255, blank=True, help_text=_("Such as A/HRC/46/15/Add.1, para. 7.")
    )
    reach = models.CharField(_("reach"), max_length=20, choices=Reach, default=Reach.NOT_SORTED)
    can_do_en = models.TextField(
        _("what a city can do, in English"), blank=True, help_text=_("One line. No legal advice: state law may differ.")
    )
    can_do_es = models.TextField(_("what a city can do, in Spanish"), blank=True)
    action_category = models.PositiveSmallIntegerField(
        _("action category"),
        null=True,
        blank=True,
        help_text=_("1 to 5, as UPR Info grades the kind of action asked for."),
    )
    annotation_id = models.UUIDField(
        _("annotation id"), null=True, blank=True, unique=True, help_text=_("UHRI's own id of this recommendation.")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, help_text=_("Date of the UN document."))
    recommending_states = models.ManyToManyField(
        Country, through="RecommendingState", related_name="recommendations_made", verbose_name=_("recommending States")
    )
    themes = TaggableManager(through=RecommendationTheme, blank=True, verbose_name=_("themes"))
    groups = models.ManyToManyField(
        AffectedGroup, blank=True, related_name="recommendations", verbose_name=_("affected groups")
    )
    sdg_goals = models.ManyToManyField(SdgGoal, blank=True, related_name="recommendations", verbose_name=_("SDGs"))
    sdg_targets = models.ManyToManyField(
        SdgTarget, blank=True, related_name="recommendations", verbose_name=_("SDG targets")
    )
    words_checked_on = models.DateField(
        _("plain words checked on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When an editor compared our words with the official text. Empty: none yet, or drafted."),
    )
    field_sources = models.JSONField(default=dict, editable=False)
    locked_fields = models.JSONField(
        _("corrected by hand"),
        default=list,
        blank=True,
        help_text=_("Fields an editor corrected. Imports report a difference and never overwrite them."),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("merged into")
    )
    repetition = models.ForeignKey(
        Repetition,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="recommendations",
        verbose_name=_("repetition"),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("reason for withdrawal"), max_length=255, blank=True)
    withdrawn_by_undo_of = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="withdrawn",
        verbose_name=_("withdrawn by taking back"),
        help_text=_("A later import of the same recommendation brings it back."),
    )
    is_example = models.BooleanField(_("example"), default=False, help_text=_("Made up to show how the site works."))
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ("review", "paragraph_order", "kind", "id")
        indexes = (
            models.Index(fields=("review", "paragraph_order"), name="recommendation_in_order"),
            models.Index(fields=("review", "fingerprint"), name="recommendation_fingerprint"),
            models.Index(fields=("document", "paragraph"), name="recommendation_citation"),
            models.Index(fields=("position",), name="recommendation_by_position"),
            models.Index(fields=("reach",), name="recommendation_by_reach"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=["recommendation", "concern", "pledge", "other"]),
                name="recommendation_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(position__in=["", "supported", "supported_in_part", "noted"]),
                name="recommendation_position",
            ),
            models.CheckConstraint(
                condition=models.Q(reach__in=["names_local", "local_can_act", "national_only", "not_sorted"]),
                name="recommendation_reach",
            ),
            models.CheckConstraint(
                condition=models.Q(action_category__isnull=True) | models.Q(action_category__range=(1, 5)),
                name="recommendation_action_category",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="recommendation_not_merged_into_itself",
            ),
            models.CheckConstraint(condition=~models.Q(slug=""), name="recommendation_has_slug"),
        )

    def __str__(self) -> str:
        return self.citation

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep fingerprint and sort key in step with text and paragraph.

        A record of facts may hold the fingerprint of official words that it does not hold itself; it is kept then.
        """
        if self.text:
            self.fingerprint = fingerprint(self.text)
        self.paragraph_order = paragraph_order(self.paragraph, self.part)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """The record's page in the active language."""
        return reverse("recommendation", args=[self.slug])

    @property
    def paragraph_label(self) -> str:
        """The paragraph as printed: ``26.101``, ``49 (a)(ii)``; empty where none is known."""
        parts = "".join(f"({part})" for part in self.part.split("-")) if self.part else ""
        return f"{self.paragraph} {parts}".strip()

    @property
    def citation(self) -> str:
        """How to cite it: "A/HRC/46/15, para. 26.101"; without paragraph, the review's title."""
        named = self.document.symbol if self.document else self.review.title
        if not self.paragraph:
            return str(named)
        return gettext("%(document)s, para. %(paragraph)s") % {"document": named, "paragraph": self.paragraph_label}

    @property
    def summary(self) -> str:
        """Our plain words in the active language; the other language where that is empty."""
        return localised(self.summary_en, self.summary_es)

    @property
    def can_do(self) -> str:
        """What a city can do, in the active language."""
        return localised(self.can_do_en, self.can_do_es)

    @property
    def takes_status(self) -> bool:
        """Whether its implementation can be assessed: concerns and other paragraphs ask for nothing."""
        return self.kind in (self.Kind.RECOMMENDATION, self.Kind.PLEDGE)


class RecommendingState(models.Model):
    """A State made the recommendation; ``order`` is the order in which the document names them."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="recommending")
    country = models.ForeignKey(Country, models.PROTECT, related_name="recommending", verbose_name=_("State"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("recommending State")
        verbose_name_plural = _("recommending States")
        ordering = ("recommendation", "order")
        constraints = (
            models.UniqueConstraint(fields=("recommendation", "country"), name="one_recommending_state_once"),
        )

    def __str__(self) -> str:
        return str(self.country)


class RecommendationText(models.Model):
    """The official text in another language."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("official text"))

    class Meta:
        verbose_name = _("official text in another language")
        verbose_name_plural = _("official texts in other languages")
        ordering = ("language",)
        constraints = (models.UniqueConstraint(fields=("recommendation", "language"), name="one_text_a_language"),)

    def __str__(self) -> str:
        return self.text[:80]


class RecommendationSource(models.Model):
    """Where a recommendation was read: which import, which row, under which key and citation there."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="sources")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="sources", verbose_name=_("import"))
    row = models.PositiveIntegerField(_("row in the file"))
    external_key = models.CharField(_("key in the source"), max_length=64, blank=True)
    citation = models.CharField(_("citation in the source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("source of a recommendation")
        verbose_name_plural = _("sources of recommendations")
        ordering = ("-batch", "row")
        constraints = (models.UniqueConstraint(fields=("recommendation", "batch", "row"), name="one_source_a_row"),)

    def __str__(self) -> str:
        return f"{self.batch}, row {self.row}"
