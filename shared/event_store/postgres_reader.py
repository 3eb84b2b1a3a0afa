"""Reads view tables with SQLAlchemy Core, compiled once per form of question."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import MetaData, Table, Text, cast, func, select, tuple_
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.event_store.port import StoreUnavailable


class PostgresViewReader:
    """The view tables of one department's database."""

    def __init__(self, engine: AsyncEngine, metadata: MetaData) -> None:
        self._engine = engine
        self._metadata = metadata

    def _table(self, view: str) -> Table:
        return self._metadata.tables[view]

    async def get(self, view: str, identity: str) -> Mapping[str, Any] | None:
        """The row with that id."""
        rows = await self._rows(self._columns(self._table(view)).where(self._table(view).c.id == identity))
        return rows[0] if rows else None

    @staticmethod
    def _columns(table: Table) -> Any:
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
        query = self._columns(table).where(*self._conditions(table, where), table.c[order_by].is_not(None))
        keys = (table.c[order_by], table.c.id)
        if after is not None:
            value = msgspec.convert(after[0], table.c[order_by].type.python_type, strict=False)
            keyset, pivot = tuple_(*keys), tuple_(value, after[1])
            query = query.where(keyset < pivot if descending else keyset > pivot)
        query = query.order_by(*(key.desc() if descending else key.asc() for key in keys)).limit(limit)
        return await self._rows(query)

    @staticmethod
    def _conditions(table: Table, where: Mapping[str, Any]) -> list[Any]:
        conditions: list[Any] = []
        for name, wanted in where.items():
            column = cast(table.c[name], Text)
            if isinstance(wanted, list | tuple):
                conditions.append(column.in_([_text(one) for one in wanted]))
            elif wanted is None:
                conditions.append(table.c[name].is_(None))
            elif isinstance(table.c[name].type, Text):
                conditions.append(table.c[name] == str(wanted))
            else:
                conditions.append(column == _text(wanted))
        return conditions

    async def totals(
        self, view: str, *, group_by: Sequence[str], sums: Sequence[str], where: Mapping[str, Any]
    ) -> list[Mapping[str, Any]]:
        """Sums per group, ordered by the group."""
        table = self._table(view)
        groups = [table.c[name] for name in group_by]
        query = (
            select(*groups, *(func.coalesce(func.sum(table.c[name]), 0).label(name) for name in sums))
            .where(*self._conditions(table, where))
            .group_by(*groups)
            .order_by(*(cast(group, Text) for group in groups))
        )
        return await self._rows(query)

    async def _rows(self, query: Any) -> list[Mapping[str, Any]]:
        try:
            async with self._engine.connect() as connection:
                found = (await connection.execute(query)).mappings().all()
        except (OSError, TimeoutError, InterfaceError, DBAPIError, asyncpg.InterfaceError) as error:
            raise StoreUnavailable(str(error)) from error
        return [_shown(dict(row)) for row in found]


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(row: Mapping[str, Any]) -> Mapping[str, Any]:
    document = row.get("document")
    return {**row, "document": document.encode()} if isinstance(document, str) else row
