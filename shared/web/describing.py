"""The OpenAPI document, finished: what FastAPI cannot see of our requests and answers."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import APIRoute

from shared.web.asking import LONGEST_KEY, GuardedRoute, Permissions, UnknownParameter
from shared.web.auth import RoleMissing
from shared.web.problems import (
    AWAY,
    CONTENTION,
    FULL,
    INVALID,
    MALFORMED,
    MEDIA_TYPE,
    NOT_SIGNED_IN,
    TOO_LARGE,
    UNSTORABLE,
    Answer,
    Problem,
    refusals,
)

_SCHEMAS: Final = "#/components/schemas/"
_INTRODUCTION: Final = """\
**Tokens.** Every request needs a bearer token (ES256) with this department as an audience and one of the roles that \
the route names.

**Repeating.** Every write needs an `Idempotency-Key` of your own making. Sent again with the same key, a request \
answers as it did the first time, `repeated` is true, and nothing happens twice. A key belongs to its person and \
route; a second request that comes while the first is worked on waits for it. Without a key the answer is 400, with \
one that came with another body it is 422.

**Editing what somebody else may be editing.** Send the `ETag` that you saw as `If-Match`: when the document has \
moved on, you get 412 and nothing is changed.

**HEAD** is answered wherever GET is: the same status and headers, no body.

**Refusals** are problem documents (RFC 9457) with a stable `code`; `field` names the input at fault. An \
id in the address that nothing has is a 404 with `shared.request.unknown-document`; one with another code is of \
something else that the request names, such as the invoice of a new credit note. A 503 says that \
asking again, with the same key, is safe and worth it.

**Asking us about it.** Every answer names its `X-Correlation-Id`, your own where you sent a UUID; all that followed \
from the request, in every department, carries it, and so does each line of our logs.
"""
_WRITE_HEADERS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "Your own name for this request; repeat it and nothing happens twice",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]([ -~]*[!-~])?$"},
        "example": "5f0c3c1e-8d0b-4a57-9a54-0d4c4b7f6f0e",
    },
    {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag that you saw; refused with 412 if it moved on",
        "schema": {"type": "string", "pattern": '^(\\*|(W/)?"[0-9]{1,9}")$'},
    },
    {
        "name": "X-Correlation-Id",
        "in": "header",
        "required": False,
        "description": "A UUID that everything which follows from this request will carry; made up when left out",
        "schema": {"type": "string", "format": "uuid"},
    },
)
_PARAMETERS: Final[Mapping[str, str]] = {
    "limit": "how many there are to be at most",
    "cursor": "the `next` of the page before; left out for the first page",
    "order_by": "what they are sorted by; those that are alike in it, by their id",
    "descending": "whether the last one comes first",
    "queue": "what they wait for",
    "topic": "the topic that the events are published in",
    "partition": "the partition of the topic",
}
"""What is asked for by the same name in many routes. Whatever else its route has to describe."""
_ETAG: Final[Mapping[str, Any]] = {
    "description": "The document's version, for `If-Match`",
    "schema": {"type": "string", "examples": ['"3"']},
}


def describe(app: FastAPI, permissions: Permissions) -> None:
    """Lets the app's OpenAPI document say who may do what, with which headers, and every refusal there can be."""
    describe_routes = app.openapi
    finished: dict[str, Any] = {}

    def described() -> dict[str, Any]:
        if not finished:
            finished.update(_finished(describe_routes(), app, permissions))
        return finished

    app.openapi = described  # type: ignore[method-assign]  # the way that FastAPI documents for extending it


def _finished(document: dict[str, Any], app: FastAPI, permissions: Permissions) -> dict[str, Any]:
    document["info"]["description"] = _INTRODUCTION
    components = document.setdefault("components", {})
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    document["security"] = [{"bearer": []}]
    for route in app.routes:
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            continue
        for method in route.methods or ():
            operation = document["paths"][route.path_format][method.lower()]
            operation["summary"] = route.name[:1].upper() + route.name[1:]
            if isinstance(route, GuardedRoute):
                _finish(operation, permissions[route.name], writes=method != "GET")
            else:
                operation["security"] = []
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):  # FastAPI's own form, which we never answer with
        schemas.pop(unused, None)
    return _with_short_names(document)


def _finish(operation: dict[str, Any], roles: Iterable[str], *, writes: bool) -> None:
    who = ", ".join(f"`{role}`" for role in sorted(roles))
    operation["description"] = f"{operation.get('description', '')}\n\nFor {who}.".strip()
    reads_body = "requestBody" in operation
    takes_input = reads_body or bool(operation.get("parameters"))
    for parameter in operation.get("parameters", ()):
        if said := _said_of(parameter["name"], operation["tags"][0]):
            parameter.setdefault("description", said)
    answers: list[Answer] = [NOT_SIGNED_IN, AWAY]
    if writes:
        operation.setdefault("parameters", []).extend(_WRITE_HEADERS)
        answers += [TOO_LARGE, UNSTORABLE, CONTENTION, FULL]
    if takes_input:
        answers.append(INVALID)
    if reads_body:
        answers.append(MALFORMED)
    responses = operation["responses"]
    for status, answer in refusals(RoleMissing, UnknownParameter, *answers).items():
        _add(responses, str(status), answer)
    for status, response in responses.items():
        if status.startswith("2") and (writes or _is_of_one_document(operation)):
            response.setdefault("headers", {})["ETag"] = _ETAG
    operation["responses"] = dict(sorted(responses.items()))


def _said_of(parameter: str, noun: str) -> str:
    """Empty where its name alone does not say it."""
    if parameter == "identity":
        return f"the {noun}'s id"
    if parameter.endswith("_id"):
        return f"the {parameter.removesuffix('_id').replace('_', ' ')}'s id"
    return _PARAMETERS.get(parameter, "")


def _is_of_one_document(operation: dict[str, Any]) -> bool:
    """Which has a version. Lists have none, nor has what is worked out from many documents."""
    return any(parameter["name"] == "known_at" for parameter in operation.get("parameters", ()))


def _add(responses: dict[str, Any], status: str, answer: dict[str, Any]) -> None:
    """Joins a refusal to those that the route itself names under this status."""
    named = responses.get(status, {})
    if MEDIA_TYPE not in named.get("content", {}):
        responses[status] = answer
        return
    examples = named["content"][MEDIA_TYPE]["examples"]
    added = {code: one for code, one in answer["content"][MEDIA_TYPE]["examples"].items() if code not in examples}
    examples.update(added)
    named["description"] += "".join(f"\n- `{code}`: {one['summary']}" for code, one in added.items())


def _with_short_names(document: dict[str, Any]) -> dict[str, Any]:
    """Models that share a name get that of their aggregate before it, instead of FastAPI's whole module path."""
    schemas = document["components"]["schemas"]
    short: dict[str, str] = {}
    for name in schemas:
        parts = name.split("__")
        if len(parts) > 2:
            aggregate = "".join(word.capitalize() for word in parts[-3].split("_"))
            candidate = f"{aggregate}{parts[-1]}"
            if candidate not in schemas and candidate not in short.values():
                short[name] = candidate
    renamed: dict[str, Any] = _renamed(document, {_SCHEMAS + old: _SCHEMAS + new for old, new in short.items()})
    found = renamed["components"]["schemas"]
    renamed["components"]["schemas"] = {short.get(name, name): found[name] for name in sorted(found)}
    return renamed


def _renamed(part: Any, names: Mapping[str, str]) -> Any:
    if isinstance(part, dict):
        return {
            key: names.get(value, value) if key == "$ref" else _renamed(value, names) for key, value in part.items()
        }
    if isinstance(part, list):
        return [_renamed(one, names) for one in part]
    return part
