"""The schema with examples, and the page that tells it to people: our own template, no scripts, no third party."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.api.application import api

Json = dict[str, Any]

ORDER = ("recommendations", "recommendation", "themes", "reviews", "cities", "city", "progress", "actions")
"""The addresses as schema and page list them: the search first."""


@cache
def schema() -> Json:
    """Return the OpenAPI document; each answer carries an example made of the examples of its fields."""
    document: Json = json.loads(json.dumps(api.get_openapi_schema()))
    shapes = document["components"]["schemas"]
    document["paths"] = dict(sorted(document["paths"].items(), key=lambda item: ORDER.index(_operation(item[1]))))
    for address in document["paths"].values():
        content = address["get"]["responses"]["200"]["content"]["application/json"]
        content["example"] = _example(content["schema"], shapes)
    return document


def _example(shape: Json, shapes: Json) -> Any:
    """Make an example of a shape: what its fields name, lists of one, nothing for what may be missing."""
    if "$ref" in shape:
        shape = shapes[shape["$ref"].rpartition("/")[2]]
    if "examples" in shape:
        return shape["examples"][0]
    if "anyOf" in shape:
        return None
    if shape.get("type") == "array":
        return [_example(shape["items"], shapes)]
    if "properties" in shape:
        return {name: _example(field, shapes) for name, field in shape["properties"].items()}
    return {"theme": [_example(shape["additionalProperties"]["items"], shapes)]}


def openapi(_request: HttpRequest) -> HttpResponse:
    """Answer the schema for programs."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address: its meaning, and the values it takes where they are few."""

    name: str
    description: SafeString
    is_required: bool
    repeats: bool
    values: list[str]
    example: str


@dataclass(frozen=True)
class Field:
    """One field of an answer: its name (with the path to it), type and meaning."""

    name: str
    type: str
    meaning: SafeString


@dataclass(frozen=True)
class Address:
    """One address of the API as the page tells it."""

    name: str
    path: str
    summary: str
    description: SafeString
    parameters: list[Parameter]
    fields: list[Field]
    example: str


def documentation(request: HttpRequest) -> HttpResponse:
    """Tell the whole API on one page."""
    document = schema()
    addresses = [
        Address(
            name=_operation(told),
            path=path,
            summary=told["get"]["summary"],
            description=_marked(told["get"]["description"]),
            parameters=[_parameter(each) for each in told["get"]["parameters"]],
            fields=_fields(_shape(told), document["components"]["schemas"]),
            example=json.dumps(_content(told)["example"], indent=2, ensure_ascii=False),
        )
        for path, told in document["paths"].items()
    ]
    context = {
        "introduction": _marked(document["info"]["description"]),
        "addresses": addresses,
        "openapi_url": reverse("api-v1:openapi"),
        "example_url": reverse("api-v1:recommendations") + "?theme=housing",
    }
    return render(request, "search/api.html", context)


def _marked(text: str) -> SafeString:
    """Return words of the schema with what stands in backticks set as code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped just before


def _operation(told: Json) -> str:
    return str(told["get"]["operationId"])


def _content(told: Json) -> Json:
    return told["get"]["responses"]["200"]["content"]["application/json"]


def _shape(told: Json) -> Json:
    return _content(told)["schema"]


def _parameter(told: Json) -> Parameter:
    shape = told["schema"].get("items", told["schema"])
    example = told.get("example", "")
    return Parameter(
        name=told["name"],
        description=_marked(told["description"]),
        is_required=told["required"],
        repeats=told.get("explode", False),
        values=[str(value) for value in shape.get("enum", [])],
        example=str(example[0] if isinstance(example, list) else example),
    )


def _fields(shape: Json, shapes: Json, prefix: str = "") -> list[Field]:
    """List the fields of an answer, those of its parts under their path."""
    shape = _resolved(shape, shapes)
    found: list[Field] = []
    for name, field in shape.get("properties", {}).items():
        inner = field["items"] if field.get("type") == "array" else field
        if "additionalProperties" in field and field["additionalProperties"].get("items"):
            inner = field["additionalProperties"]["items"]
        part = _resolved(inner, shapes)
        found.append(
            Field(f"{prefix}{name}", _type(field), _marked(field.get("description") or part.get("description", "")))
        )
        if part.get("properties"):
            found += _fields(part, shapes, f"{prefix}{name}.")
    return found


def _resolved(shape: Json, shapes: Json) -> Json:
    """Follow a reference; of what may be null, take the other."""
    if "anyOf" in shape:
        shape = {**shape, **shape["anyOf"][0]}
    return shapes[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape


def _type(field: Json) -> str:
    if "anyOf" in field:
        return " | ".join(_type(each) for each in field["anyOf"])
    return str(field.get("type", "object"))
