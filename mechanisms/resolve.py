"""From the names that documents print to the records they mean: countries and mechanisms.

A resolver reads its table once; each look-up is then one dictionary access. Make one for an import, not for a row.
"""

from collections.abc import Iterable

from mechanisms.models import Country, CountrySpelling, Mechanism, MechanismName
from mechanisms.normalise import clean_space, country_key, label_key


class CountryResolver:
    """Finds the country a label names: by its names in English and Spanish, its codes and every known spelling."""

    def __init__(self, using: str = "default") -> None:
        countries = {country.pk: country for country in Country.objects.using(using)}
        self._codes: dict[str, Country] = {}
        self._names: dict[str, Country] = {}
        for country in countries.values():
            for code in filter(None, (country.iso3, country.iso2)):
                self._codes.setdefault(code, country)
            for name in filter(None, (country.name_en, country.name_es)):
                self._names.setdefault(country_key(name), country)
        for country_id, key in CountrySpelling.objects.using(using).values_list("country_id", "key"):
            self._names.setdefault(key, countries[country_id])

    def resolve(self, label: str, *, codes: bool = True) -> Country | None:
        """Return the country that ``label`` names, or None.

        Case, accents, word order, "the" and a trailing asterisk do not count. ISO codes count in capitals only, and
        not at all with ``codes=False``: in running text "(IT)" or "(ID)" is seldom Italy or Indonesia.
        """
        if codes and (country := self._codes.get(clean_space(label).strip("* -"))):
            return country
        return self._names.get(country_key(label))


class MechanismResolver:
    """Finds the mechanism a label names: by slug, acronym, its names in English and Spanish and every other name."""

    def __init__(self, using: str = "default") -> None:
        mechanisms = {mechanism.pk: mechanism for mechanism in Mechanism.objects.using(using)}
        self._names: dict[str, Mechanism] = {}
        for mechanism in mechanisms.values():
            self._add(
                mechanism,
                (mechanism.slug, mechanism.acronym, mechanism.acronym_es, mechanism.name_en, mechanism.name_es),
            )
        for mechanism_id, name in MechanismName.objects.using(using).values_list("mechanism_id", "name"):
            self._add(mechanisms[mechanism_id], (name,))

    def resolve(self, label: str) -> Mechanism | None:
        """Return the mechanism that ``label`` names, or None. Case, accents, punctuation and spaces do not count."""
        return self._names.get(label_key(label))

    def _add(self, mechanism: Mechanism, names: Iterable[str]) -> None:
        for key in filter(None, map(label_key, names)):
            self._names.setdefault(key, mechanism)
