"""The files in which the whole public dataset was kept, the last of which is handed out."""

from django.core.files.storage import Storage, storages
from django.db import models


def private_storage() -> Storage:
    """Where only our own view hands files out: a file that a redaction made void must not be found by its address."""
    return storages["private"]


class DatasetFile(models.Model):
    """One file of the dataset. ``last_redaction`` is the last one it knows of: a later one makes it void."""

    file = models.FileField(storage=private_storage, upload_to="dataset/")
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    data_version = models.CharField(max_length=64)
    last_redaction = models.PositiveBigIntegerField(default=0)
    tables = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.data_version}, {self.made_at:%Y-%m-%d}"

    @property
    def version_number(self) -> str:
        """The number of the data version, which grows, without the token that tells restored backups apart."""
        return self.data_version.partition("-")[0]
