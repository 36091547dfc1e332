"""Following one link, politely and only into the open web.

An editor, or whoever took over an address an editor once linked to, must not make the server ask its own network. So
each name is looked up first, every address behind it must be a public one, and the connection goes to that very
address; each step of a redirect is treated the same.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cities.links import validate_public_link

TIMEOUT = 10
MOST_STEPS = 5
GONE = (404, 410)
NO_HEAD = (400, 403, 404, 405, 406, 410, 501)
"""Answers to HEAD that may be about HEAD: the page is asked for by GET, too, before it is called gone."""

Allowed = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One address of a link's way: a status and where it leads on."""

    status: int
    location: str = ""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open web."""
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or ip
    return bool(mapped.is_global) and not mapped.is_multicast


def problem_of(link: str, allowed: Allowed = is_public) -> str:
    """Return what is wrong with a link, "" where it works or nobody can tell (busy, closed to programs, too slow).

    ``allowed`` says to which IP addresses to connect.
    """
    seen: set[str] = set()
    for _step in range(MOST_STEPS):
        if link in seen:
            return _("It redirects in a circle.")
        seen.add(link)
        try:
            if allowed is is_public:
                validate_public_link(link)
            step = _follow(link, allowed)
        except ValidationError as refused:
            return str(refused.messages[0])
        except socket.gaierror:
            return _("No such site is known.")
        except ssl.SSLCertVerificationError:
            return _("Its certificate is not valid.")
        except (OSError, http.client.HTTPException, ValueError):
            # Away for a moment, or it does not talk to programs: no reason to trouble an editor.
            return ""
        if step.status in GONE:
            return _("The page is gone ({status}).").format(status=step.status)
        if not step.location:
            return ""
        link = urljoin(link, step.location)
    return _("It redirects without end.")


def _follow(link: str, allowed: Allowed) -> Step:
    step = _ask("HEAD", link, allowed)
    return _ask("GET", link, allowed) if step.status in NO_HEAD else step


def _ask(method: str, link: str, allowed: Allowed) -> Step:
    parts = urlsplit(link)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    address = _look_up(host, port, allowed)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    # The very address that was looked at: a second look-up could give another one.
    plain = socket.create_connection((address, port), timeout=TIMEOUT)
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        agent = f"Mozilla/5.0 (compatible; link check of {settings.WAGTAILADMIN_BASE_URL})"
        connection.request(method, path, headers={"User-Agent": agent, "Accept": "*/*"})
        response = connection.getresponse()
        moved = 300 <= response.status < 400
        return Step(response.status, (response.getheader("Location") or "") if moved else "")
    finally:
        connection.close()
        plain.close()


def _look_up(host: str, port: int, allowed: Allowed) -> str:
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(allowed, found)):
        raise ValidationError(_("This link leads into a private network. The public could not open it."))
    return found[0]
