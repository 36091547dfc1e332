"""WSGI entry point, for gunicorn and every other server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

# Reading every room's addresses takes half a second: now, so that nobody's first request waits for it.
addresses = get_resolver().url_patterns
