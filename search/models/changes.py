"""The data version, and what changed from each version to the next."""

from django.db import models


class DataVersion(models.Model):
    """The one row that counts. Every transaction that changes what search shows takes the next number from it.

    Its row lock lets one transaction commit after the other, so the order of numbers is the order of commits. ``token``
    is drawn anew for each number: where a rolled-back transaction or a restored backup gives a number a second time,
    the token tells the two apart. ``vocabularies`` is the token of the latest number that changed values that searches
    may name, or their labels; ``pages`` that of the latest one that changed an editors' page; ``texts`` that of the
    latest one that changed what words find.
    """

    THE_ROW = 1

    number = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=32, blank=True, default="")
    vocabularies = models.CharField(max_length=32, blank=True, default="")
    pages = models.CharField(max_length=32, blank=True, default="")
    texts = models.CharField(max_length=32, blank=True, default="")

    def __str__(self) -> str:
        return str(self.number)


class Change(models.Model):
    """What one transaction changed: these recommendations, or so much that readers load anew (``rebuild``).

    ``recommendations`` may be empty: then only what is shown beside the records changed, such as a city's website.
    ``vocabularies``: values that searches may name, or their labels, changed or came in.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    token = models.CharField(max_length=32)
    recommendations = models.JSONField(default=list)
    rebuild = models.BooleanField(default=False)
    vocabularies = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}: {'rebuild' if self.rebuild else self.recommendations}"
