"""Coming in, in public: accept an invitation, ask to become an assessor."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model, login, password_validation
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cities import membership
from cities.admin.membership import problems_of, put_errors
from cities.models import Assessor, AssessorApplication, City, Invitation
from public_forms.guarded import Guarded

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class AccountForm(forms.Form):
    """The password of a new account; the address is the invited one."""

    first_name = forms.CharField(
        label=gettext_lazy("Name (any you choose)"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("Your team sees it. The public never does."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=200,
        help_text=gettext_lazy("At least 8 characters, not only digits. A sentence is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.email = email

    def clean_password(self) -> str:
        """Refuse a weak one."""
        password = self.cleaned_data["password"]
        user = get_user_model()(username=self.email, email=self.email)
        password_validation.validate_password(password, user)
        return password


class ApplicationForm(Guarded, forms.ModelForm):
    """What we need to know of an organisation."""

    form_name = "become-an-assessor"

    class Meta:
        model = AssessorApplication
        fields = (
            "city",
            "name",
            "kind",
            "website",
            "how_to_verify",
            "funding_by_city",
            "contact_email",
            "language",
        )
        widgets = {
            "kind": forms.RadioSelect,
            "language": forms.RadioSelect,
            "how_to_verify": forms.Textarea(attrs={"rows": 4}),
            "funding_by_city": forms.Textarea(attrs={"rows": 3}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = City.objects.filter(is_example=False)  # type: ignore[attr-defined]
        # No empty button among the others.
        self.fields["kind"].choices = Assessor.Kind.choices  # type: ignore[attr-defined]


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody accept an invitation: signed in, or with a new account. A GET changes nothing."""
    found = Invitation.of_token(token)
    if found is not None and request.user.is_authenticated and found.accepted_by_id == request.user.pk:
        # Pressed twice, or the mail opened again: in is in.
        return redirect("my-city:index")
    if found is None or not found.is_open:
        # One page for unknown, used, withdrawn and lapsed: the address tells nothing.
        return _shown(request, {"invitation": None}, status=410)
    context: dict[str, object] = {"invitation": found, "assessor": found.assessor}
    accounts = get_user_model().objects.filter(email__iexact=found.email, is_active=True)
    if request.user.is_authenticated:
        return _accept_signed_in(request, found, context)
    if accounts.exists():
        context["sign_in"] = f"{reverse('wagtailadmin_login')}?next={found.get_absolute_url()}"
        return _shown(request, context)
    form = AccountForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            coming_in = {"password": form.cleaned_data["password"], "name": form.cleaned_data["first_name"]}
            user = membership.accept_as_newcomer(found, **coming_in).user
        except ValidationError as error:
            if error.code == membership.NOT_OPEN:
                # Pressed twice.
                return _shown(request, {"invitation": None}, status=410)
            put_errors(form, error)
        else:
            login(request, user, backend=MODEL_BACKEND)
            return redirect("my-city:index")
    return _shown(request, {**context, "form": form, "problems": problems_of(form)})


def _accept_signed_in(request: HttpRequest, found: Invitation, context: dict[str, object]) -> HttpResponse:
    if request.method == "POST":
        try:
            membership.accept(found, user=request.user)  # type: ignore[arg-type]
        except PermissionDenied as refusal:
            return _shown(request, {**context, "other_account": str(refusal)}, status=403)
        except ValidationError as error:
            if found.accepted_by_id == request.user.pk:
                return redirect("my-city:index")
            return _shown(request, {**context, "problems": [("", text) for text in error.messages]}, status=409)
        return redirect("my-city:index")
    if request.user.email.lower() != found.email.lower():  # type: ignore[union-attr]
        context["other_account"] = _("This invitation was sent to another address.")
    return _shown(request, context)


def _shown(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "cities/invitation.html", context, status=status)
    # The address is a key: it goes to no other site and into no index. To this site it does go: a browser that is
    # told "no-referrer" hides where a form comes from, and the form is refused as forged.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def become_an_assessor(request: HttpRequest) -> HttpResponse:
    """Take an application in, and say what happens next."""
    form = ApplicationForm(
        request.POST or None,
        request=request,
        initial={"language": (get_language() or "en")[:2], "city": _city_asked_for(request)},
    )
    if request.method == "POST" and form.is_valid():
        membership.apply(form.instance)
        return redirect("become_an_assessor_thanks")
    context = {"form": form, "problems": problems_of(form)}
    return render(request, "cities/become_an_assessor.html", context, status=form.status)


def become_an_assessor_thanks(request: HttpRequest) -> HttpResponse:
    """Say that the application arrived."""
    return render(request, "cities/become_an_assessor_thanks.html")


def _city_asked_for(request: HttpRequest) -> City | None:
    return City.objects.filter(slug=request.GET.get("city", ""), is_example=False).first()
