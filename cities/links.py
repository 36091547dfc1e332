"""Links that people paste: only such as lead to the open web and carry no secret."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_INSIDE = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".home.arpa", ".onion")
"""Endings of names that no public network knows."""


def validate_public_link(link: str) -> None:
    """Refuse a link that is not http(s), carries a name and password, or leads into a private network.

    Nothing is looked up: the site never opens the link, it only shows it to others.
    """
    try:
        parts = urlsplit(link.strip())
        host = (parts.hostname or "").rstrip(".").lower()
        _port = parts.port
    except ValueError:
        raise ValidationError(_("This is no link. It starts with https://"), code="link") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValidationError(_("A link starts with https:// or http://"), code="link_scheme")
    if parts.username or parts.password:
        raise ValidationError(_("This link carries a name or password. Take it out."), code="link_secret")
    if _is_inside(host):
        raise ValidationError(
            _("This link leads into a private network. The public could not open it."), code="link_private"
        )


def _is_inside(host: str) -> bool:
    address = _as_address(host)
    if address is not None:
        mapped = getattr(address, "ipv4_mapped", None)
        return not (mapped or address).is_global or address.is_multicast
    return "." not in host or host.endswith(_INSIDE)


def _as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Read a host as an IP address as browsers do: 2130706433, 0x7f.1 and 127.1 are addresses, too."""
    try:
        return ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        pass
    if not host.rpartition(".")[2][:1].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return None
