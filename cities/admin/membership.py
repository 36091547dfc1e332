"""Members of an assessor, for its coordinators: who acts for it, whom they invite, whose membership they end."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from cities import membership as rules
from cities.admin.members import MemberView
from cities.models import Assessor, Invitation, Membership
from cities.permissions import memberships_of


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Membership.Role.choices,
        widget=forms.RadioSelect,
        initial=Membership.Role.CONTRIBUTOR,
        help_text=gettext_lazy(
            "A contributor writes and sends. A coordinator publishes, invites and ends memberships."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class CoordinatorView(MemberView):
    """A screen for coordinators of an assessor."""

    assessor: Assessor

    def coordinated(self) -> list[Assessor]:
        """Return the assessors that this person coordinates."""
        own = memberships_of(self.request.user).values()
        return [one.assessor for one in own if one.role == Membership.Role.COORDINATOR]

    def get_page_subtitle(self) -> str:
        """Name the assessor."""
        return str(self.assessor)


class MembersView(CoordinatorView):
    """The members, the open invitations, and the form to invite."""

    template_name = "cities/admin/members.html"
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the assessor: the one of the address or the first."""
        own = self.coordinated()
        asked = request.GET.get("for")
        chosen = [one for one in own if asked in (None, "", one.slug)]
        if not chosen:
            raise PermissionDenied
        self.assessor = chosen[0]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("Members")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them."""
        language = (get_language() or "en")[:2]
        return self._show(InviteForm(initial={"language": language, "role": Membership.Role.CONTRIBUTOR}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Invite somebody."""
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            rules.invite(self.assessor, by=self.member, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
            return self._show(form)
        messages.success(request, _("%(email)s gets a mail with a link. It is good for two weeks.") % form.cleaned_data)
        return redirect(reverse("members:index", query={"for": self.assessor.slug}))

    def _show(self, form: InviteForm) -> HttpResponse:
        current = Membership.objects.current().filter(assessor=self.assessor).select_related("user")
        context = self.get_context_data(
            assessor=self.assessor,
            own=self.coordinated(),
            members=current.order_by("role", "started_at"),
            invitations=Invitation.objects.open().filter(assessor=self.assessor),
            form=form,
            problems=problems_of(form),
        )
        return self.render_to_response(context)


class EndView(CoordinatorView):
    """End one membership, after asking."""

    template_name = "cities/admin/end_membership.html"
    header_icon = "group"
    membership: Membership

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the membership; one of another assessor is not found."""
        current = Membership.objects.current().select_related("user", "assessor__city")
        self.membership = get_object_or_404(current, pk=self.kwargs["pk"], assessor__in=self.coordinated())
        self.assessor = self.membership.assessor
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("End a membership")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask."""
        return self.render_to_response(self.get_context_data(membership=self.membership))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End it."""
        try:
            rules.end(self.membership, by=self.member)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The membership has ended. What the person wrote stays in the record."))
        own = self.membership.user_id == self.member.pk
        return redirect("wagtailadmin_home" if own else reverse("members:index", query={"for": self.assessor.slug}))


class WithdrawView(CoordinatorView):
    """Take an invitation back: one button of the list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do so; one of another assessor is not found."""
        invitation = get_object_or_404(Invitation, pk=self.kwargs["pk"], assessor__in=self.coordinated())
        try:
            rules.withdraw(invitation, by=self.member)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The invitation is withdrawn. Its link opens nothing any more."))
        return redirect(reverse("members:index", query={"for": invitation.assessor.slug}))


class MembersViewSet(ViewSet):
    """Members, invitations, ends."""

    name = "members"
    icon = "group"

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses."""
        return [
            path("", self.construct_view(MembersView), name="index"),
            path("end/<int:pk>/", self.construct_view(EndView), name="end"),
            path("withdraw/<int:pk>/", self.construct_view(WithdrawView), name="withdraw"),
        ]

    def on_register(self) -> None:
        """Nothing: the way here leads over "My city"."""


def put_errors(form: forms.Form, error: ValidationError) -> None:
    """Put a refusal of the rules at the form's own field, or above all where it has none."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


def problems_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return every problem of a form: (id of the field, sentence). "This field is required" names its field."""
    problems = []
    for name, errors in (form.errors.as_data() if form.is_bound else {}).items():
        field = form[name] if name in form.fields else None
        place = (field.id_for_label or field.auto_id) if field else ""
        for error in errors:
            sentence = " ".join(error.messages)
            if field and error.code in ("required", "invalid", "invalid_choice"):
                label = capfirst(str(field.label))
                sentence = f"{label}{' ' if label.endswith(('?', '.')) else ': '}{sentence}"
            problems.append((place, sentence))
    return problems
