"""Who asks: countries, mechanisms, their reviews, and the documents and dates of a review."""

from mechanisms.models.country import Country, CountrySpelling
from mechanisms.models.document import Document
from mechanisms.models.mechanism import Mechanism, MechanismName
from mechanisms.models.review import Milestone, Review

__all__ = ["Country", "CountrySpelling", "Document", "Mechanism", "MechanismName", "Milestone", "Review"]
