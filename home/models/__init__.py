"""What editors write: page types, one a module; and what the outbox keeps."""

from home.mail.models import MailChoice, Message, Reminded, SuppressedAddress
from home.menus.models import MenuLink, SiteMenus
from home.models.home_page import HomePage
from home.models.standard_page import StandardPage

__all__ = [
    "HomePage",
    "MailChoice",
    "MenuLink",
    "Message",
    "Reminded",
    "SiteMenus",
    "StandardPage",
    "SuppressedAddress",
]
