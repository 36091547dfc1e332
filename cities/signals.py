"""What this room tells the rooms above it, and those who send mail. Receivers run inside the transaction.

Nobody is told of something that is rolled back afterwards, and a receiver that fails takes the change with it.
"""

from django.dispatch import Signal

progress_submitted = Signal()
"""Sent with ``update`` (pending) and ``user``: it waits for a coordinator. Revised entries are sent again."""

progress_returned = Signal()
"""Sent with ``update`` (returned, with its ``return_note``) and ``user``: whoever sent it in has to look at it."""

progress_published = Signal()
"""Sent with ``update``: a ProgressUpdate that was just published and whose current word has been derived."""

reply_published = Signal()
"""Sent with ``reply``: a ProgressReply, public from now on."""

membership_invited = Signal()
"""Sent with ``invitation``: its address gets a mail with the link ``invitation.get_absolute_url()``."""

membership_started = Signal()
"""Sent with ``membership``: somebody accepted an invitation."""

membership_ended = Signal()
"""Sent with ``membership``, whose ``ended_at`` was just set."""

assessor_applied = Signal()
"""Sent with ``application``: an organization asks to become an assessor; editors verify it."""

assessor_verified = Signal()
"""Sent with ``application`` and ``assessor``: the organization that asked may now record."""

assessor_declined = Signal()
"""Sent with ``application``, declined with its ``decision_note``: the organization that asked is told why."""

action_submitted = Signal()
"""Sent with ``action`` (a CityAction in moderation) and ``user``: it waits for a coordinator."""

action_returned = Signal()
"""Sent with ``action``, ``user`` and ``comment``: a coordinator gave it back."""

action_approved = Signal()
"""Sent with ``action``, ``user`` and ``author`` (may be None): ``user`` approved what ``author`` sent in."""

action_published = Signal()
"""Sent with ``action``: a CityAction that was just published, for the first time or again."""

problem_reported = Signal()
"""Sent with ``report``: somebody says that an entry endangers a person or is wrong."""

words_redacted = Signal()
"""Sent with ``redaction``: the words of one entry, reply or action are gone; indexes and caches must forget them."""
