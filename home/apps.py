"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The editorial site: page types, navigation, demo."""

    name = "home"
    verbose_name = _("Site")
