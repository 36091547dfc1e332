"""Recording progress: who may say what, and the current word that follows from it.

``recording`` holds what people do (submit, revise, publish, return, correct, reply), ``rules`` what may be claimed,
``current_word`` how the word that stands today follows from the published history.
"""

from cities.progress.current_word import Difference, derive, differences
from cities.progress.recording import correct, publish, reply, return_to_contributor, revise, submit
from cities.progress.rules import check

__all__ = [
    "Difference",
    "check",
    "correct",
    "derive",
    "differences",
    "publish",
    "reply",
    "return_to_contributor",
    "revise",
    "submit",
]
