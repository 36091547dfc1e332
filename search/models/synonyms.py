"""Words that mean the same to those who search: an editable list, since the field's terms change."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from mechanisms.normalise import words_of

LONGEST_TERM = 5
"""Words of one term: "people experiencing homelessness" has three."""

_SEPARATOR = ","


class Synonyms(models.Model):
    """One set of terms, in both languages: whoever searches for one of them finds the others too.

    ``words_en`` and ``words_es`` list terms between commas; a term is one word or a few ("law enforcement"). Sets are
    never deleted, only put aside (``in_use``).
    """

    words_en = models.CharField(
        _("words in English"),
        max_length=500,
        blank=True,
        help_text=_("Separate them by commas: homeless, homelessness, unhoused. A term may have up to five words."),
    )
    words_es = models.CharField(_("words in Spanish"), max_length=500, blank=True)
    in_use = models.BooleanField(
        _("used by the search"), default=True, help_text=_("Untick it to put the set aside without losing it.")
    )

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering = ("words_en", "words_es")

    def __str__(self) -> str:
        return ", ".join(self.terms)

    @property
    def terms(self) -> list[str]:
        """All terms as written, English first, each once."""
        listed = f"{self.words_en}{_SEPARATOR}{self.words_es}".split(_SEPARATOR)
        return list(dict.fromkeys(" ".join(term.split()) for term in listed if words_of(term)))

    def clean(self) -> None:
        """Refuse what could never widen a search: fewer than two terms, a sentence for a term, operators."""
        different = {tuple(words_of(term)) for term in self.terms}
        if len(different) < 2:
            raise ValidationError(_("Give at least two terms; one alone means the same as nothing else."))
        for term in self.terms:
            if len(words_of(term)) > LONGEST_TERM:
                raise ValidationError(
                    _("“%(term)s” has more than %(most)s words.") % {"term": term, "most": LONGEST_TERM}
                )
