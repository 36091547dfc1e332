"""Whose request this is, as far as a limit needs to know."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "public_forms.sender"
IPV6_HOUSEHOLD = 64
"""Providers hand a household or an office that many bits; within them a sender can change the address at will."""


def sender_of(request: HttpRequest) -> str:
    """Return a keyed hash of the sender's network address.

    The key is SECRET_KEY: without it nobody can try out all addresses to find the one behind a hash.
    """
    return salted_hmac(SALT, _household(address_of(request)), algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """Return the address that the outermost proxy of ours saw (setting ``TRUSTED_PROXIES``: how many there are).

    Each proxy appends the address it saw to ``X-Forwarded-For``. What stands before those comes from the sender and
    proves nothing. Without proxies of ours the whole header is the sender's own and is not looked at.
    """
    near = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    if not proxies or not seen:
        return near
    return seen[max(len(seen) - proxies, 0)]


def _household(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        # A socket, or a proxy that writes something else: all of them share one limit.
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, IPV6_HOUSEHOLD), strict=False))
    return str(ip)
