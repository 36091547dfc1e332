"""Links lead to the open web and carry no secret."""

import pytest
from django.core.exceptions import ValidationError

from cities.links import validate_public_link

OPEN = [
    "https://example.org/minutes.pdf",
    "http://example.org:8080/a?b=c#d",
    "https://ciudad.example.org/año",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
    "https://3com.example.org/",
]
CLOSED = {
    "link_scheme": [
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org",
        "example.org",
        "https://",
        "",
    ],
    "link_secret": ["https://user:word@example.org/", "https://token@example.org/", "http://example.com@127.0.0.1/"],
    "link_private": [
        "http://localhost/",
        "http://LOCALHOST./",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://10.0.0.8/",
        "http://172.16.1.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00::1]/",
        "http://[fe80::1%25eth0]/",
        "http://intranet/",
        "http://files.city.local/",
        "http://printer.lan/",
    ],
    "link": ["http://[::1/", "http://example.org:99999/"],
}


@pytest.mark.parametrize("link", OPEN)
def test_the_open_web(link: str) -> None:
    validate_public_link(link)


@pytest.mark.parametrize(("code", "link"), [(code, link) for code, links in CLOSED.items() for link in links])
def test_anything_else_is_refused(code: str, link: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_public_link(link)
    assert refusal.value.code == code
