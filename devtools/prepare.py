"""What `./dev start` does inside the environment: translations, database, static files, demo. Django is loaded once."""

import hashlib
import io
import os
import sys
from pathlib import Path

from devtools.console import complain, step
from devtools.processes import ROOT


def main() -> int:
    """Run the steps; print a failed step's reason and return 1."""
    sys.path.insert(0, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    import django
    from django.core.management import call_command
    from django.core.management.base import CommandError

    from devtools.translations import compile_catalogues

    said = io.StringIO()
    try:
        with step("Translations"):
            compile_catalogues()
        with step("Database"):
            django.setup()
            fresh = is_fresh()
            call_command("migrate", interactive=False, verbosity=0, stdout=said)
        with step("Static files"):
            call_command("collectstatic", interactive=False, verbosity=0, stdout=said)
        marker = demo_marker()
        if fresh or not marker.exists():
            with step("Demo content"):
                call_command("load_demo", stdout=said)
            marker.touch()
    except CommandError as error:
        complain(f"{said.getvalue()}{error}")
        return 1
    except KeyboardInterrupt:
        # Ctrl-C reaches us too; ./dev start says the rest.
        return 130
    return 0


def is_fresh() -> bool:
    """Whether the database has never been migrated."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return not MigrationRecorder(connection).applied_migrations()


def demo_marker() -> Path:
    """Return the file that says that this database got its demo: later starts keep what people changed in it."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    place = "|".join(str(database.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME"))
    return ROOT / "var" / f"demo-loaded-{hashlib.sha256(place.encode()).hexdigest()[:12]}"


if __name__ == "__main__":
    sys.exit(main())
