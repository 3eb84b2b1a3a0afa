"""What may change in a published event without a new version: compares two JSON Schemas of its data.

Both hold for as long as the version exists: a listener of today reads what was told before (it stays in the outbox),
and a listener of the previous release reads what is told today (it may run beside this one). So fields are only
added, with a default; nothing is removed, renamed, required later, or of another type. The members of an enumeration
only become more: a listener of the previous release parks what it does not know, and hears it once it is upgraded.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def breaking(before: Schema, now: Schema) -> list[str]:
    """Each change that needs a new version, with the field that it is in."""
    return list(_differences(_Node(before, before), _Node(now, now), "it"))


class _Node:
    """A place in a schema, with references followed."""

    def __init__(self, root: Schema, schema: Schema) -> None:
        self._root = root
        while "$ref" in schema:
            schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
        self.schema = schema
        self.required = frozenset(schema.get("required", ()))

    @property
    def fields(self) -> dict[str, "_Node"]:
        return {name: _Node(self._root, one) for name, one in self.schema.get("properties", {}).items()}

    @property
    def variants(self) -> dict[str, "_Node"]:
        """By their type; the only one, where there is no choice."""
        found = [_Node(self._root, one) for one in self.schema.get("anyOf", ())] or [self]
        return {str(one.schema.get("type", one.schema.get("title", "anything"))): one for one in found}

    @property
    def item(self) -> "_Node | None":
        items = self.schema.get("items")
        return _Node(self._root, items) if isinstance(items, dict) else None


def _differences(before: _Node, now: _Node, where: str) -> Iterator[str]:
    was, is_ = before.variants, now.variants
    if was.keys() != is_.keys():
        yield f"{where} was {' or '.join(sorted(was))} and is {' or '.join(sorted(is_))}"
        return
    for kind in was:
        yield from _within(was[kind], is_[kind], where)


def _within(before: _Node, now: _Node, where: str) -> Iterator[str]:
    for word in ("format", "pattern", "contentEncoding"):
        if before.schema.get(word) != now.schema.get(word):
            yield f"{where} had the {word} {before.schema.get(word)} and has {now.schema.get(word)}"
    gone = [member for member in before.schema.get("enum", ()) if member not in now.schema.get("enum", ())]
    if gone or ("enum" in before.schema) != ("enum" in now.schema):
        yield f"{where} may not be {gone or 'what it was'} any more"
    if before.item is not None and now.item is not None:
        yield from _differences(before.item, now.item, f"{where}[]")
    yield from _fields(before, now, where)


def _fields(before: _Node, now: _Node, where: str) -> Iterator[str]:
    was, is_ = before.fields, now.fields
    for name in was.keys() - is_.keys():
        yield f"{where}.{name} is gone"
    for name in now.required - before.required:
        told = "is required now, and was not always told" if name in was else "is new and has no default"
        yield f"{where}.{name} {told}"
    for name in was.keys() & is_.keys():
        yield from _differences(was[name], is_[name], f"{where}.{name}")
