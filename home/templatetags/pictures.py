"""Template tags around pictures."""

import re

from django import template
from django.utils.safestring import SafeString

register = template.Library()

_SRCSET = re.compile(r'(?<=srcset=")[^"]*')


@register.simple_block_tag
def each_width_once(content: SafeString) -> SafeString:
    """Offer no two files of one width: ``{% each_width_once %}{% picture … %}{% endeach_width_once %}``.

    Wagtail makes no picture larger than it came, so a small one has one width under several names.
    """
    return SafeString(_SRCSET.sub(_once, content))


def _once(srcset: re.Match[str]) -> str:
    offers: dict[str, str] = {}
    for offer in srcset[0].split(", "):
        offers.setdefault(offer.rpartition(" ")[2], offer)
    return ", ".join(offers.values())
