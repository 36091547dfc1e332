"""``manage.py forget_senders``: delete what is kept of people who sent a public form, once an hour is over."""

from typing import Any

from django.core.management.base import BaseCommand

from public_forms.limit import forget_senders


class Command(BaseCommand):
    """Delete rows older than an hour. ``manage.py work`` runs it."""

    help = "Forget who sent a public form more than an hour ago."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them."""
        forget_senders()
