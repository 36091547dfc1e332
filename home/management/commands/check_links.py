"""``manage.py check_links``: follow every link of the editors' pages and note which lead nowhere."""

from typing import Any

from django.core.management.base import BaseCommand

from home.upkeep.checking import check_links


class Command(BaseCommand):
    """Check all links. ``manage.py work`` runs it every week."""

    help = "Follow every link on published pages and list those that lead nowhere for editors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check them and say how many are broken."""
        self.stdout.write(f"{check_links()} links lead nowhere.")
