"""What a person's browser sends beside the fields of a public form."""

import time

from django.core import signing

from public_forms.guarded import OPENED, Guarded


def shown(form: type[Guarded], seconds_ago: float = 60) -> dict[str, str]:
    """Return the hidden fields of a form that was shown a while ago."""
    return {OPENED: signing.dumps(time.time() - seconds_ago, salt=f"public_forms.{form.form_name}")}
