"""Reading never writes: no page, no export, for anybody who only looks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mechanisms.models import Review
from recommendations.models import Recommendation
from search.changes import data_version
from tests.search.world import build_world

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "LOCK")


def test_no_get_request_writes(client: Client) -> None:
    build_world(size=12)
    record = Recommendation.objects.public().filter(review__country__iso3="USA").first()
    review = Review.objects.get(key="world-upr-a")
    before = data_version()
    connection.before_commit.clear()
    paths = [
        *("", "recommendations/", "recommendations/?q=rent&theme=housing&city=norton&status=not_assessed&page=2"),
        *("recommendations/?q=(", "recommendations.json?q=rent", "recommendations.csv", "themes/", "themes/housing/"),
        *("mechanisms/", "mechanisms/upr/", f"mechanisms/{review.mechanism.slug}/{review.key}/", "cities/"),
        *("cities/norton/", "cities/norton/progress/", f"recommendations/{record.slug}/", "search/?q=rent"),
    ]
    with CaptureQueriesContext(connection) as queries:
        for path in paths:
            response = client.get(f"/en/{path}", follow=True)
            assert response.status_code == 200 or not path, "only a site without pages has no front page"
            b"".join(response)
    written = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITES)]
    assert written == []
    assert data_version() == before
