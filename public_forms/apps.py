"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicFormsConfig(AppConfig):
    """What protects forms that strangers send."""

    name = "public_forms"
    verbose_name = _("Public forms")
