"""Forms that strangers send want to be shown a while before they are sent; here that while is signed, not waited."""

import re
import time
from typing import Any

from django.core import signing
from django.test import Client

from public_forms.guarded import OPENED


def send(client: Client, address: str, form_name: str, **fields: Any) -> Any:
    """Post a form that was opened a minute ago. The page must carry the guard's field by itself."""
    shown = client.get(address).content.decode()
    assert re.search(rf'name="{OPENED}" value="[^"]+"', shown)
    opened = signing.dumps(time.time() - 60, salt=f"public_forms.{form_name}")
    return client.post(address, {OPENED: opened, **fields})
