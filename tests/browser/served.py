"""Settings of the site the browser visits: those of the tests, without DEBUG, with static files from where they lie."""

from config.settings.test import *  # noqa: F403 - a settings module is the sum of what it imports

ROOT_URLCONF = "tests.browser.served_urls"
WHITENOISE_USE_FINDERS = True
# The files do not change while the tests run: looked up once, and kept by the browser as in production.
WHITENOISE_AUTOREFRESH = False
