"""How public data are sent: compressed, to any site, and once only."""

import csv
import gzip
import io

import pytest
from django.test import Client

from tests.factories import ProgressUpdateFactory, RecommendationFactory

pytestmark = pytest.mark.django_db

FILES = ("csv", "xlsx", "docx", "memo.docx", "txt", "bib", "ris", "json", "atom")


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("ending", FILES)
def test_what_did_not_change_is_not_sent_again(client, ending):
    record = RecommendationFactory()
    url = f"/en/recommendations.{ending}"
    etag = client.get(url)["ETag"]
    unchanged = client.get(url, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"/es/recommendations.{ending}", headers={"If-None-Match": etag}).status_code == 200
    record.save()
    changed = client.get(url, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag


def test_a_published_word_changes_the_etag_and_a_waiting_one_is_never_in_it(client):
    record = RecommendationFactory()
    first = client.get("/en/recommendations.json")["ETag"]
    ProgressUpdateFactory(recommendation=record)
    assert client.get("/en/recommendations.json")["ETag"] != first


def test_an_error_has_no_etag_and_matches_none(client):
    for headers in ({}, {"If-None-Match": "*"}):
        response = client.get("/en/recommendations.json?theme=housng", headers=headers)
        assert response.status_code == 400
        assert "ETag" not in response


@pytest.mark.parametrize("ending", ["csv", "json", "atom"])
def test_answers_are_compressed_for_those_who_can_read_it(client, ending):
    for _number in range(20):
        RecommendationFactory(text="The same words again and again")
    plain = client.get(f"/en/recommendations.{ending}")
    packed = client.get(f"/en/recommendations.{ending}", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain["Vary"]
    whole = body(plain)
    sent = body(packed)
    assert gzip.decompress(sent) == whole
    assert len(sent) < len(whole) / 2


@pytest.mark.parametrize("ending", FILES)
def test_other_sites_may_read_and_nobody_may_write(client, ending):
    url = f"/en/recommendations.{ending}"
    assert client.get(url)["Access-Control-Allow-Origin"] == "*"
    asked = client.options(url, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(Client(enforce_csrf_checks=True), method)(url)
        assert refused.status_code == 405
        assert refused["Allow"] == "GET, HEAD, OPTIONS"
        assert refused["Content-Type"] == "application/problem+json"


def test_a_head_answers_like_its_get(client):
    RecommendationFactory()
    got, head = client.get("/en/recommendations.json"), client.head("/en/recommendations.json")
    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == got["ETag"]


def test_csv_is_streamed_and_opens_in_excel(client):
    RecommendationFactory(text="Zürich; “quoted”, and\na second line")
    response = client.get("/en/recommendations.csv?header=machine")
    assert response.streaming
    content = body(response)
    assert content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["text"] == "Zürich; “quoted”, and\na second line"
