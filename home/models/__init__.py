"""What editors write: page types, one a module; and what the outbox keeps."""

from home.mail.models import MailChoice, Message, Reminded, SuppressedAddress
from home.models.home_page import HomePage
from home.models.standard_page import StandardPage

__all__ = ["HomePage", "MailChoice", "Message", "Reminded", "StandardPage", "SuppressedAddress"]
