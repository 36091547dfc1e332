"""Records for tests, with traits for what a rule speaks about. Reference data (countries, themes) are there already.

RecommendationFactory(upr=True, supported=True, theme_slugs=["housing"], states=["NOR"])
ImplementationFactory(city=city, community=True, status="no_action", recommendation=recommendation)
"""

import datetime

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory

from cities.models import (
    ActionContribution,
    Assessor,
    City,
    CityAction,
    Evidence,
    Implementation,
    Membership,
    ProgressUpdate,
)
from mechanisms.models import Country, Document, Mechanism, Review
from recommendations.models import AffectedGroup, Recommendation, RecommendingState, SdgGoal, SdgTarget, Theme


class UserFactory(DjangoModelFactory):
    """A person who can sign in with the password "secret"."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"user-{number}")
    email = factory.LazyAttribute(lambda made: f"{made.username}@example.org")
    password = factory.django.Password("secret")


class ReviewFactory(DjangoModelFactory):
    """A completed review by CERD; ``upr`` makes it one of the UPR. The country is the home country."""

    class Meta:
        model = Review

    class Params:
        upr = factory.Trait(mechanism=factory.LazyFunction(lambda: Mechanism.objects.get(slug="upr")))

    key = factory.Sequence(lambda number: f"test-review-{number}")
    mechanism = factory.LazyFunction(lambda: Mechanism.objects.get(slug="cerd"))
    country = factory.LazyFunction(Country.objects.home)
    year = 2020
    state = Review.State.COMPLETED
    record = Review.Record.COMPLETE


class DocumentFactory(DjangoModelFactory):
    """The report of a review."""

    class Meta:
        model = Document

    symbol = factory.Sequence(lambda number: f"A/TEST/{number}")
    kind = Document.Kind.REPORT
    review = factory.SubFactory(ReviewFactory)


class RecommendationFactory(DjangoModelFactory):
    """A recommendation without theme, position or text; ``theme_slugs``, ``group_slugs``, ``states``, ``sdgs`` add."""

    class Meta:
        model = Recommendation
        skip_postgeneration_save = True

    class Params:
        upr = factory.Trait(review=factory.SubFactory(ReviewFactory, upr=True))
        supported = factory.Trait(position=Recommendation.Position.SUPPORTED)
        noted = factory.Trait(position=Recommendation.Position.NOTED)
        concern = factory.Trait(kind=Recommendation.Kind.CONCERN)
        local = factory.Trait(reach=Recommendation.Reach.LOCAL_CAN_ACT)
        withdrawn = factory.Trait(withdrawn_on=datetime.date(2025, 1, 1))

    slug = factory.Sequence(lambda number: f"test-recommendation-{number}")
    review = factory.SubFactory(ReviewFactory)
    paragraph = factory.Sequence(lambda number: str(number + 1))

    @factory.post_generation
    def theme_slugs(self, create: bool, slugs: list[str] | None, **kwargs: object) -> None:
        """Give it these themes, which exist."""
        for slug in slugs or []:
            self.themes.through.objects.create(content_object=self, tag=Theme.objects.get(slug=slug))

    @factory.post_generation
    def group_slugs(self, create: bool, slugs: list[str] | None, **kwargs: object) -> None:
        """Give it these affected groups, which exist."""
        for slug in slugs or []:
            self.groups.add(AffectedGroup.objects.get(slug=slug))

    @factory.post_generation
    def states(self, create: bool, codes: list[str] | None, **kwargs: object) -> None:
        """Let these States have made it, in this order."""
        for order, iso3 in enumerate(codes or []):
            RecommendingState.objects.create(recommendation=self, country=Country.objects.get(iso3=iso3), order=order)

    @factory.post_generation
    def sdgs(self, create: bool, codes: list[str] | None, **kwargs: object) -> None:
        """Give it these goals ("11") and targets ("11.1"), which exist."""
        for code in codes or []:
            if "." in code:
                self.sdg_targets.add(SdgTarget.objects.get(code=code))
            else:
                self.sdg_goals.add(SdgGoal.objects.get(number=code))


class CityFactory(DjangoModelFactory):
    """A city of the home country."""

    class Meta:
        model = City

    class Params:
        example = factory.Trait(is_example=True)

    slug = factory.Sequence(lambda number: f"test-city-{number}")
    name = factory.Sequence(lambda number: f"Test City {number}")
    state = "PA"
    country = factory.LazyFunction(Country.objects.home)


class AssessorFactory(DjangoModelFactory):
    """A verified office of a city; ``community`` or ``independent`` makes it another kind."""

    class Meta:
        model = Assessor

    class Params:
        community = factory.Trait(kind=Assessor.Kind.COMMUNITY)
        independent = factory.Trait(kind=Assessor.Kind.INDEPENDENT)
        unverified = factory.Trait(verified_on=None)

    slug = factory.Sequence(lambda number: f"test-assessor-{number}")
    name = factory.Sequence(lambda number: f"Test Assessor {number}")
    kind = Assessor.Kind.LOCAL_GOVERNMENT
    city = factory.SubFactory(CityFactory)
    verified_on = datetime.date(2025, 1, 1)


class MembershipFactory(DjangoModelFactory):
    """A contributor of an assessor; ``coordinator`` makes the person one."""

    class Meta:
        model = Membership

    class Params:
        coordinator = factory.Trait(role=Membership.Role.COORDINATOR)

    user = factory.SubFactory(UserFactory)
    assessor = factory.SubFactory(AssessorFactory)


class ProgressUpdateFactory(DjangoModelFactory):
    """A published entry; ``pending`` makes it one that waits."""

    class Meta:
        model = ProgressUpdate

    class Params:
        pending = factory.Trait(state=ProgressUpdate.State.PENDING, published_at=None)

    assessor = factory.SubFactory(AssessorFactory)
    recommendation = factory.SubFactory(RecommendationFactory)
    status = ProgressUpdate.Status.LIMITED_PROGRESS
    as_of = datetime.date(2026, 3, 3)
    where_looked_en = "Council minutes"
    state = ProgressUpdate.State.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)


class EvidenceFactory(DjangoModelFactory):
    """A link that supports an entry."""

    class Meta:
        model = Evidence

    update = factory.SubFactory(ProgressUpdateFactory)
    title = "Minutes"
    url = "https://example.org/minutes"


class ImplementationFactory(DjangoModelFactory):
    """The current word of an assessor, with the entry it is derived from; ``community`` as in ``AssessorFactory``."""

    class Meta:
        model = Implementation

    class Params:
        community = factory.Trait(assessor__community=True)

    city = factory.SubFactory(CityFactory)
    assessor = factory.SubFactory(AssessorFactory, city=factory.SelfAttribute("..city"))
    recommendation = factory.SubFactory(RecommendationFactory)
    status = Implementation.Status.LIMITED_PROGRESS
    confidence = "medium"
    as_of = datetime.date(2026, 3, 3)
    current = factory.SubFactory(
        ProgressUpdateFactory,
        assessor=factory.SelfAttribute("..assessor"),
        recommendation=factory.SelfAttribute("..recommendation"),
        status=factory.SelfAttribute("..status"),
        as_of=factory.SelfAttribute("..as_of"),
    )


class CityActionFactory(DjangoModelFactory):
    """A published ordinance in progress; ``draft`` makes it invisible; ``serves`` lists recommendations."""

    class Meta:
        model = CityAction
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(live=False)

    city = factory.SubFactory(CityFactory)
    slug = factory.Sequence(lambda number: f"test-action-{number}")
    title_en = factory.Sequence(lambda number: f"Test ordinance {number}")
    kind = CityAction.Kind.ORDINANCE
    status = CityAction.Status.IN_PROGRESS

    @factory.post_generation
    def serves(self, create: bool, recommendations: list[Recommendation] | None, **kwargs: object) -> None:
        """Link it to these recommendations."""
        for recommendation in recommendations or []:
            ActionContribution.objects.create(action=self, recommendation=recommendation, contribution_en="It helps.")
