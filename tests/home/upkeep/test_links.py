"""Links that lead nowhere are found, politely, and the server never asks its own network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from home.upkeep.checking import check_links, links_of
from home.upkeep.fetching import is_public, problem_of
from home.upkeep.models import BrokenLink
from tests.home.bilingual_site import BilingualSite


class SomeSite(BaseHTTPRequestHandler):
    """A site with pages that are there, gone, moved, busy, and one that leads into the server's own network."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path))
        answers = {"/here": 200, "/gone": 404, "/busy": 503, "/closed": 403, "/moved": 301, "/round": 302, "/in": 302}
        status = 405 if self.command == "HEAD" and self.path == "/no-head" else answers.get(self.path, 200)
        self.send_response(status)
        targets = {"/moved": "/gone", "/round": "/round", "/in": "http://169.254.169.254/latest/meta-data/"}
        if self.path in targets:
            self.send_header("Location", targets[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output quiet."""


@pytest.fixture
def some_site() -> Iterator[str]:
    SomeSite.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), SomeSite) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def this_machine(address: str) -> bool:
    """Allow the test's own server and nothing else."""
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/here", ""),
        ("/gone", "The page is gone (404)."),
        ("/moved", "The page is gone (404)."),
        ("/busy", ""),
        ("/closed", ""),
        ("/no-head", ""),
        ("/round", "It redirects in a circle."),
        ("/in", "This link leads into a private network. The public could not open it."),
    ],
)
def test_a_link_is_followed_to_its_end(some_site: str, path: str, problem: str) -> None:
    assert problem_of(some_site + path, this_machine) == problem


def test_a_page_is_called_gone_only_after_it_was_asked_for_itself(some_site: str) -> None:
    problem_of(some_site + "/gone", this_machine)
    assert SomeSite.asked == [("HEAD", "/gone"), ("GET", "/gone")]


def test_the_servers_own_network_is_never_asked(some_site: str) -> None:
    port = some_site.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"):
        assert problem_of(f"http://{host}:{port}/here"), host
    assert SomeSite.asked == []


@pytest.mark.parametrize("address", ["10.1.2.3", "169.254.169.254", "fe80::1%eth0", "::ffff:192.168.0.1", "224.0.0.1"])
def test_addresses_of_no_public_network(address: str) -> None:
    assert not is_public(address)


def test_the_check_lists_what_leads_nowhere_and_forgets_what_works_again(
    tree: BilingualSite, some_site: str, client: Client
) -> None:
    gone = tree.page("gone")
    outside = f'<a href="{some_site}/gone">a</a> <a href="{some_site}/here">b</a>'
    lead = f'<p>{outside} <a linktype="page" id="{gone.pk}">c</a></p>'
    page = tree.page("links", title="Full of links", lead=lead)
    assert links_of(page) == ({f"{some_site}/gone", f"{some_site}/here"}, {gone.pk})
    gone.unpublish()
    assert check_links(this_machine, pause=0) == 2
    found = set(BrokenLink.objects.values_list("page__title", "address", "problem"))
    assert found == {
        ("Full of links", f"{some_site}/gone", "The page is gone (404)."),
        ("Full of links", "a page of this site", "The page was deleted or taken offline."),
    }
    editor = User.objects.create_user("editor", "editor@example.org", "secret")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    assert f"{some_site}/gone" in client.get("/admin/upkeep/").content.decode()
    page.lead = "<p>None</p>"
    page.save_revision().publish()
    assert check_links(this_machine, pause=0) == 0
    assert not BrokenLink.objects.exists()
