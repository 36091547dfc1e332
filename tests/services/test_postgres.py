"""The suite really runs on the database it says it runs on."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.postgres
def test_the_suite_runs_on_postgresql_with_utf8() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_setting('server_version_num')::int")
        encoding, version = cursor.fetchone()
    assert encoding == "UTF8"
    assert version >= 140_000


@pytest.mark.sqlite
def test_the_suite_runs_on_sqlite_with_foreign_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
