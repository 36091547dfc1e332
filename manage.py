#!/usr/bin/env python
"""Run the site's commands: `python manage.py <command>`."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Put site/ (which holds config) on the path and hand over to Django."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed here. Run ./dev start once: it makes .venv and installs it."
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
