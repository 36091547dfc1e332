"""What any style of citation is made of."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from mechanisms.models import Document
from recommendations.models import Recommendation
from search.document import Absolute

UN_DOCUMENT_LANGUAGE = "en"


@dataclass(frozen=True)
class Cited:
    """One paragraph of one document, in the active language. Empty: not recorded."""

    key: str
    author: str
    title: str
    symbol: str
    paragraph: str
    day: date | None
    year: int | None
    document_url: str
    page_url: str
    is_example: bool

    @classmethod
    def of(cls, record: Recommendation, absolute: Absolute) -> "Cited":
        """Gather it from a record with its citation fetched. Without a document, the review stands for it."""
        review, document = record.review, record.document
        day = (document.date if document else None) or record.published_on
        return cls(
            key=record.slug,
            author=review.mechanism.name,
            title=(document.title if document else "") or _title(record, document),
            symbol=document.symbol if document else "",
            paragraph=record.paragraph_label,
            day=day,
            year=day.year if day else review.year,
            document_url=document.link if document else "",
            page_url=absolute(record.get_absolute_url()),
            is_example=record.is_example,
        )


def _title(record: Recommendation, document: Document | None) -> str:
    names = {"title": document.get_kind_display() if document else record.review.title}
    return _("%(title)s, %(country)s") % {**names, "country": record.review.country.name}
