"""The API object and what all its answers share: language, errors, and how an address describes itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import ValidationError

from search.api.options import LANG, Option, RefusedError, described, language_of
from search.problem_details import MEDIA_TYPE, problem_details, refused

api = NinjaAPI(
    title="Human Rights Cities API",
    version="1",
    description=(
        "What the United Nations asked of a country, what its human rights cities do about it, and how far it is, in "
        "whose word. Everything the public pages show, as JSON, without a key. It only reads. Parameters are strict: "
        "what is unknown answers 400 and names the nearest, and nothing is guessed. Answers carry an `ETag`: send it "
        "as `If-None-Match`, and what did not change is not sent again. Where `is_example` is true, the record is "
        "made up to show how the site works."
    ),
    docs_url=None,
    urls_namespace="api-v1",
)

PROBLEM = {
    "type": "object",
    "description": "Problem details, RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What sort of error it is."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do."},
        "problems": {
            "type": "array",
            "description": "Each mistake of the address.",
            "items": {
                "type": "object",
                "properties": {
                    name: {"type": "string"} for name in ("parameter", "value", "kind", "message", "suggestion")
                },
            },
        },
    },
}
_ERRORS = {
    400: "A parameter or a value is unknown.",
    404: "There is no such record.",
    405: "The address can only be read.",
    410: "The record was withdrawn.",
}


def operation(*options: Option, parameters: list[dict[str, Any]] | None = None, errors: tuple[int, ...] = ()) -> dict:
    """Return what an address adds to the schema: its parameters (``lang`` always) and its errors."""
    return {
        "parameters": [*(parameters or []), *described(*options, LANG)],
        "responses": {
            "304": {"description": "Nothing changed since the ETag that was sent."},
            **{
                str(status): {"description": _ERRORS[status], "content": {MEDIA_TYPE: {"schema": PROBLEM}}}
                for status in (400, *errors)
            },
        },
    }


def in_language(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer in the language that ``lang`` asks for."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with override(language_of(request.GET)):
            response = view(request, *args, **kwargs)
            response["Content-Language"] = language_of(request.GET)
            return response

    return answer


@api.exception_handler(RefusedError)
def answer_refused(_request: HttpRequest, error: RefusedError) -> HttpResponse:
    """Say every mistake of the address."""
    return refused(error.problems)


@api.exception_handler(Http404)
def answer_not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    """Say that there is no such record."""
    return not_found()


@api.exception_handler(ValidationError)
def answer_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what of the address itself is no valid name."""
    return problem_details(400, _("This search cannot be understood."), str(error.errors))


def not_found() -> HttpResponse:
    """Answer 404: for a record that is not there, and for an address that is none."""
    return problem_details(404, _("Not found"), _("Nothing is published at this address."))
