"""Reading the tracker's pages as a visitor does: their links, their numbers, their text."""

import re
from dataclasses import dataclass

from django.test import Client
from lxml import html

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+")
_OF_ALL = re.compile(r" (?:of|de) \d+$")


@dataclass(frozen=True)
class Counted:
    """A link to a list of recommendations with the number printed beside it."""

    url: str
    number: int
    text: str


def get(client: Client, url: str, status: int = 200) -> html.HtmlElement:
    """Fetch a page, at its canonical address, which must answer with ``status``, and parse it."""
    response = client.get(url, follow=True)
    assert response.status_code == status, f"{url}: {response.status_code}"
    return html.fromstring(response.content.decode())


def text_of(element: html.HtmlElement) -> str:
    """The visible words, white space collapsed."""
    return _SPACE.sub(" ", element.text_content()).strip()


def main_text(page: html.HtmlElement) -> str:
    """The words of the page's own content."""
    return text_of(page.get_element_by_id("main"))


def counted_links(page: html.HtmlElement) -> list[Counted]:
    """Every link of the content to a list of recommendations that prints a number, in itself or in its list item."""
    found = []
    for link in page.get_element_by_id("main").iter("a"):
        url = link.get("href", "").removesuffix("#results")
        if not re.match(r"/(en|es)/recommendations/(\?|$)", url):
            continue
        words = text_of(link)
        # "Housing" with its count beside it; "347 records" with the count inside.
        beside = link.getparent() if link.getparent().tag == "li" else link
        printed = (
            _NUMBER.findall(words) if words[:1].isdigit() else _NUMBER.findall(_OF_ALL.sub("", text_of(beside)))[-1:]
        )
        if printed:
            found.append(Counted(url, int(printed[0]), text_of(beside)))
    return found


def results_found(client: Client, url: str) -> int:
    """How many results the search at ``url`` says it has."""
    response = client.get(url, follow=True)
    heading = html.fromstring(response.content.decode()).get_element_by_id("results")
    return int(_NUMBER.findall(text_of(heading))[0])
