"""The read routes that every aggregate has: list, work queues, one document (also as of then), history."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model
from sqlalchemy import Table

from shared.handling.runtime import Runtime
from shared.handling.work import UnknownDocument
from shared.kernel.rejection import Ground, Rejection
from shared.projections.view import DocumentView
from shared.web.asking import Look
from shared.web.cursors import LONGEST, CursorInvalid, cursor_after, keyset_of
from shared.web.fields import Country, Currency, Identity
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
_CODES: Final[Mapping[str, TypeAdapter[str]]] = {"country": TypeAdapter(Country), "currency": TypeAdapter(Currency)}
"""What columns of these names hold, in every list that has them."""


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


def _filters(
    request: Request, table: Table, names: Sequence[str], choices: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """The filters that the request names. A slip of the pen is refused: it would list everything, or nothing.

    Raises FilterInvalid.
    """
    given = {name: value for name, value in request.query_params.items() if name not in _PAGING}
    for name, value in given.items():
        if name not in names:
            raise FilterInvalid(f"there are: {', '.join(names) or 'none'}", field=name[:LONGEST_FILTER])
        if len(value) > LONGEST_FILTER or not value.isprintable():
            raise FilterInvalid(f"at most {LONGEST_FILTER} printable characters", field=name)
        if name in choices and value not in choices[name]:
            raise FilterInvalid(f"there are: {', '.join(choices[name])}", field=name)
    return {name: _filtered(name, value, table.c[name].type.python_type) for name, value in given.items()}


def _filtered(name: str, value: str, kind: type) -> Any:
    """The value as the column has it."""
    if name in _CODES:
        try:
            return _CODES[name].validate_python(value)
        except ValidationError:
            raise FilterInvalid(f"there is no such {name}", field=name) from None
    if kind is str:
        return value
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        raise FilterInvalid(f"this is no {_WRITTEN.get(kind, kind.__name__)}", field=name) from None


def _json(body: bytes, version: int | None = None) -> Response:
    headers = {"ETag": f'"{version}"'} if version is not None else None
    return Response(body, media_type="application/json", headers=headers)


async def _page(
    runtime: Runtime,
    view: DocumentView[Any],
    where: Mapping[str, Any],
    cursor: str | None,
    *,
    order: str,
    descending: bool,
    limit: int,
) -> Response:
    """A page, and where it ended: a cursor belongs to what decides which rows there are, and in which order."""
    question = (view.name, sorted((name, str(wanted)) for name, wanted in where.items()), order, descending)
    rows = await runtime.reader.page(
        view.name,
        where=where,
        order_by=order,
        after=keyset_of(cursor, view.table.c[order], *question),
        limit=limit + 1,
        descending=descending,
    )
    documents = b",".join(bytes(row["document"]) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    following = None if last is None else cursor_after(last[order], last["id"], *question)
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
    order = _order_of(view)
    _add_list(router, view, path, plural or f"{noun}s", page, order)
    if view.queues:
        _add_queues(router, view, path, noun, page, order)
    _add_document(router, view, path, noun)
    _add_history(router, view, path, noun)
    return router


def _order_of(view: DocumentView[Any]) -> Any:
    members = [(name, name) for name in view.order_by]
    return StrEnum(f"{view.document.__name__}Order", members)


def _add_list(router: APIRouter, view: DocumentView[Any], path: str, plural: str, page: Any, order: Any) -> None:
    default_order = order(view.order_by[0])
    choices = view.choices()

    @router.get(path, name=f"list {plural}", response_model=page, responses=refusals(CursorInvalid, FilterInvalid))
    async def listing(
        request: Request,
        runtime: Look,
        limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 50,
        cursor: Annotated[str | None, Query(max_length=LONGEST)] = None,
        order_by: order = default_order,
        descending: bool = False,
    ) -> Response:
        """Those that match all the filters, a page at a time; what has no value in the order comes last."""
        where = _filters(request, view.table, view.filters, choices)
        return await _page(runtime, view, where, cursor, order=str(order_by), descending=descending, limit=limit)

    _describe_filters(view, router, choices)


def _add_queues(router: APIRouter, view: DocumentView[Any], path: str, noun: str, page: Any, order: Any) -> None:
    default_order = order(view.order_by[0])

    @router.get(
        path + "/queues/{queue}",
        name=f"list {noun} queue",
        response_model=page,
        responses=refusals(UnknownQueue, CursorInvalid),
    )
    async def queue_listing(
        runtime: Look,
        queue: Annotated[str, Path(json_schema_extra={"enum": list(view.queues)})],
        limit: Annotated[int, Query(ge=1, le=MOST_PER_PAGE)] = 50,
        cursor: Annotated[str | None, Query(max_length=LONGEST)] = None,
        order_by: order = default_order,
        descending: bool = False,
    ) -> Response:
        """What waits for a person, a page at a time; what has no value in the order comes last."""
        if queue not in view.queues:
            raise UnknownQueue(f"there are: {', '.join(view.queues)}", field="queue")
        where = view.queues[queue]
        return await _page(runtime, view, where, cursor, order=str(order_by), descending=descending, limit=limit)


def _id_of(noun: str) -> Any:
    return Path(description=f"the {noun}'s id, as the list shows it")


def _add_document(router: APIRouter, view: DocumentView[Any], path: str, noun: str) -> None:
    @router.get(
        path + "/{identity}",
        name=f"read {noun}",
        response_model=view.document,
        responses=refusals(UnknownDocument),
    )
    async def reading(
        runtime: Look, identity: Annotated[Identity, _id_of(noun)], as_of: AsOf = None, known_at: KnownAt = None
    ) -> Response:
        """As it is now, as it was at a moment, or as we knew it at a moment."""
        return await _reading(runtime, view, identity, as_of, known_at)


async def _reading(
    runtime: Runtime, view: DocumentView[Any], identity: str, as_of: datetime | None, known_at: datetime | None
) -> Response:
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
    async def history(runtime: Look, identity: Annotated[Identity, _id_of(noun)]) -> Response:
        """Every event so far, the first one first."""
        items = await _history(runtime, view, identity)
        if not items:
            raise UnknownDocument("nothing has this id")
        return _json(msgspec.json.encode(items))


async def _history(runtime: Runtime, view: DocumentView[Any], identity: str) -> list[dict[str, Any]]:
    entries = await runtime.store.history(view.decider.stream(identity))
    return [history_item(runtime.department.codec, entry) for entry in entries]


def only_document_routes(view: DocumentView[Any], path: str, noun: str, identity: str) -> APIRouter:
    """Routes named ``read {noun}`` and ``read {noun} history``, for a document of which there is only one.

    While nobody has written it, it reads as its decider begins, and has no history.
    """
    router = APIRouter(tags=[noun])

    @router.get(path, name=f"read {noun}", response_model=view.document)
    async def reading(runtime: Look, as_of: AsOf = None, known_at: KnownAt = None) -> Response:
        """As it is now, as it was at a moment, or as we knew it at a moment; the defaults until somebody sets it."""
        try:
            return await _reading(runtime, view, identity, as_of, known_at)
        except UnknownDocument:
            return _json(msgspec.json.encode(view.read(identity, view.decider.initial)), version=0)

    @router.get(f"{path}/history", name=f"read {noun} history", response_model=list[HistoryItem])
    async def history(runtime: Look) -> Response:
        """Who set what when; empty while the defaults hold."""
        return _json(msgspec.json.encode(await _history(runtime, view, identity)))

    return router


def _describe_filters(view: DocumentView[Any], router: APIRouter, choices: Mapping[str, Sequence[str]]) -> None:
    """The filters of a list in its OpenAPI description: equality on these columns."""
    route: Any = router.routes[-1]
    route.openapi_extra = {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "schema": _schema_of(name, view.table.c[name].type.python_type, choices.get(name)),
                "description": f"only those with exactly this as `{name}`",
            }
            for name in view.filters
        ]
    }


def _schema_of(name: str, kind: type, choices: Sequence[str] | None) -> dict[str, Any]:
    if choices is not None:
        return {"type": "string", "enum": list(choices)}
    if name in _CODES:
        return _CODES[name].json_schema()
    return _SCHEMAS.get(kind, {"type": "string", "maxLength": LONGEST_FILTER})
