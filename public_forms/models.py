"""What is kept of somebody who sent a form: for an hour, and without the address."""

from django.db import models


class Sending(models.Model):
    """A form was sent once. ``sender`` is a keyed hash (``sender.py``): nobody reads an address out of it."""

    form = models.CharField(max_length=50)
    sender = models.CharField(max_length=64)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = (models.Index(fields=("form", "sender", "sent_at"), name="sendings_of_a_sender"),)

    def __str__(self) -> str:
        return f"{self.form}, {self.sent_at}"
