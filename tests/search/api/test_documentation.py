"""The schema, the page made of it, and docs/api.md, whose every example is asked and compared."""

import json
import os
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from lxml import html
from pytest_django import DjangoDbBlocker

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
SNAPSHOT = Path(__file__).with_name("openapi.json")
EXAMPLE = re.compile(r"```http\nGET (?P<address>\S+)\n```\n(?:\n```(?:json|text)\n(?P<answer>.*?)```\n)?", re.DOTALL)
EXAMPLES = [match.groupdict() for match in EXAMPLE.finditer((ROOT / "docs" / "api.md").read_text(encoding="utf-8"))]


def test_the_schema_is_the_one_that_was_agreed(client):
    """Programs rely on it: a field may come, none may go. ``UPDATE_SNAPSHOTS=1`` writes the new one."""
    found = json.dumps(client.get("/api/v1/openapi.json").json(), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(found, encoding="utf-8")
    assert found == SNAPSHOT.read_text(encoding="utf-8")


def test_everything_in_the_schema_is_described(client):
    document = client.get("/api/v1/openapi.json").json()
    for path, told in document["paths"].items():
        assert told["get"]["description"], path
        assert "example" in told["get"]["responses"]["200"]["content"]["application/json"], path
        for parameter in told["get"]["parameters"]:
            assert parameter["description"], (path, parameter["name"])
    for name, shape in document["components"]["schemas"].items():
        assert shape["description"], name
        for field, details in shape["properties"].items():
            inner = details.get("items", (details.get("anyOf") or [details])[0])
            described = details.get("description") or document["components"]["schemas"].get(
                str(inner.get("$ref", "")).rpartition("/")[2], {}
            ).get("description")
            assert described, (name, field)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_tells_every_address_without_scripts(client, language):
    response = client.get("/api/v1/", headers={"Accept-Language": language})
    page = html.fromstring(response.content.decode())
    assert page.get("lang") == language
    assert not page.findall(".//script")
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert page.xpath("//section/p[1]/code/text()") == [f"GET {path}" for path in paths]
    for example in page.xpath("//pre/code/text()"):
        json.loads(example)
    for link in page.xpath("//main//a/@href"):
        if link.startswith("#"):
            assert page.get_element_by_id(link[1:]) is not None
        else:
            assert client.get(link).status_code == 200, link


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("example", EXAMPLES, ids=[each["address"] for each in EXAMPLES])
def test_every_example_of_the_guide_answers_what_the_guide_says(demo: None, client: Client, example: dict) -> None:
    response = client.get(example["address"])
    expected = example["answer"]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if "json" in response["Content-Type"]:
        assert expected, "show what it answers"
        difference(json.loads(content), json.loads(expected), "")
        assert response.status_code == json.loads(expected).get("status", 200)
    else:
        assert response.status_code == 200
        for line in (expected or "").splitlines():
            assert line in content.decode("utf-8-sig"), line


def difference(found: Any, expected: Any, place: str) -> None:
    """Fail unless ``found`` has everything that ``expected`` shows; of a list the guide shows the beginning."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            assert name in found, f"{place}.{name}"
            difference(found[name], value, f"{place}.{name}")
    elif isinstance(expected, list):
        assert len(found) >= len(expected), place
        for number, value in enumerate(expected):
            difference(found[number], value, f"{place}[{number}]")
    else:
        assert found == expected, place


def test_the_guide_has_examples_of_every_address(client):
    documented = {example["address"].partition("?")[0] for example in EXAMPLES}
    for path in client.get("/api/v1/openapi.json").json()["paths"]:
        pattern = re.compile(re.escape(path).replace(r"\{slug\}", "[^/]+") + "$")
        assert any(pattern.match(address) for address in documented), path
