"""``manage.py generate_volume N --seed S``: fill a database of its own with made-up records, for benchmarks."""

import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recommendations.models import Recommendation
from search.volume.records import PREFIX, generate


class Command(BaseCommand):
    """Refuses where the public may look, and where a real record would be buried under made-up ones."""

    help = "Write N made-up recommendations, for benchmarks only."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number and what may be overridden."""
        parser.add_argument("number", type=int, help="how many records")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same records")
        parser.add_argument("--among-real-records", action="store_true", help="even though there are real ones")

    def handle(self, *args: object, **options: object) -> None:
        """Check, write, say how long it took."""
        number, seed = options["number"], options["seed"]
        if not isinstance(number, int) or not isinstance(seed, int) or number < 1:
            raise CommandError("The number of records must be at least 1.")
        if not (settings.DEBUG or settings.SETTINGS_MODULE.endswith(".test")):
            raise CommandError("Made-up records are for benchmarks. This is a public installation.")
        real = Recommendation.objects.exclude(slug__startswith=PREFIX).filter(is_example=False).count()
        if real and not options["among_real_records"]:
            raise CommandError(f"{real} real records are here. Use another database, or say --among-real-records.")
        start = time.monotonic()
        generate(number, seed)
        sys.stdout.write(f"{number} records in {time.monotonic() - start:.1f} s\n")
