"""Recording progress: who may say what, and the current word that follows from it.

``recording`` holds what people do (submit, revise, publish, return, correct, reply), ``sending`` how unsent answers
become an entry, ``rules`` what may be claimed, ``current_word`` how the word that stands today follows from the
published history.
"""

from cities.progress.current_word import Difference, derive, differences
from cities.progress.recording import correct, publish, reply, return_to_contributor, revise, submit
from cities.progress.rules import check, is_unproven_rise
from cities.progress.sending import OVERTAKEN, Claim, Source, discard, seen_now, send

__all__ = [
    "OVERTAKEN",
    "Claim",
    "Difference",
    "Source",
    "check",
    "correct",
    "derive",
    "differences",
    "discard",
    "is_unproven_rise",
    "publish",
    "reply",
    "return_to_contributor",
    "revise",
    "seen_now",
    "send",
    "submit",
]
