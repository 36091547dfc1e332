"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    """Cities, assessors, actions and progress."""

    name = "cities"
    verbose_name = _("Cities")
