"""The mail itself: text and HTML in the reader's language, with a way to end it in one click (RFC 8058)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.mail.choices import choice_path
from home.mail.models import Message, Rhythm


def letter(messages: list[Message]) -> EmailMultiAlternatives:
    """Write one mail of these messages, which have one reader: of one, about it; of daily ones, about all."""
    first = messages[0]
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    with translation.override(first.language):
        is_digest = first.rhythm == Rhythm.DAILY
        count = len(messages)
        subject = first.subject
        if is_digest:
            subject = ngettext("%(count)s thing since your last mail", "%(count)s things since your last mail", count)
            subject %= {"count": count}
        end_url = base + choice_path(first)
        context = {
            "subject": subject,
            "is_digest": is_digest,
            "items": [{"message": message, "url": base + message.path} for message in messages],
            "language": first.language,
            "site_name": _("Human Rights Cities"),
            "site_url": f"{base}/{first.language}/",
            "end_url": end_url,
            "has_choices": first.user_id is not None,
        }
        text = render_to_string("home/mail/letter.txt", context)
        html = render_to_string("home/mail/letter.html", context)
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[first.address],
        headers={
            # The same at every attempt, so that a reader's server knows a mail it has already.
            "Message-ID": f"<{first.key}@{urlsplit(base).hostname}>",
            "List-Unsubscribe": f"<{end_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Content-Language": first.language,
            # Robots that answer mail keep silent.
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail
