"""Inline views: rows that are written in the transaction of the events they show, so that a writer reads its write."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, Boolean, Column, DateTime, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from shared.kernel.decider import Decider, Fact, id_of

S = TypeVar("S")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A column beside the document, for filters, order and sums.

    `get` reads it off the document where it is not simply the attribute of that name. `among` are all the values that
    it can have where these are few, and the attribute's type does not say so, since a stored fact has it as a text.
    """

    type: TypeEngine[Any]
    get: Callable[[Any], Any] | None = None
    among: tuple[str, ...] = ()


def _members(kind: Any) -> tuple[str, ...]:
    """The values of a type that has a few; none of another one, which may have any."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(str(member) for member in kind)
    if get_origin(kind) in (Union, UnionType):
        parts = [_members(one) for one in get_args(kind) if one is not type(None)]
        return tuple(value for part in parts for value in part) if all(parts) else ()
    return get_args(kind) if get_origin(kind) is Literal else ()


def _add_indexes(table: Table, names: Iterable[str]) -> None:
    """For each of these columns an index that also has the id, which pages go by.

    That of a flag holds only the rows that have it. They are few, and the others are changed without touching it.
    """
    for name in dict.fromkeys(names):
        column = table.c[name]
        if isinstance(column.type, Boolean):
            Index(f"{table.name}_{name}", table.c.id, postgresql_where=column)
        elif name != "id":
            Index(f"{table.name}_{name}", column, table.c.id)


@dataclass(frozen=True, kw_only=True)
class DocumentView(Generic[S]):
    """One row per aggregate: the whole document as JSON, and the columns that lists filter, order and sum by.

    `read` lays a state flat as a `document` (a dataclass decorated with `document`), or None while there is nothing
    to show. `queues` name what waits for a person: queue name -> filter.
    """

    name: str
    decider: Decider[S]
    document: type
    read: Callable[[str, S], Any | None]
    columns: Mapping[str, Shown]
    filters: tuple[str, ...] = ()
    queues: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    order_by: tuple[str, ...] = ("id",)
    table: Table = field(init=False)

    def __post_init__(self) -> None:
        shown = [Column(name, column.type, nullable=True) for name, column in self.columns.items()]
        table = Table(
            self.name,
            MetaData(),
            Column("id", Text, primary_key=True),
            Column("version", Integer, nullable=False),
            Column("changed_at", DateTime(timezone=True), nullable=False),
            *shown,
            Column("document", JSON, nullable=False),
        )
        _add_indexes(table, (*self.filters, *self.order_by))
        object.__setattr__(self, "table", table)

    def choices(self) -> dict[str, tuple[str, ...]]:
        """The columns that take one of a few values, and which: as the column says, or the document's type of it."""
        hints = get_type_hints(self.document)
        found = {
            name: column.among or (_members(hints.get(name)) if column.get is None else ())
            for name, column in self.columns.items()
        }
        return {name: values for name, values in found.items() if values}

    def rows(self, state: S, facts: Sequence[Fact[Any]]) -> Iterable[Row]:
        """The aggregate's one row."""
        last = facts[-1]
        shown = self.read(id_of(last.stream), state)
        if shown is None:
            return ()
        row = {
            "id": id_of(last.stream),
            "version": last.version,
            "changed_at": last.occurred_at,
            "document": shown,
        }
        for name, column in self.columns.items():
            row[name] = getattr(shown, name) if column.get is None else column.get(shown)
        return (row,)


@dataclass(frozen=True, kw_only=True)
class FactView(Generic[S]):
    """Rows made from each fact: journal lines, movements. `read` gives the rows of one fact; ids must not repeat."""

    name: str
    decider: Decider[S]
    read: Callable[[Fact[Any]], Iterable[Row]]
    columns: Mapping[str, TypeEngine[Any]]
    filters: tuple[str, ...] = ()
    order_by: tuple[str, ...] = ("id",)
    table: Table = field(init=False)

    def __post_init__(self) -> None:
        table = Table(
            self.name,
            MetaData(),
            Column("id", Text, primary_key=True),
            *(Column(name, kind, nullable=True) for name, kind in self.columns.items()),
        )
        _add_indexes(table, (*self.filters, *self.order_by))
        object.__setattr__(self, "table", table)

    def rows(self, state: S, facts: Sequence[Fact[Any]]) -> Iterable[Row]:
        """The rows of those facts."""
        return [row for fact in facts for row in self.read(fact)]
