"""One small world for the tests of the admin: a city with two sides, another city, and things that some may not see."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from cities import progress
from cities.models import (
    Assessor,
    AssessorApplication,
    CityAction,
    Invitation,
    Membership,
    ProblemReport,
    ProgressDraft,
    ProgressReply,
    ProgressUpdate,
)
from cities.roles import EDITORS
from home.mail.models import SuppressedAddress
from mechanisms.models import Mechanism, Milestone
from recommendations.models import (
    AffectedGroup,
    ImportBatch,
    ImportRun,
    PossibleDuplicate,
    Theme,
    UnresolvedLabel,
)
from search.models import Synonyms
from tests.factories import (
    AssessorFactory,
    CityActionFactory,
    CityFactory,
    DocumentFactory,
    MembershipFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ReviewFactory,
    UserFactory,
)

ANONYMOUS = "anonymous"
CONTRIBUTOR = "contributor of A"
COORDINATOR = "coordinator of A"
OTHER_SIDE = "coordinator of another assessor of the same city"
OTHER_CITY = "coordinator of an assessor of another city"
EDITOR = "editor"
ADMIN = "admin"
ROLES = (ANONYMOUS, CONTRIBUTOR, COORDINATOR, OTHER_SIDE, OTHER_CITY, EDITOR, ADMIN)

MEMBERS_OF_A = frozenset({CONTRIBUTOR, COORDINATOR})
MEMBERS = MEMBERS_OF_A | {OTHER_SIDE, OTHER_CITY}
EDITORS_AND_ADMINS = frozenset({EDITOR, ADMIN})

WHO_MAY_READ = {
    "MARK draft of A": MEMBERS_OF_A | EDITORS_AND_ADMINS,
    "MARK later words of A": MEMBERS_OF_A | EDITORS_AND_ADMINS,
    "MARK pending entry of A": MEMBERS_OF_A | EDITORS_AND_ADMINS,
    "MARK unsent answers": frozenset({CONTRIBUTOR}),
    "MARKED.guest": frozenset({COORDINATOR}),
    "marked.refused": frozenset({ADMIN}),
    "MARK applicant": EDITORS_AND_ADMINS,
    "MARK report": EDITORS_AND_ADMINS,
    "MARK draft of the alliance": EDITORS_AND_ADMINS,
    "MARK unknown label": EDITORS_AND_ADMINS,
    "MARK import": EDITORS_AND_ADMINS,
    "MARK upload": EDITORS_AND_ADMINS,
    "MARK draft page": EDITORS_AND_ADMINS,
}
"""Words that stand in exactly one record each, and the roles that may read them anywhere in the admin."""


@dataclass
class World:
    """Records by what tests call them, and people by role."""

    users: dict[str, Any]
    assessor: Assessor
    other_assessor: Assessor
    objects: dict[str, Any]

    def client(self, role: str) -> Client:
        """Return a browser in which this role is signed in."""
        client = Client(raise_request_exception=False)
        if role != ANONYMOUS:
            client.force_login(self.users[role])
        return client


def build_world() -> World:
    """Make everything. Reference data (mechanisms, themes, groups of persons) are there already."""
    city, other_city = CityFactory(slug="here"), CityFactory(slug="there")
    assessor = AssessorFactory(city=city, slug="a")
    other_assessor = AssessorFactory(city=other_city, slug="b")
    users = {
        CONTRIBUTOR: MembershipFactory(assessor=assessor).user,
        COORDINATOR: MembershipFactory(assessor=assessor, coordinator=True).user,
        OTHER_SIDE: MembershipFactory(assessor=AssessorFactory(city=city, community=True), coordinator=True).user,
        OTHER_CITY: MembershipFactory(assessor=other_assessor, coordinator=True).user,
        EDITOR: UserFactory(),
        ADMIN: UserFactory(is_superuser=True),
    }
    users[EDITOR].groups.add(Group.objects.get(name=EDITORS))
    review = ReviewFactory(upr=True, year=2021)
    recommendation = RecommendationFactory(review=review, document=DocumentFactory(review=review))
    twin = RecommendationFactory(review=review)
    batch = ImportBatch.objects.create(format="csv", file_name="MARK import.csv", file_digest="0", file_size=1)
    run = ImportRun.objects.create(
        file_name="MARK upload.csv", state="ready", digest="seen", preview={"counts": {"rows": 1, "created": 1}}
    )
    label = UnresolvedLabel.objects.create(vocabulary="theme", label="MARK unknown label", key="mark")
    label.recommendations.add(recommendation)
    objects: dict[str, Any] = {
        "recommendation": recommendation,
        "review": review,
        "milestone": Milestone.objects.create(review=review, slug="session", kind="session", title_en="Session"),
        "document": recommendation.document,
        "mechanism": Mechanism.objects.get(slug="cerd"),
        "theme": Theme.objects.order_by("pk").first(),
        "group": AffectedGroup.objects.order_by("pk").first(),
        "synonyms": Synonyms.objects.order_by("pk").first(),
        "batch": batch,
        "import on its way": run,
        "label": label,
        "duplicate": PossibleDuplicate.objects.create(first=recommendation, second=twin, similarity=91),
        "city": city,
        "assessor": assessor,
        "draft of A": CityActionFactory(city=city, recorded_by=assessor, title_en="MARK draft of A", draft=True),
        "draft of the alliance": CityActionFactory(city=city, title_en="MARK draft of the alliance", draft=True),
        "pending entry of A": ProgressUpdateFactory(
            assessor=assessor, recommendation=recommendation, note_en="MARK pending entry of A", pending=True
        ),
    }
    objects["membership of A"] = Membership.objects.get(user=users[CONTRIBUTOR])
    objects["invitation of A"] = Invitation.objects.create(assessor=assessor, email="MARKED.guest@example.org")
    objects["application"] = AssessorApplication.objects.create(
        city=city, name="MARK applicant", kind="community", how_to_verify="Call.", contact_email="a@example.org"
    )
    objects["published entry of A"] = ProgressUpdateFactory(assessor=assessor, recommendation=twin)
    other_side = Membership.objects.get(user=users[OTHER_SIDE]).assessor
    objects["reply of the other side"] = ProgressReply.objects.create(
        update=ProgressUpdateFactory(assessor=assessor, recommendation=twin),
        assessor=other_side,
        text_en="We see it otherwise.",
        published_at=timezone.now(),
    )
    objects["problem"] = ProblemReport.objects.create(
        update=objects["published entry of A"], category="wrong", text="MARK report of a reader"
    )
    objects["suppressed address"] = SuppressedAddress.objects.create(
        address="marked.refused@example.org", reason="bounced"
    )
    for published in ProgressUpdate.objects.public():
        progress.derive(published.assessor, published.recommendation)
    objects["unsent answers of the contributor of A"] = ProgressDraft.objects.create(
        user=users[CONTRIBUTOR],
        assessor=assessor,
        recommendation=twin,
        answers={
            "status": ["limited_progress"],
            "as_of": ["2026-03-01"],
            "note": ["MARK unsent answers"],
            "language": ["en"],
            "confidence": ["low"],
        },
    )
    objects["published action of A"] = _with_later_words(
        CityActionFactory(city=city, recorded_by=assessor, title_en="A public ordinance", serves=[recommendation])
    )
    _with_revision(objects["draft of A"])
    _with_revision(objects["draft of the alliance"])
    return World(users, assessor, other_assessor, objects)


def _with_revision(action: CityAction) -> CityAction:
    action.save_revision()
    return action


def _with_later_words(action: CityAction) -> CityAction:
    """Publish a first revision and leave a later one as a draft."""
    action.save_revision().publish()
    action.refresh_from_db()
    action.summary_en = "MARK later words of A"
    action.save_revision()
    return action
