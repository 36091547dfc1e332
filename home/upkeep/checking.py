"""The weekly check of every link on every published page."""

import json
import re
import time
from collections import defaultdict
from html import unescape
from urllib.parse import urlsplit

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.upkeep.fetching import Allowed, is_public, problem_of
from home.upkeep.models import BrokenLink

MOST_LINKS = 2_000
PAUSE = 1.0
"""Seconds between two questions to the same site."""

_OUTSIDE = re.compile(r"https?://[^\s\"'<>\\\])}]+")
_INSIDE = re.compile(r"linktype=\\*\"page\\*\"[^>]*?\bid=\\*\"(\d+)|\bid=\\*\"(\d+)\\*\"[^>]*?linktype=\\*\"page\\*\"")


def check_links(allowed: Allowed = is_public, pause: float = PAUSE) -> int:
    """Follow every link once and note which lead nowhere; return how many those are.

    Links are followed outside of any transaction; what was found then takes the place of the last check's.
    """
    outside: dict[str, set[int]] = defaultdict(set)
    inside: dict[int, set[int]] = defaultdict(set)
    for page in Page.objects.live().filter(alias_of=None, depth__gt=1).specific():
        addresses, pages = links_of(page)
        for address in addresses:
            outside[address].add(page.pk)
        for target in pages:
            inside[target].add(page.pk)
    found = [
        BrokenLink(page_id=page, address=_("a page of this site"), problem=_("The page was deleted or taken offline."))
        for page in {page for target in inside.keys() - _shown(set(inside)) for page in inside[target]}
    ]
    asked: dict[str, float] = {}
    for address in sorted(outside)[:MOST_LINKS]:
        host = urlsplit(address).netloc
        time.sleep(max(0.0, asked.get(host, 0.0) + pause - time.monotonic()))
        problem = problem_of(address, allowed)
        asked[host] = time.monotonic()
        if problem:
            found += [BrokenLink(page_id=page, address=address[:1000], problem=problem) for page in outside[address]]
    with transaction.atomic():
        BrokenLink.objects.all().delete()
        # A page may have been deleted meanwhile.
        there = set(Page.objects.filter(pk__in={link.page_id for link in found}).values_list("pk", flat=True))
        BrokenLink.objects.bulk_create(link for link in found if link.page_id in there)
    return len(found)


def links_of(page: Page) -> tuple[set[str], set[int]]:
    """Return the addresses elsewhere and the ids of pages here that a page links to, in any of its fields."""
    text = json.dumps(page.serializable_data(), cls=DjangoJSONEncoder, ensure_ascii=False)
    addresses = {unescape(found).rstrip(".,;:") for found in _OUTSIDE.findall(text)}
    return addresses, {int(first or second) for first, second in _INSIDE.findall(text)}


def _shown(pages: set[int]) -> set[int]:
    return set(Page.objects.live().filter(pk__in=pages).values_list("pk", flat=True))
