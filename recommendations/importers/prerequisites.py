"""The records that the rows of a plan refer to: found, or planned with a key of their own until the plan is applied."""

from django.db import models

from mechanisms.models import Country, Document, Mechanism, Review
from recommendations.importers.plan import Plan
from recommendations.importers.staging import new_ids
from recommendations.labels import WAITING_AGAIN
from recommendations.models import SdgGoal, SdgTarget, UnresolvedLabel


class Prerequisites:
    """Primary keys by natural key: reviews, documents, SDG goals and targets, unknown labels."""

    def __init__(self, plan: Plan) -> None:
        """Find what there is and give keys to what is missing. Writes nothing; :meth:`create` does."""
        self._plan = plan
        self._missing: list[list[models.Model]] = []
        self._plan_reviews()
        self.document_ids = dict(Document.objects.values_list("symbol", "pk"))
        self._plan_documents()
        self.goal_ids = dict(SdgGoal.objects.values_list("number", "pk"))
        self.target_ids = dict(SdgTarget.objects.values_list("code", "pk"))
        self._plan_targets()
        self.unknown_ids = {
            (vocabulary, key): pk
            for vocabulary, key, pk in UnresolvedLabel.objects.values_list("vocabulary", "key", "pk")
        }
        self._plan_unknown_labels()

    def create(self) -> None:
        """Write what is missing. Call it inside the transaction that writes the plan."""
        for records in self._missing:
            if records:
                type(records[0])._base_manager.bulk_create(records)
        if self._plan.unknown_labels:
            # Somebody mapped it once and took the label away from its theme since: it waits again.
            known_once = UnresolvedLabel.objects.filter(state=UnresolvedLabel.State.MAPPED)
            unknown_again = known_once.filter(pk__in=[self.unknown_ids[key] for key in self._plan.unknown_labels])
            unknown_again.update(**WAITING_AGAIN)

    def _add(self, records: list[models.Model]) -> None:
        """Give each new record its key and keep it until it is created."""
        if records:
            for record, pk in zip(records, new_ids(type(records[0]), len(records)), strict=True):
                record.pk = pk
            self._missing.append(records)

    def _plan_reviews(self) -> None:
        found = self._plan.resolver.reviews
        planned = [found.new_reviews[key] for key in self._plan.reviews_to_create]
        named = {name for review in planned for name in (review.country, review.mechanism)}
        new_countries = [country for country in found.new_countries.values() if country.iso3 in named]
        new_mechanisms = [mechanism for mechanism in found.new_mechanisms.values() if mechanism.slug in named]
        self._add([*new_countries])
        self._add([*new_mechanisms])
        countries = dict(Country.objects.values_list("iso3", "pk")) | {new.iso3: new.pk for new in new_countries}
        mechanisms = dict(Mechanism.objects.values_list("slug", "pk")) | {new.slug: new.pk for new in new_mechanisms}
        reviews = [
            Review(
                key=review.key,
                mechanism_id=mechanisms[review.mechanism],
                country_id=countries[review.country],
                cycle=review.cycle,
                session=review.session,
                year=review.year,
                state=Review.State.COMPLETED,
                record=Review.Record.PARTIAL,
            )
            for review in planned
        ]
        self._add([*reviews])
        known = Review.objects.filter(key__in=self._plan.reviews).values_list("key", "pk")
        self.review_ids = dict(known) | {review.key: review.pk for review in reviews}

    def _plan_documents(self) -> None:
        missing = [
            Document(symbol=symbol, review_id=self.review_ids[review], date=date)
            for symbol, (review, date) in self._plan.documents.items()
            if symbol not in self.document_ids
        ]
        self._add([*missing])
        self.document_ids.update((document.symbol, document.pk) for document in missing)

    def _plan_targets(self) -> None:
        missing = [
            SdgTarget(code=code, goal_id=self.goal_ids[int(code.split(".")[0])], name_en=name)
            for code, name in self._plan.resolver.target_names.items()
            if code not in self.target_ids
        ]
        self._add([*missing])
        self.target_ids.update((target.code, target.pk) for target in missing)

    def _plan_unknown_labels(self) -> None:
        missing = [
            UnresolvedLabel(vocabulary=label.vocabulary, key=label.key, label=label.label)
            for key, label in self._plan.unknown_labels.items()
            if key not in self.unknown_ids
        ]
        self._add([*missing])
        self.unknown_ids.update(((label.vocabulary, label.key), label.pk) for label in missing)
