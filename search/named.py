"""The filters that the words of a search name: "Norway" is a State, "EPU" a mechanism, "Pittsburgh" a city.

A record does not hold the name of the State that made it, so whoever types one finds little or nothing. The page then
offers the filter, with its number; it never puts it on by itself.
"""

from cities.models import City
from mechanisms.normalise import label_key
from mechanisms.resolve import CountryResolver, MechanismResolver
from search.changes import data_version
from search.changes.kept import KeptWhile
from search.finding import finder
from search.no_results import Offer
from search.query import Not
from search.selection import Selection
from search.selection.parameters import BY_NAME


class _Names:
    """Every name by which a State, a mechanism or a city is known (five queries)."""

    def __init__(self) -> None:
        self._countries = CountryResolver()
        self._mechanisms = MechanismResolver()
        self._cities = {label_key(name): city.slug for city in City.objects.all() for name in (str(city), city.name)}

    def meant(self, text: str) -> dict[str, str]:
        """Return values of filters, by parameter, that are called ``text``."""
        # No codes: whoever types "IT" or "in" means no country.
        country, mechanism = self._countries.resolve(text, codes=False), self._mechanisms.resolve(text)
        values = {
            "state": country.iso3 if country else "",
            "mechanism": mechanism.slug if mechanism else "",
            "city": self._cities.get(label_key(text), ""),
        }
        return {parameter: value for parameter, value in values.items() if value}


_kept = KeptWhile[_Names](most=1)


def named_filters(selection: Selection) -> list[Offer]:
    """Return the filters that the words, all of them together, are a name of; without those that find nothing.

    Five queries where the names were not read yet; none else, but on Elasticsearch one question for each.
    """
    node = selection.understood.node if selection.understood else None
    if node is None or isinstance(node, Not):
        return []
    names = _kept.get(data_version().vocabularies, "", _Names)
    offers: list[Offer] = []
    for parameter, value in names.meant(selection.q).items():
        other = selection.without("q").only(**{parameter: value})
        offers.append(
            Offer(str(BY_NAME[parameter].label), other.label(parameter, value), other.url, finder().total(other))
        )
    return [offer for offer in offers if offer.count]
