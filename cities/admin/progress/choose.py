"""Choosing the recommendation to record about, and whose word it is where somebody acts for several."""

from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.admin.members import MemberView
from cities.models import Assessor, Implementation
from cities.permissions import memberships_of
from cities.scope import LOCAL_REACH
from mechanisms.admin.policy_views import search
from recommendations.admin.listing import SEARCH_FIELDS
from recommendations.models import Recommendation, Theme
from recommendations.querysets import RecommendationQuerySet

PAGE = 20


class ChooseForm(forms.Form):
    """Words, a theme, and whether to leave out what is assessed."""

    q = forms.CharField(label=gettext_lazy("Words or paragraph"), required=False, max_length=200)
    theme = forms.ModelChoiceField(
        label=gettext_lazy("Theme"),
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All themes"),
    )
    local = forms.BooleanField(label=gettext_lazy("Only what local government can act on"), required=False)
    open = forms.BooleanField(label=gettext_lazy("Only what we have not assessed"), required=False)


def to_record_about(assessor: Assessor) -> RecommendationQuerySet:
    """Return the recommendations and pledges on which an assessor may give its word."""
    asked = Recommendation.objects.public().filter(review__country=assessor.city.country_id)
    kinds = (Recommendation.Kind.RECOMMENDATION, Recommendation.Kind.PLEDGE)
    return asked.filter(kind__in=kinds).with_citation().newest_first()


class ChooseView(MemberView):
    """Find a recommendation. A plain form: nothing happens before the button is pressed."""

    template_name = "cities/admin/progress/choose.html"
    header_icon = "history"

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Record progress: choose a recommendation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List what was asked for, with the assessor's word so far."""
        asked = self.request.GET
        own = [membership.assessor for membership in memberships_of(self.request.user).values()]
        assessor = next((one for one in own if one.slug == asked.get("for")), own[0])
        form = ChooseForm(asked if asked.keys() - {"for", "about", "p"} else {"local": "on"})
        found = self._found(form, assessor) if form.is_valid() else Recommendation.objects.none()
        page = Paginator(found, PAGE).get_page(asked.get("p"))
        words = Implementation.objects.filter(assessor=assessor, recommendation__in=[one.pk for one in page])
        said = {word.recommendation_id: word for word in words}
        # PostgreSQL cannot look for a NUL character; no address of ours has one.
        slug = asked.get("about", "").replace("\x00", "")
        about = to_record_about(assessor).filter(slug=slug).first()
        query = asked.copy()
        query.pop("p", None)
        return super().get_context_data(
            form=form,
            own=own,
            assessor=assessor,
            about=about,
            page=page,
            rows=[(one, said.get(one.pk)) for one in page],
            query=query.urlencode(),
            **kwargs,
        )

    def _found(self, form: ChooseForm, assessor: Assessor) -> RecommendationQuerySet:
        said = form.cleaned_data
        found = to_record_about(assessor)
        if said["theme"]:
            found = found.filter(pk__in=said["theme"].recommendation_themes.values("content_object"))
        if said["local"]:
            found = found.filter(reach__in=LOCAL_REACH)
        if said["open"]:
            found = found.exclude(pk__in=assessor.implementations.values("recommendation"))
        return cast(RecommendationQuerySet, search(found, said["q"], SEARCH_FIELDS)) if said["q"] else found
