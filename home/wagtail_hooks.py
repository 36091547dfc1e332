"""Wires this room into Wagtail's admin."""

from wagtail import hooks

from home.admin.mail_panel import MailPanel

hooks.register("register_account_settings_panel", MailPanel)
