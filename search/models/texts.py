"""What the text index holds of each recommendation, and which ones it has yet to read."""

from django.db import models


class SearchDocument(models.Model):
    """The tokens of one public recommendation (``id``), as its database's text index holds them.

    They are kept because an index can only forget a text when it is told the very tokens it was given, and because
    another analyser version makes others. No foreign key: the index is written by :mod:`search.indexing` alone.
    """

    id = models.PositiveBigIntegerField(primary_key=True)
    s = models.TextField()
    x = models.TextField()
    analyser_version = models.PositiveIntegerField()

    class Meta:
        db_table = "search_document"

    def __str__(self) -> str:
        return str(self.id)


class DueText(models.Model):
    """A recommendation (``id``) whose text is to be read again, because too many changed at once.

    The row goes in the transaction that reads it, so whatever stops the process leaves the rest to the next one.
    """

    id = models.PositiveBigIntegerField(primary_key=True)

    class Meta:
        db_table = "search_due_text"

    def __str__(self) -> str:
        return str(self.id)


class ElasticIndex(models.Model):
    """How far an index of Elasticsearch has followed the log of changes: up to ``number``, given under ``token``.

    ``uuid`` is the server's own name of the index, which no other index ever has: not one of a restored server either.
    """

    alias = models.CharField(max_length=200, primary_key=True)
    name = models.CharField(max_length=255)
    uuid = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()
    token = models.CharField(max_length=32, blank=True)

    class Meta:
        db_table = "search_elastic_index"

    def __str__(self) -> str:
        return f"{self.alias}: {self.number}"
