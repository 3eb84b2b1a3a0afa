"""Every refusal as a problem document (RFC 9457) with a stable code and the offending field."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from shared.event_store.port import StoreUnavailable, UnitRefused
from shared.handling.work import SomebodyWasFaster, TooMuchContention
from shared.kernel.rejection import Ground, Rejection

log = structlog.get_logger("web")

STATUS_OF: Final[Mapping[Ground, int]] = {
    Ground.WRONG_STATE: 409,
    Ground.UNACCEPTABLE: 422,
    Ground.NOT_ALLOWED: 403,
    Ground.NOT_FOUND: 404,
}
MEDIA_TYPE: Final = "application/problem+json"


class Problem(BaseModel):
    """A refused request: what is wrong, in words and as a stable code. Source: RFC 9457."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["urn:o2c:problem:sales.order.exceeds-contract"])
    title: str = Field(examples=["The order calls more than the contract has left"])
    status: int = Field(examples=[409])
    code: str = Field(examples=["sales.order.exceeds-contract"])
    detail: str = Field(examples=["line 1: 12 called, 10 left"])
    field: str | None = Field(default=None, examples=["lines.0.quantity"])


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem document as a response."""
    body: dict[str, Any] = {
        "type": f"urn:o2c:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
    }
    if field is not None:
        body["field"] = field
    for name, value in more.items():
        body.setdefault(name, value)
    return Response(
        msgspec.json.encode(body, enc_hook=str),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=dict(headers or {}),
    )


def status_of(rejection: type[Rejection]) -> int:
    """The HTTP status that a rejection is answered with."""
    return 412 if issubclass(rejection, SomebodyWasFaster) else STATUS_OF[rejection.ground]


def refusals(*kinds: type[Rejection]) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: each refusal's code and meaning under its status, for the OpenAPI document."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        entry = found.setdefault(
            status_of(kind),
            {"model": Problem, "description": "", "content": {MEDIA_TYPE: {"examples": {}}}},
        )
        entry["description"] = "\n".join(filter(None, [entry["description"], f"`{kind.code}`: {kind.title()}"]))
        entry["content"][MEDIA_TYPE]["examples"][kind.code] = {
            "summary": kind.title(),
            "value": {
                "type": f"urn:o2c:problem:{kind.code}",
                "title": kind.title(),
                "status": status_of(kind),
                "code": kind.code,
                "detail": kind.title(),
            },
        }
    return found


async def _rejected(_: Request, error: Exception) -> Response:
    assert isinstance(error, Rejection)
    return problem(
        status_of(type(error)),
        error.code,
        type(error).title(),
        error.detail,
        field=error.field,
        **error.facts,
    )


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    first = found[0] if found else {"type": "unknown", "loc": (), "msg": "the request is not valid"}
    if first["type"] == "json_invalid":
        return problem(400, "shared.request.malformed-json", "The body is not JSON", str(first["msg"]), field="body")
    places = [".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0]) for one in found]
    errors = [{"field": place, "problem": one["msg"]} for place, one in zip(places, found, strict=True)][:50]
    return problem(
        422,
        "shared.request.invalid",
        "The request does not fit its description",
        f"{places[0] if places else 'request'}: {first['msg']}",
        field=places[0] if places else None,
        errors=errors,
    )


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    code = f"shared.http.{title.lower().replace(' ', '-')}"
    return problem(error.status_code, code, title, str(error.detail), headers=error.headers)


async def _away(_: Request, error: Exception) -> Response:
    log.warning("database-away", detail=str(error))
    return problem(
        503,
        "shared.store.unavailable",
        "The database does not answer",
        "nothing is known to have happened: ask again with the same Idempotency-Key",
        headers={"Retry-After": "2"},
    )


async def _busy(_: Request, __: Exception) -> Response:
    return problem(
        503,
        "shared.store.too-much-contention",
        "Too many at once on the same document",
        "nothing happened: ask again with the same Idempotency-Key",
        headers={"Retry-After": "1"},
    )


async def _unstorable(_: Request, error: Exception) -> Response:
    log.warning("unstorable", detail=str(error))
    return problem(
        422,
        "shared.request.unstorable",
        "A value cannot be stored",
        "a value is outside what the database can hold",
    )


async def _fault(request: Request, error: Exception) -> Response:
    log.error("unexpected", exc_info=error, path=request.url.path)
    return problem(
        500,
        "shared.unexpected",
        "Something went wrong on our side",
        "the fault is in our log under this correlation id",
        correlation_id=structlog.contextvars.get_contextvars().get("correlation_id", ""),
    )


def answer_with_problems(app: FastAPI) -> None:
    """Every way a request can fail becomes a problem document."""
    app.add_exception_handler(Rejection, _rejected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(StoreUnavailable, _away)
    app.add_exception_handler(TooMuchContention, _busy)
    app.add_exception_handler(UnitRefused, _unstorable)
    app.add_exception_handler(Exception, _fault)
