"""Real data for the engines, loaded once a module and taken back afterwards."""

import os
from collections.abc import Iterator

import pytest
from django.db import transaction
from elasticsearch import Elasticsearch
from pytest_django.plugin import DjangoDbBlocker

from recommendations.importers.run import import_file
from search.indexing.writing import make_everything_due, read_due
from tests.paths import SHARED_DATA
from tests.search.engines.elastic_site import elastic_site

US_FILES = ("us_upr_cycle1.csv", "us_upr_cycle3.csv", "us_ccpr_co4_2014.csv", "cerd_usa_2022_facts.csv")


@pytest.fixture(scope="module")
def real_data(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The 23,484 rows of UPR Info and the files on the United States, imported and indexed."""
    with django_db_blocker.unblock(), transaction.atomic():
        for file in [*sorted((SHARED_DATA / "upr_info").glob("*.csv")), *(SHARED_DATA / name for name in US_FILES)]:
            import_file(file, skip_errors=True)
        make_everything_due()
        read_due()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def elastic() -> Iterator[Elasticsearch]:
    """The site searches on the shared test server."""
    with elastic_site(os.environ["TEST_ELASTICSEARCH_URL"]) as client:
        yield client
