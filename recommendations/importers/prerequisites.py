"""The records that the rows of a plan refer to: found, or made, before the first row is written."""

from mechanisms.models import Country, Document, Mechanism, Review
from recommendations.importers.plan import Plan
from recommendations.models import SdgGoal, SdgTarget, UnresolvedLabel


class Prerequisites:
    """Primary keys by natural key: reviews, documents, SDG goals and targets, unknown labels."""

    def __init__(self, plan: Plan) -> None:
        """Make what is missing. Call it inside the transaction that writes the plan."""
        self._plan = plan
        self._make_reviews()
        self.review_ids = dict(Review.objects.filter(key__in=plan.reviews).values_list("key", "pk"))
        self.document_ids = self._make_documents()
        self.goal_ids = dict(SdgGoal.objects.values_list("number", "pk"))
        self.target_ids = self._make_targets()
        self.unknown_ids = self._make_unknown_labels()

    def _make_reviews(self) -> None:
        found = self._plan.resolver.reviews
        planned = [found.new_reviews[key] for key in self._plan.reviews_to_create]
        for country in found.new_countries.values():
            if any(review.country == country.iso3 for review in planned):
                country.save()
        for mechanism in found.new_mechanisms.values():
            if any(review.mechanism == mechanism.slug for review in planned):
                mechanism.save()
        mechanisms = {mechanism.slug: mechanism for mechanism in Mechanism.objects.all()}
        countries = {country.iso3: country for country in Country.objects.all()}
        Review.objects.bulk_create(
            Review(
                key=review.key,
                mechanism=mechanisms[review.mechanism],
                country=countries[review.country],
                cycle=review.cycle,
                session=review.session,
                year=review.year,
                state=Review.State.COMPLETED,
                record=Review.Record.PARTIAL,
            )
            for review in planned
        )

    def _make_documents(self) -> dict[str, int]:
        ids = dict(Document.objects.values_list("symbol", "pk"))
        missing = [
            Document(symbol=symbol, review_id=self.review_ids[review], date=date)
            for symbol, (review, date) in self._plan.documents.items()
            if symbol not in ids
        ]
        for document in Document.objects.bulk_create(missing):
            ids[document.symbol] = document.pk
        return ids

    def _make_targets(self) -> dict[str, int]:
        ids = dict(SdgTarget.objects.values_list("code", "pk"))
        missing = [
            SdgTarget(code=code, goal_id=self.goal_ids[int(code.split(".")[0])], name_en=name)
            for code, name in self._plan.resolver.target_names.items()
            if code not in ids
        ]
        for target in SdgTarget.objects.bulk_create(missing):
            ids[target.code] = target.pk
        return ids

    def _make_unknown_labels(self) -> dict[tuple[str, str], int]:
        ids = {(label.vocabulary, label.key): label.pk for label in UnresolvedLabel.objects.all()}
        missing = [
            UnresolvedLabel(vocabulary=label.vocabulary, key=label.key, label=label.label)
            for key, label in self._plan.unknown_labels.items()
            if key not in ids
        ]
        for label in UnresolvedLabel.objects.bulk_create(missing):
            ids[label.vocabulary, label.key] = label.pk
        return ids
