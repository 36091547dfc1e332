"""The known labels that are nearest to one that nobody knows."""

from collections.abc import Mapping

from rapidfuzz import fuzz, process

from mechanisms.models import Country, Mechanism
from mechanisms.normalise import label_key
from recommendations.models import AffectedGroup, SdgGoal, Theme, UnresolvedLabel

Vocabulary = UnresolvedLabel.Vocabulary
SHOWN = 3


class NearestLabels:
    """Finds them in one vocabulary after the other; each is read once."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._known: dict[str, Mapping[str, str]] = {}

    def find(self, vocabulary: str, label: str) -> list[str]:
        """Return the three known labels nearest to ``label``, the nearest first."""
        if vocabulary not in self._known:
            self._known[vocabulary] = _labels_of(vocabulary)
        known = self._known[vocabulary]
        found = process.extract(label_key(label), known.keys(), scorer=fuzz.WRatio, limit=SHOWN)
        return [known[key] for key, _score, _place in found]


def _labels_of(vocabulary: str) -> Mapping[str, str]:
    """Return the labels of a vocabulary: the form in which they are compared → the form that people read."""
    names = {
        Vocabulary.THEME: lambda: Theme.objects.values_list("name", flat=True),
        Vocabulary.GROUP: lambda: AffectedGroup.objects.values_list("name_en", flat=True),
        Vocabulary.COUNTRY: lambda: Country.objects.values_list("name_en", flat=True),
        Vocabulary.SDG: lambda: map(str, SdgGoal.objects.all()),
        Vocabulary.MECHANISM: lambda: Mechanism.objects.values_list("name_en", flat=True),
    }[Vocabulary(vocabulary)]
    return {label_key(name): name for name in names()}
