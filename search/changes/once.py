"""One state of the record for one page: what is asked several times while a page is made has one answer.

All numbers of a page then agree, whoever publishes something meanwhile, and the question costs one query.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer")

_answers: ContextVar[dict[str, Any] | None] = ContextVar("answers of one page", default=None)


def once(question: str, ask: Callable[[], Answer]) -> Answer:
    """Return the answer given before on this page; ask where there is none, or no page is being made."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    answer: Answer = answers[question]
    return answer


def ask_again() -> None:
    """Forget the answers of this page: whoever makes it has just changed something himself."""
    answers = _answers.get()
    if answers is not None:
        answers.clear()


@contextmanager
def one_state() -> Iterator[None]:
    """Let everything asked inside have one answer."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


class OneStateMiddleware:
    """Makes each page that is only read from one state of the record."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_state():
            return self.get_response(request)
