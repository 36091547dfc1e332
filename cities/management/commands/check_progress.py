"""Recompute every current word from the published history and name what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities import progress
from cities.models import Assessor
from recommendations.models import Recommendation


class Command(BaseCommand):
    """``check_progress``: exit 0 when all agree, 1 with one line a difference; ``--repair`` derives those anew."""

    help = "Compare every current word with the published history and name each difference."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--repair", action="store_true", help="Derive what differs anew.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the differences; repair them where asked."""
        found = list(progress.differences())
        assessors = Assessor.objects.in_bulk([difference.assessor_id for difference in found])
        recommendations = Recommendation.objects.in_bulk([difference.recommendation_id for difference in found])
        for difference in found:
            assessor = assessors[difference.assessor_id]
            recommendation = recommendations[difference.recommendation_id]
            self.stdout.write(
                f"{assessor.slug} on {recommendation.slug}: stored entry {difference.stored_entry_id or 'none'}, "
                f"the history says {difference.expected_entry_id or 'none'}"
            )
            if options["repair"]:
                progress.derive(assessor, recommendation)
        if found and not options["repair"]:
            raise CommandError(f"{len(found)} current words differ from the history; --repair derives them anew.")
        self.stdout.write(f"{len(found)} current words repaired." if found else "Every current word is right.")
