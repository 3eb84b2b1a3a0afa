"""Every refusal as a problem document (RFC 9457) with a stable code and the offending field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import msgspec
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from shared.event_store.port import StoreFull, StoreUnavailable, UnitRefused
from shared.handling.work import SomebodyWasFaster, TooMuchContention, UnknownDocument
from shared.kernel.rejection import Ground, Rejection
from shared.web.asking import KeyMissing
from shared.web.heads import allowed
from shared.web.saying import said_of

log = structlog.get_logger("web")

STATUS_OF: Final[Mapping[Ground, int]] = {
    Ground.WRONG_STATE: 409,
    Ground.UNACCEPTABLE: 422,
    Ground.NOT_ALLOWED: 403,
    Ground.NOT_FOUND: 404,
}
_OF_A_HEADER: Final[Mapping[type[Rejection], int]] = {KeyMissing: 400, SomebodyWasFaster: 412}
"""What HTTP has a status of its own for, whatever its ground. Source: the IETF draft of Idempotency-Key; RFC 9110."""
MEDIA_TYPE: Final = "application/problem+json"
REFUSAL: Final = "o2c.refusal"
"""Where a request's scope takes the code of what refused it and the field at fault, for the line about the request."""
_LONGEST_FIELD: Final = 200
"""Of what is logged: a field that there is not is named as its sender did."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A refusal that no decision makes: the request never got that far, or the database could not keep up."""

    status: int
    code: str
    title: str


NOT_SIGNED_IN: Final = Answer(401, "shared.auth.not-signed-in", "A valid token is needed.")
MALFORMED: Final = Answer(400, "shared.request.malformed-json", "The body cannot be read as JSON.")
TOO_LARGE: Final = Answer(413, "shared.request.too-large", "The body is too large.")
INVALID: Final = Answer(422, "shared.request.invalid", "The request does not fit its description.")
UNSTORABLE: Final = Answer(422, "shared.request.unstorable", "A value cannot be stored.")
AWAY: Final = Answer(503, "shared.store.unavailable", "The database does not answer.")
FULL: Final = Answer(503, "shared.store.full", "The database has no room left.")
CONTENTION: Final = Answer(503, "shared.store.too-much-contention", "Too many at once on the same document.")
_READING: Final = {answer.status: answer for answer in (MALFORMED, TOO_LARGE)}
"""A body is unreadable in more ways than bad JSON: not UTF-8, nested too deeply, a number of thousands of digits."""
UNEXPECTED: Final = Answer(500, "shared.unexpected", "Something went wrong on our side.")


class Problem(BaseModel):
    """A refused request: what is wrong, in words and as a stable code. Source: RFC 9457."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:o2c:problem:sales.order.exceeds-contract"])
    title: str = Field(examples=["The order calls more than the contract has left"])
    status: int = Field(examples=[409])
    code: str = Field(examples=["sales.order.exceeds-contract"])
    detail: str = Field(examples=["line 1: 12 called, 10 left"])
    field: str | None = Field(default=None, examples=["lines.0.quantity"])


class _Refusal(Response):
    """Tells the log which refusal it is. Its other words stay out of there: they may be about a person."""

    def __init__(self, body: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        super().__init__(msgspec.json.encode(body, enc_hook=str), body["status"], dict(headers), MEDIA_TYPE)
        self._told = {name: str(body[name])[:_LONGEST_FIELD] for name in ("code", "field") if name in body}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with it."""
        scope.get(REFUSAL, {}).update(self._told)
        await super().__call__(scope, receive, send)


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Response:
    """A problem document as a response; facts that are named like one of its own members do not replace it."""
    body: dict[str, Any] = {
        "type": f"urn:o2c:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if field is not None:
        body["field"] = field
    for name, value in (facts or {}).items():
        body.setdefault(name, value)
    return _Refusal(body, headers or {})


def refuse(
    answer: Answer, detail: str, *, field: str | None = None, headers: Mapping[str, str] | None = None, **facts: Any
) -> Response:
    """A standing answer as a response."""
    return problem(answer.status, answer.code, answer.title, detail, field=field, headers=headers, facts=facts)


def status_of(rejection: type[Rejection]) -> int:
    """The HTTP status that a rejection is answered with."""
    return _OF_A_HEADER.get(rejection, STATUS_OF[rejection.ground])


def refusals(*kinds: type[Rejection] | Answer) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: each refusal's code and meaning under its status, for the OpenAPI document."""
    found: dict[int | str, dict[str, Any]] = {}
    for status, code, title in _told(kinds):
        entry = found.setdefault(
            status,
            {
                "description": "",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        entry["description"] = "\n".join(filter(None, [entry["description"], f"- `{code}`: {title}"]))
        entry["content"][MEDIA_TYPE]["examples"][code] = {
            "summary": title,
            "value": {
                "type": f"urn:o2c:problem:{code}",
                "title": title,
                "status": status,
                "code": code,
                "detail": title,
            },
        }
    return found


def _told(kinds: tuple[type[Rejection] | Answer, ...]) -> Iterator[tuple[int, str, str]]:
    for kind in dict.fromkeys(kinds):
        if isinstance(kind, Answer):
            yield kind.status, kind.code, kind.title
        else:
            yield status_of(kind), kind.code, kind.title()


async def _rejected(request: Request, error: Exception) -> Response:
    assert isinstance(error, Rejection)
    field = error.field
    if isinstance(error, UnknownDocument) and field is None:  # an address begins with the document that it is about
        field = next(iter(request.path_params), None)
    return problem(
        status_of(type(error)),
        error.code,
        type(error).title(),
        error.detail,
        field=field,
        facts=error.facts,
    )


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    first = found[0] if found else {"type": "unknown", "loc": ()}
    if first["type"] == "json_invalid":
        return refuse(MALFORMED, str(first["msg"]), field="body")
    if first["type"] == "model_attributes_type" and first["loc"] == ("body",) and not _says_json(request):
        return refuse(INVALID, "body: send it with Content-Type: application/json", field="body")
    places = [".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0]) for one in found]
    wanted = getattr(request.scope.get("route"), "body_field", None)
    said = [said_of(one, wanted and wanted.field_info.annotation) for one in found[:50]]
    errors = [{"field": place, "problem": one} for place, one in zip(places, said, strict=False)]
    return refuse(
        INVALID,
        f"{places[0]}: {said[0]}" if found else "request: the request is not valid",
        field=places[0] if places else None,
        errors=errors,
    )


def _says_json(request: Request) -> bool:
    """Whether the body is called JSON: any other is not even read as such."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if (answer := _READING.get(error.status_code)) is not None:
        return refuse(answer, str(error.detail), field="body")
    title = HTTPStatus(error.status_code).phrase
    code = f"shared.http.{title.lower().replace(' ', '-')}"
    headers = {**(error.headers or {}), **({"Allow": allowed(request)} if error.status_code == 405 else {})}
    return problem(error.status_code, code, title, str(error.detail), headers=headers)


async def _away(_: Request, error: Exception) -> Response:
    log.warning("database-away", detail=str(error))
    return refuse(
        AWAY,
        "nothing is known to have happened: ask again with the same Idempotency-Key",
        headers={"Retry-After": "2"},
    )


async def _full(_: Request, error: Exception) -> Response:
    log.error("database-full", detail=str(error))
    return refuse(
        FULL,
        "nothing happened, and reading goes on: ask again with the same Idempotency-Key once there is room",
        headers={"Retry-After": "30"},
    )


async def _busy(_: Request, __: Exception) -> Response:
    return refuse(
        CONTENTION,
        "nothing happened: ask again with the same Idempotency-Key",
        headers={"Retry-After": "1"},
    )


async def _unstorable(_: Request, error: Exception) -> Response:
    log.warning("unstorable", detail=str(error))
    return refuse(UNSTORABLE, "a value is outside what the database can hold")


async def _fault(request: Request, error: Exception) -> Response:
    log.error("unexpected", exc_info=error, path=request.url.path)
    return refuse(
        UNEXPECTED,
        "the fault is in our log under this correlation id",
        correlation_id=structlog.contextvars.get_contextvars().get("correlation_id", ""),
    )


def answer_with_problems(app: FastAPI) -> None:
    """Every way a request can fail becomes a problem document."""
    app.add_exception_handler(Rejection, _rejected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(StoreUnavailable, _away)
    app.add_exception_handler(StoreFull, _full)
    app.add_exception_handler(TooMuchContention, _busy)
    app.add_exception_handler(UnitRefused, _unstorable)
    app.add_exception_handler(Exception, _fault)
