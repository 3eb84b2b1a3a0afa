"""Reads view tables: SQLAlchemy Core writes each form of question once, asyncpg asks it as a prepared statement."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    not_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.port import Span
from shared.event_store.statements import fetch

_DIALECT: Final = PGDialect_asyncpg()  # type: ignore[no-untyped-call]
_BEGINNING, _VALUED, _UNVALUED = "beginning", "valued", "unvalued"
"""Where a page begins: at the first row, after one with a value in its order, after one without."""
_FIRST, _LAST = "_first", "_last"
"""The ends that a span has."""
_ZERO: Final[ColumnElement[Any]] = literal_column("0")


class _Question:
    """A statement as text, and the names of its parameters in their order."""

    __slots__ = ("names", "sql")

    def __init__(self, query: Select[Any]) -> None:
        compiled = query.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        self.sql = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup or ())


class PostgresViewReader:
    """The view tables of one department's database."""

    def __init__(self, engine: AsyncEngine, metadata: MetaData) -> None:
        self._engine = engine
        self._metadata = metadata
        self._questions: dict[tuple[Any, ...], _Question] = {}

    def _table(self, view: str) -> Table:
        return self._metadata.tables[view]

    async def get(self, view: str, identity: str) -> Mapping[str, Any] | None:
        """The row with that id."""
        question = self._questions.get((view,))
        if question is None:
            table = self._table(view)
            question = _Question(self._columns(table).where(table.c.id == bindparam("id", type_=Text())))
            self._questions[(view,)] = question
        rows = await self._rows(question, {"id": identity})
        return rows[0] if rows else None

    @staticmethod
    def _columns(table: Table) -> Select[Any]:
        """All columns; a document comes as its text, which is what answers are made of."""
        return select(
            *(cast(column, Text).label(column.name) if column.name == "document" else column for column in table.c)
        )

    async def page(
        self,
        view: str,
        *,
        where: Mapping[str, Any],
        order_by: str,
        after: tuple[Any, str] | None,
        limit: int,
        descending: bool = False,
    ) -> list[Mapping[str, Any]]:
        """At most `limit` rows after the keyset."""
        table = self._table(view)
        place = _BEGINNING if after is None else _UNVALUED if after[0] is None else _VALUED
        form = (view, _form_of(where), order_by, place, descending)
        question = self._questions.get(form)
        if question is None:
            question = self._questions[form] = self._page_question(table, where, order_by, place, descending)
        values = {**_values_of(where), "most": limit}
        if after is not None:
            kind = table.c[order_by].type.python_type
            value = None if after[0] is None else msgspec.convert(after[0], kind, strict=False)
            values |= {"after_value": value, "after_id": after[1]}
        return await self._rows(question, values)

    def _page_question(
        self, table: Table, where: Mapping[str, Any], order_by: str, place: str, descending: bool
    ) -> _Question:
        """Rows with a value, then those without. Each of the two is read along its own stretch of the index."""
        key = table.c[order_by]
        if not key.nullable:
            return _Question(self._valued(table, where, key, place, descending))
        if place == _UNVALUED:
            return _Question(self._unvalued(table, where, key, place, descending))
        parts = [
            part(table, where, key, place, descending).subquery().select() for part in (self._valued, self._unvalued)
        ]
        both = union_all(*parts).subquery()
        first = both.c[order_by].desc() if descending else both.c[order_by].asc()
        then = both.c.id.desc() if descending else both.c.id.asc()
        return _Question(both.select().order_by(first.nulls_last(), then).limit(bindparam("most")))

    def _valued(
        self, table: Table, where: Mapping[str, Any], key: Column[Any], place: str, descending: bool
    ) -> Select[Any]:
        query = self._columns(table).where(*_conditions(table, where), key.is_not(None))
        keys = (key, table.c.id)
        if place == _VALUED:
            pivot = tuple_(bindparam("after_value", type_=key.type), bindparam("after_id", type_=Text()))
            query = query.where(tuple_(*keys) < pivot if descending else tuple_(*keys) > pivot)
        return query.order_by(*(one.desc() if descending else one.asc() for one in keys)).limit(bindparam("most"))

    def _unvalued(
        self, table: Table, where: Mapping[str, Any], key: Column[Any], place: str, descending: bool
    ) -> Select[Any]:
        query = self._columns(table).where(*_conditions(table, where), key.is_(None))
        identity = table.c.id
        if place == _UNVALUED:
            pivot = bindparam("after_id", type_=Text())
            query = query.where(identity < pivot if descending else identity > pivot)
        return query.order_by(identity.desc() if descending else identity.asc()).limit(bindparam("most"))

    async def totals(
        self, view: str, *, group_by: Sequence[str], sums: Sequence[str], where: Mapping[str, Any]
    ) -> list[Mapping[str, Any]]:
        """Sums per group, ordered by the group."""
        table = self._table(view)
        form = (view, _form_of(where), tuple(group_by), tuple(sums))
        question = self._questions.get(form)
        if question is None:
            groups = [table.c[name] for name in group_by]
            query = (
                select(*groups, *(func.coalesce(func.sum(table.c[name]), _ZERO).label(name) for name in sums))
                .where(*_conditions(table, where))
                .group_by(*groups)
                .order_by(*(cast(group, Text) for group in groups))
            )
            question = self._questions[form] = _Question(query)
        return await self._rows(question, _values_of(where))

    async def _rows(self, question: _Question, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        arguments = [values[name] for name in question.names]
        return [_shown(dict(row)) for row in await fetch(self._engine, question.sql, *arguments)]


def _form_of(where: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Which columns are filtered, and how. Values do not change the statement, but yes and no do."""
    return tuple((name, _kind_of(wanted)) for name, wanted in where.items())


def _kind_of(wanted: Any) -> str:
    match wanted:
        case None:
            return "none"
        case bool():
            return "yes" if wanted else "no"
        case list() | tuple():
            return "many"
        case Span(first=first, last=last):
            return f"span{'' if first is None else _FIRST}{'' if last is None else _LAST}"
        case _:
            return "one"


def _conditions(table: Table, where: Mapping[str, Any]) -> list[Any]:
    """Yes and no are written out: the index of a flag holds only the rows that have it, for whom this is said to."""
    conditions: list[Any] = []
    for name, how in _form_of(where):
        column = table.c[name]
        text = column if isinstance(column.type, Text) else cast(column, Text)
        if how == "none":
            conditions.append(column.is_(None))
        elif how.startswith("span"):
            conditions += _between(column, how)
        elif how == "many":
            conditions.append(text == func.any(bindparam(f"where_{name}", type_=ARRAY(Text()))))
        elif isinstance(column.type, Boolean) and how in ("yes", "no"):
            conditions.append(column if how == "yes" else not_(column))
        else:
            conditions.append(text == bindparam(f"where_{name}", type_=Text()))
    return conditions


def _between(column: Column[Any], how: str) -> Iterator[ColumnElement[bool]]:
    """Its ends are compared as what the column is, so that the column's index finds them."""
    yield column.is_not(None)
    if _FIRST in how:
        yield column >= bindparam(f"where_{column.name}{_FIRST}", type_=column.type)
    if _LAST in how:
        yield column <= bindparam(f"where_{column.name}{_LAST}", type_=column.type)


def _values_of(where: Mapping[str, Any]) -> dict[str, Any]:
    """The filters' values as text, which is how they are compared; the ends of a span as they are."""
    values: dict[str, Any] = {}
    for name, wanted in where.items():
        if isinstance(wanted, Span):
            values |= {f"where_{name}{_FIRST}": wanted.first, f"where_{name}{_LAST}": wanted.last}
        elif isinstance(wanted, list | tuple):
            values[f"where_{name}"] = [_text(one) for one in wanted]
        elif wanted is not None:
            values[f"where_{name}"] = _text(wanted)
    return values


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(row: Mapping[str, Any]) -> Mapping[str, Any]:
    document = row.get("document")
    return {**row, "document": document.encode()} if isinstance(document, str) else row
