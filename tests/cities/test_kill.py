"""A process killed while it saves leaves everything as it was; sent again, the entry is there once."""

import json
import textwrap

import pytest

from tests.database_copy import DatabaseCopies, DatabaseCopy

pytestmark = pytest.mark.slow

TABLES = (
    "cities_progressupdate",
    "cities_evidence",
    "cities_implementation",
    "cities_progressdraft",
    "cities_progressupdate_actions",
    "home_message",
    "search_change",
)

MOMENTS = {
    "the entry was written, its evidence not yet": "post_save, sender=ProgressUpdate",
    "the current word was derived": "post_save, sender=Implementation",
    "all was written but the data version": "about_to_commit",
}
"""When the process is killed → the signal that Django or this site sends at that moment."""

PREPARE = """
    import json
    from tests.admin.forms import form_fields
    from tests.admin.recording import ANSWERS, LINK, fill_in, form_url
    from tests.admin.world import COORDINATOR, build_world
    from tests.factories import CityActionFactory, MembershipFactory, RecommendationFactory
    world = build_world()
    # Somebody who is told.
    MembershipFactory(assessor=world.assessor, coordinator=True)
    asked = RecommendationFactory(review=world.objects["review"], local=True)
    action = world.objects["published action of A"]
    answers = {**ANSWERS, **LINK, "actions": str(action.pk)}
    client = world.client(COORDINATOR)
    url = fill_in(client, form_url(asked), **answers).url
    print(json.dumps({"user": world.users[COORDINATOR].pk, "url": url, "fields": form_fields(client, url)}))
"""

SEND = """
    import time
    from django.contrib.auth.models import User
    from django.db.models.signals import post_save
    from django.test import Client
    from cities.models import Implementation, ProgressUpdate
    from search.changes.pending import about_to_commit
    client = Client()
    client.force_login(User.objects.get(pk={user}))

    def wait(**kwargs):
        print("inside", flush=True)
        time.sleep(120)

    def connect(signal, **sender):
        signal.connect(wait, weak=False, **sender)

    {listen}
    response = client.post("{url}", {fields})
    assert response.status_code == 302, response.content
    print("done", response.url)
"""


def run(database: DatabaseCopy, script: str, **values: object):
    """Start a process that runs a script with the site set up."""
    code = textwrap.dedent(script)
    for name, value in values.items():
        code = code.replace(f"{{{name}}}", str(value))
    return database.start("shell", "--no-imports", "-c", code)


def test_killed_in_mid_save(copies: DatabaseCopies) -> None:
    database = copies.make()
    output, errors = run(database, PREPARE).communicate(timeout=120)
    assert output, errors
    ready = json.loads(output)
    before = database.sizes(*TABLES)
    for moment, listen in MOMENTS.items():
        sending = run(database, SEND, **ready, listen=f"connect({listen})")
        assert sending.stdout is not None
        assert sending.stdout.readline() == "inside\n", sending.communicate()
        sending.kill()
        sending.communicate()
        database.wait_until_left()
        assert database.sizes(*TABLES) == before, moment
    for _twice in range(2):
        output, errors = run(database, SEND, **ready, listen="").communicate(timeout=120)
        assert "done" in output, errors
    after = database.sizes(*TABLES)
    grown = {table: after[table] - before[table] for table in TABLES}
    assert grown.pop("home_message") > 0
    assert grown.pop("search_change") > 0
    assert set(grown.values()) == {1, -1}, grown
    assert grown["cities_progressdraft"] == -1, "what was sent is no draft any more"
