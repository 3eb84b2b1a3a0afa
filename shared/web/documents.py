"""The read routes that every aggregate has: list, work queues, one document (also as of then), history."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, create_model
from sqlalchemy import BigInteger, Column, Numeric, Table

from shared.handling.runtime import Runtime
from shared.handling.work import UnknownDocument
from shared.kernel.rejection import Ground, Rejection
from shared.projections.view import DocumentView
from shared.web.asking import authenticate
from shared.web.fields import Identity
from shared.web.moments import AsOf, KnownAt, document_at, history_item
from shared.web.problems import refusals

MOST_PER_PAGE: Final = 200
LONGEST_FILTER: Final = 200
_PAGING: Final = frozenset({"limit", "cursor", "order_by", "descending"})
_WRITTEN: Final = {bool: "true or false", date: "day, which is written like 2026-12-31", int: "whole number"}
_SCHEMAS: Final = {
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    int: {"type": "integer"},
}
_pair: Final = msgspec.json.Decoder(tuple[str | int, str])


class CursorInvalid(Rejection):
    """The cursor is not one that we gave."""

    code = "shared.request.cursor-invalid"
    ground = Ground.UNACCEPTABLE


class FilterInvalid(Rejection):
    """The list has no such filter, or nothing that it lists could have that value."""

    code = "shared.request.filter-invalid"
    ground = Ground.UNACCEPTABLE


class UnknownQueue(Rejection):
    """There is no work queue of that name here."""

    code = "shared.request.unknown-queue"
    ground = Ground.NOT_FOUND


class HistoryItem(BaseModel):
    """One event of a document: what happened, when, who did it and why."""

    version: int
    type: str = Field(examples=["contract.signed"])
    occurred_at: datetime = Field(description="when it happened, in business terms")
    recorded_at: datetime = Field(description="when we knew")
    event_id: str
    actor: str
    reason: str | None
    command_id: str
    causation_id: str
    correlation_id: str
    data: dict[str, Any]


def _cursor_of(order: str, row: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode([row[order], row["id"]])).decode().rstrip("=")


def _keyset(cursor: str | None, column: Column[Any]) -> tuple[Any, str] | None:
    """What a cursor stands for. One that somebody made up is refused before the database would stumble over it."""
    if cursor is None:
        return None
    try:
        value, identity = _pair.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        msgspec.convert(value, column.type.python_type, strict=False)
    except (ValueError, TypeError, binascii.Error, msgspec.DecodeError):
        raise CursorInvalid("use the cursor of the page before", field="cursor") from None
    largest = 2**63 if isinstance(column.type, BigInteger | Numeric) else 2**31
    too_large = isinstance(value, int) and abs(value) >= largest
    if too_large or "\x00" in f"{value}{identity}":
        raise CursorInvalid("use the cursor of the page before", field="cursor")
    return value, identity


def _filters(request: Request, table: Table, names: Sequence[str]) -> dict[str, Any]:
    """The filters that the request names. A slip of the pen is refused: it would list everything, or nothing.

    Raises FilterInvalid.
    """
    given = {name: value for name, value in request.query_params.items() if name not in _PAGING}
    for name, value in given.items():
        if name not in names:
            raise FilterInvalid(f"there are: {', '.join(names) or 'none'}", field=name[:LONGEST_FILTER])
        if len(value) > LONGEST_FILTER or not value.isprintable():
            raise FilterInvalid(f"at most {LONGEST_FILTER} printable characters", field=name)
    return {name: _filtered(name, value, table.c[name].type.python_type) for name, value in given.items()}


def _filtered(name: str, value: str, kind: type) -> Any:
    """The value as the column has it."""
    if kind is str:
        return value
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        raise FilterInvalid(f"this is no {_WRITTEN.get(kind, kind.__name__)}", field=name) from None


def _json(body: bytes, version: int | None = None) -> Response:
    headers = {"ETag": f'"{version}"'} if version is not None else None
    return Response(body, media_type="application/json", headers=headers)


def _listing(rows: list[Mapping[str, Any]], order: str, limit: int) -> Response:
    documents = b",".join(bytes(row["document"]) for row in rows[:limit])
    following = _cursor_of(order, rows[limit - 1]) if len(rows) > limit else None
    return _json(b'{"items":[' + documents + b'],"next":' + msgspec.json.encode(following) + b"}")


def document_routes(view: DocumentView[Any], path: str, noun: str, *, plural: str = "") -> APIRouter:
    """Routes named ``list {plural}``, ``read {noun}``, ``read {noun} history``, ``list {noun} queue`` under `path`.

    The plural is given where it is not the noun with an s. The permissions file of the department lists who may use
    each of them.
    """
    router = APIRouter(tags=[noun])
    document: Any = view.document
    page = create_model(
        f"{document.__name__}Page",
        __doc__="Some of many.",
        items=(list[document], ...),
        next=(str | None, Field(description="give it as `cursor` for the next page; null on the last one")),
    )
    _add_list(router, view, path, plural or f"{noun}s", page)
    if view.queues:
        _add_queues(router, view, path, noun, page)
    _add_document(router, view, path, noun)
    _add_history(router, view, path, noun)
    return router


def _add_list(router: APIRouter, view: DocumentView[Any], path: str, plural: str, page: Any) -> None:
    members = [(name, name) for name in view.order_by]
    order: Any = StrEnum(f"{view.document.__name__}Order", members)  # type: ignore[misc]  # they come from the view
    default_order = order(view.order_by[0])

    @router.get(path, name=f"list {plural}", response_model=page, responses=refusals(CursorInvalid, FilterInvalid))
    async def listing(
        request: Request,
        limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 50,
        cursor: Annotated[str | None, Query(max_length=400)] = None,
        order_by: order = default_order,
        descending: bool = False,
    ) -> Response:
        """Those that match all the filters, a page at a time."""
        authenticate(request)
        runtime: Runtime = request.app.state.runtime
        rows = await runtime.reader.page(
            view.name,
            where=_filters(request, view.table, view.filters),
            order_by=str(order_by),
            after=_keyset(cursor, view.table.c[str(order_by)]),
            limit=limit + 1,
            descending=descending,
        )
        return _listing(rows, str(order_by), limit)

    _describe_filters(view, router)


def _add_queues(router: APIRouter, view: DocumentView[Any], path: str, noun: str, page: Any) -> None:
    @router.get(
        path + "/queues/{queue}",
        name=f"list {noun} queue",
        response_model=page,
        responses=refusals(UnknownQueue, CursorInvalid, FilterInvalid),
    )
    async def queue_listing(
        request: Request,
        queue: str,
        limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 50,
        cursor: Annotated[str | None, Query(max_length=400)] = None,
    ) -> Response:
        """What waits for a person, a page at a time."""
        authenticate(request)
        if queue not in view.queues:
            raise UnknownQueue(f"there are: {', '.join(view.queues)}", field="queue")
        _filters(request, view.table, ())
        runtime: Runtime = request.app.state.runtime
        rows = await runtime.reader.page(
            view.name,
            where=view.queues[queue],
            order_by="id",
            after=_keyset(cursor, view.table.c.id),
            limit=limit + 1,
        )
        return _listing(rows, "id", limit)


def _add_document(router: APIRouter, view: DocumentView[Any], path: str, noun: str) -> None:
    @router.get(
        path + "/{identity}",
        name=f"read {noun}",
        response_model=view.document,
        responses=refusals(UnknownDocument),
    )
    async def reading(request: Request, identity: Identity, as_of: AsOf = None, known_at: KnownAt = None) -> Response:
        """As it is now, as it was at a moment, or as we knew it at a moment."""
        return await _reading(request, view, identity, as_of, known_at)


async def _reading(
    request: Request, view: DocumentView[Any], identity: str, as_of: datetime | None, known_at: datetime | None
) -> Response:
    authenticate(request)
    runtime: Runtime = request.app.state.runtime
    if as_of is not None or known_at is not None:
        shown, version = await document_at(runtime, view, identity, as_of, known_at)
        if shown is None:
            raise UnknownDocument("nothing has this id, as of then")
        return _json(msgspec.json.encode(shown), version)
    row = await runtime.reader.get(view.name, identity)
    if row is None:
        raise UnknownDocument("nothing has this id")
    return _json(bytes(row["document"]), row["version"])


def _add_history(router: APIRouter, view: DocumentView[Any], path: str, noun: str) -> None:
    @router.get(
        path + "/{identity}/history",
        name=f"read {noun} history",
        response_model=list[HistoryItem],
        responses=refusals(UnknownDocument),
    )
    async def history(request: Request, identity: Identity) -> Response:
        """Every event so far, the first one first."""
        items = await _history(request, view, identity)
        if not items:
            raise UnknownDocument("nothing has this id")
        return _json(msgspec.json.encode(items))


async def _history(request: Request, view: DocumentView[Any], identity: str) -> list[dict[str, Any]]:
    authenticate(request)
    runtime: Runtime = request.app.state.runtime
    entries = await runtime.store.history(view.decider.stream(identity))
    return [history_item(runtime.department.codec, entry) for entry in entries]


def only_document_routes(view: DocumentView[Any], path: str, noun: str, identity: str) -> APIRouter:
    """Routes named ``read {noun}`` and ``read {noun} history``, for a document of which there is only one.

    While nobody has written it, it reads as its decider begins, and has no history.
    """
    router = APIRouter(tags=[noun])

    @router.get(path, name=f"read {noun}", response_model=view.document)
    async def reading(request: Request, as_of: AsOf = None, known_at: KnownAt = None) -> Response:
        """As it is now, as it was at a moment, or as we knew it at a moment; the defaults until somebody sets it."""
        try:
            return await _reading(request, view, identity, as_of, known_at)
        except UnknownDocument:
            return _json(msgspec.json.encode(view.read(identity, view.decider.initial)))

    @router.get(f"{path}/history", name=f"read {noun} history", response_model=list[HistoryItem])
    async def history(request: Request) -> Response:
        """Who set what when; empty while the defaults hold."""
        return _json(msgspec.json.encode(await _history(request, view, identity)))

    return router


def _describe_filters(view: DocumentView[Any], router: APIRouter) -> None:
    """The filters of a list in its OpenAPI description: equality on these columns."""
    route: Any = router.routes[-1]
    route.openapi_extra = {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "schema": _SCHEMAS.get(view.table.c[name].type.python_type, {"type": "string", "maxLength": 200}),
                "description": f"only those whose {name.replace('_', ' ')} is exactly this",
            }
            for name in view.filters
        ]
    }
