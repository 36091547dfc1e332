"""The same form sent twice at the same moment: one result, and an answer to the second that no error page gives."""

import json
import textwrap

from tests.database_copy import DatabaseCopies

PRESS = """
    import json
    import threading
    from django.db import connection
    from django.test import Client
    from django.urls import reverse
    from cities.models import AssessorApplication, CityAction, Invitation, Membership, ProblemReport
    from cities.views.joining import ApplicationForm
    from cities.views.problems import ReportForm
    from search.changes import data_version
    from tests.admin.forms import form_fields
    from tests.admin.world import CONTRIBUTOR, COORDINATOR, build_world
    from tests.factories import CityFactory
    from tests.public_forms.filling import shown
    from wagtail.models import WorkflowState

    world = build_world()
    data_version()
    invitation, draft = world.objects["invitation of A"], world.objects["draft of A"]
    ACTIONS = "wagtailsnippets_cities_cityaction"

    def twice(who, url, **fields):
        together, statuses = threading.Barrier(2), []
        browsers = [world.client(who) if who else Client(raise_request_exception=False) for _ in range(2)]
        posted = {**(form_fields(browsers[0], url) if who else {}), **fields}

        def press(browser):
            try:
                together.wait()
                statuses.append(browser.post(url, posted).status_code)
            finally:
                connection.close()

        threads = [threading.Thread(target=press, args=(browser,)) for browser in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(statuses)

    application = {"city": CityFactory().pk, "name": "Neighbours", "kind": "community", "how_to_verify": "Call."}
    report = reverse("report_a_problem", args=["entry", world.objects["published entry of A"].pk])
    answers = {
        "new action": twice(COORDINATOR, reverse(f"{ACTIONS}:add"), title_en="Rent help", kind="other"),
        "submit": twice(CONTRIBUTOR, reverse(f"{ACTIONS}:edit", args=[draft.pk]), **{"action-submit": "1"}),
        "come in": twice("", invitation.get_absolute_url(), password="Seven rivers meet at noon"),
        "apply": twice(
            "", reverse("become_an_assessor"), contact_email="n@example.org", language="en",
            **application, **shown(ApplicationForm),
        ),
        "report": twice("", report, category="wrong", text="A dead link.", **shown(ReportForm)),
        "invite": twice(COORDINATOR, reverse("members:index"), email="two@example.org"),
    }
    rows = {
        "new action": CityAction.objects.filter(title_en="Rent help"),
        "submit": WorkflowState.objects.filter(object_id=str(draft.pk)),
        "come in": Membership.objects.filter(user__email=invitation.email),
        "apply": AssessorApplication.objects.filter(name="Neighbours"),
        "report": ProblemReport.objects.filter(text="A dead link."),
        "invite": Invitation.objects.filter(email="two@example.org"),
    }
    print(json.dumps({name: [answers[name], found.count()] for name, found in rows.items()}))
"""


def test_the_same_form_twice_at_the_same_moment(copies: DatabaseCopies) -> None:
    process = copies.make().start("shell", "--no-imports", "-c", textwrap.dedent(PRESS))
    output, errors = process.communicate(timeout=180)
    assert output, errors
    assert json.loads(output) == {
        # Both are led to the one action.
        "new action": [[302, 302], 1],
        # The second sees the form again: it is submitted already.
        "submit": [[200, 302], 1],
        # The second sees that the invitation is used, and the way in.
        "come in": [[302, 410], 1],
        "apply": [[302, 302], 1],
        "report": [[302, 302], 1],
        "invite": [[302, 302], 1],
    }
