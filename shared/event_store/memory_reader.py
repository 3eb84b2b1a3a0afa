"""Reads views of the memory store with the same answers as SQL gives."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from shared.event_store.memory import MemoryEventStore
from shared.event_store.port import Span

_encode = msgspec.json.Encoder().encode


def _matches(row: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    return all(_is_meant(row.get(name), wanted) for name, wanted in where.items())


def _is_meant(value: Any, wanted: Any) -> bool:
    match wanted:
        case Span():
            return value in wanted
        case list() | tuple():
            return _text(value) in {_text(one) for one in wanted}
        case _:
            return bool(_text(value) == _text(wanted))


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


class MemoryViewReader:
    """The rows that inline views wrote into a memory store."""

    def __init__(self, store: MemoryEventStore) -> None:
        self._store = store

    async def get(self, view: str, identity: str) -> Mapping[str, Any] | None:
        """The row with that id."""
        row = self._store.views[view].get(identity)
        return None if row is None else _shown(row)

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
        found = [row for row in self._store.views[view].values() if _matches(row, where)]
        valued = [row for row in found if row[order_by] is not None]
        valued.sort(key=lambda row: (row[order_by], row["id"]), reverse=descending)
        unvalued = [row for row in found if row[order_by] is None]
        unvalued.sort(key=lambda row: row["id"], reverse=descending)
        if after is not None:
            valued, unvalued = _beyond(valued, unvalued, order_by, after, descending=descending)
        return [_shown(row) for row in (*valued, *unvalued)[:limit]]

    async def totals(
        self, view: str, *, group_by: Sequence[str], sums: Sequence[str], where: Mapping[str, Any]
    ) -> list[Mapping[str, Any]]:
        """Sums per group, ordered by the group."""
        groups: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in self._store.views[view].values():
            if not _matches(row, where):
                continue
            group = tuple(row[name] for name in group_by)
            total = groups.setdefault(group, dict(zip(group_by, group, strict=True)) | dict.fromkeys(sums, Decimal(0)))
            for name in sums:
                total[name] += row[name] or 0
        return [groups[group] for group in sorted(groups, key=lambda g: tuple(str(part) for part in g))]


def _beyond(
    valued: list[Mapping[str, Any]],
    unvalued: list[Mapping[str, Any]],
    order_by: str,
    after: tuple[Any, str],
    *,
    descending: bool,
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """What of both comes after the keyset: after a row without a value, only others without one."""
    value, identity = after
    if value is None:
        return [], [row for row in unvalued if (row["id"] < identity if descending else row["id"] > identity)]
    pivot = (_like(valued, order_by, value), identity)
    keys = [(row, (row[order_by], row["id"])) for row in valued]
    return [row for row, key in keys if (key < pivot if descending else key > pivot)], unvalued


def _like(found: list[Mapping[str, Any]], order_by: str, value: Any) -> Any:
    """A cursor's value, which is JSON, as the type of the column that it was made from."""
    return msgspec.convert(value, type(found[0][order_by]), strict=False) if found else value


def _shown(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "document": _encode(row["document"])} if "document" in row else dict(row)
