"""The mixin that protects a form which strangers send: no puzzle, no third party, nothing to see.

Two lines in the view's module and one in the template::

    class ReportForm(Guarded, forms.ModelForm):
        form_name = "report-a-problem"

    form = ReportForm(request.POST or None, request=request)
    ...
    return render(request, template, {"form": form}, status=form.status)

    <form method="post">{% csrf_token %}{{ form.guard }} …
"""

import time
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from public_forms.limit import within_limit
from public_forms.sender import sender_of

HONEYPOT = "your_homepage"
"""Hidden from people; programs that fill in every field fill it in too."""

OPENED = "form_opened"
"""When the form was first shown, signed."""

TOO_FAST = timedelta(seconds=3)
"""Nobody reads a form, fills it in and sends it in less."""

TOO_OLD = timedelta(days=1)
"""After that a signed time could have been collected to be used again and again."""


class Guarded(forms.BaseForm):
    """A form that programs have a hard time with and people do not notice.

    It looks at a honeypot, at the time between showing and sending, and last, once everything else is right, at how
    often this sender sent this form within an hour. Whatever it refuses, the text stays in the form and can be sent
    again. Its own two fields are no form fields: they never reach ``cleaned_data`` and no loop over the form shows
    them. A template without ``{{ form.guard }}`` sends nothing that is accepted.
    """

    form_name: str
    """What the limit counts by; at most 50 letters."""

    per_hour = 10
    """How often one sender may send it. An office or a library shares one address: do not be mean."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._request = request
        self.status = 200
        """Status of the answer that shows this form again: 429 over the limit."""

    @property
    def guard(self) -> SafeString:
        """The hidden fields, to be put into the ``<form>``."""
        return render_to_string(
            "public_forms/guard.html", {"honeypot": HONEYPOT, "opened": OPENED, "token": self._token_to_show()}
        )

    def full_clean(self) -> None:
        """Check the fields, then who sends them."""
        super().full_clean()
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return
        problem = self._problem()
        if problem:
            self.add_error(None, problem)
        elif not self.errors and not within_limit(self.form_name, sender_of(self._request), self.per_hour):
            self.status = 429
            self.add_error(None, self._too_often())

    def _problem(self) -> str:
        if self.data.get(HONEYPOT):
            # Said openly: a browser may have filled it in for a person.
            return _("A hidden field was filled in, so we did not take this. Your text is still here: send it again.")
        age = self._age()
        if age is None or age > TOO_OLD:
            return _("This page was open too long, so we did not take this. Your text is still here: send it again.")
        if age < TOO_FAST:
            return _("That was faster than people type. Your text is still here: wait a moment and send it again.")
        return ""

    def _too_often(self) -> str:
        return ngettext(
            "From your network this form was sent {number} time within an hour, and more is not possible. "
            "Your text is still here: send it later.",
            "From your network this form was sent {number} times within an hour, and more is not possible. "
            "Your text is still here: send it later.",
            self.per_hour,
        ).format(number=self.per_hour)

    @property
    def _salt(self) -> str:
        # A time of one form is no time of another.
        return f"public_forms.{self.form_name}"

    def _age(self) -> timedelta | None:
        """How long ago the form was shown; None where the time is not ours."""
        try:
            shown = signing.loads(str(self.data.get(OPENED, "")), salt=self._salt)
        except signing.BadSignature:
            return None
        return timedelta(seconds=time.time() - shown)

    def _token_to_show(self) -> str:
        """The time already in the form, so that whoever mends a mistake quickly is not too fast; else a new one."""
        age = self._age() if self.is_bound else None
        if age is not None and age <= TOO_OLD:
            return str(self.data[OPENED])
        return signing.dumps(time.time(), salt=self._salt)
