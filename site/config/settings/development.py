"""A developer's own machine: no environment needed."""

from config.settings.base import *  # noqa: F403 - a settings module is the sum of what it imports

DEBUG = True
SECRET_KEY = "for development on one machine only; production refuses to start without its own"  # noqa: S105
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="corrections@example.org")  # noqa: F405
MIDDLEWARE = [*MIDDLEWARE, "config.middleware.OwnNotFoundPageMiddleware"]  # noqa: F405
