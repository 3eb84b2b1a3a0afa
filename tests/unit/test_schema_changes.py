"""What may change within a version of a published event, and what needs the next one."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec
import pytest

from shared.kernel.shapes import part
from tools.schema_changes import breaking


@part
class Line:
    """One of many."""

    no: int
    text: str


@part
class Told:
    """As it was released."""

    order_id: str
    on: str | None
    colour: Literal["red", "green"]
    lines: tuple[Line, ...]
    first: Line
    note: str = ""


Schema = dict[str, Any]


def schema() -> Schema:
    return msgspec.json.schema(Told)


def edited(edit: Callable[[Schema, Schema], object]) -> list[str]:
    """What is said of the released schema after an edit of (the event's part, the line's part)."""
    now = schema()
    edit(now["$defs"]["Told"], now["$defs"]["Line"])
    return breaking(schema(), now)


def renamed(told: Schema, _: Schema) -> None:
    told["properties"]["order"] = told["properties"].pop("order_id")
    told["required"] = ["order", *told["required"][1:]]


ALLOWED: dict[str, Callable[[Schema, Schema], object]] = {
    "nothing": lambda told, line: None,
    "a new field with a default": lambda told, line: told["properties"].update(more={"type": "string", "default": ""}),
    "a new field with a default in a part": lambda told, line: line["properties"].update(more={"type": "string"}),
    "one more member": lambda told, line: told["properties"]["colour"]["enum"].append("blue"),
    "another description": lambda told, line: told.update(description="better said"),
    "a field that gets a default is still always told": lambda told, line: told["required"].remove("order_id"),
}
BREAKING: dict[str, tuple[Callable[[Schema, Schema], object], list[str]]] = {
    "removed": (lambda told, line: told["properties"].pop("note"), ["it.note is gone"]),
    "renamed": (renamed, ["it.order_id is gone", "it.order is new and has no default"]),
    "required later": (
        lambda told, line: told["required"].append("note"),
        ["it.note is required now, and was not always told"],
    ),
    "another type": (
        lambda told, line: told["properties"].update(order_id={"type": "integer"}),
        ["it.order_id was string and is integer"],
    ),
    "may be nothing now": (
        lambda told, line: told["properties"].update(order_id={"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ["it.order_id was string and is null or string"],
    ),
    "never nothing any more": (
        lambda told, line: told["properties"].update(on={"type": "string"}),
        ["it.on was null or string and is string"],
    ),
    "another format": (
        lambda told, line: told["properties"].update(order_id={"type": "string", "format": "date"}),
        ["it.order_id had the format None and has date"],
    ),
    "a member less": (
        lambda told, line: told["properties"]["colour"]["enum"].remove("red"),
        ["it.colour may not be ['red'] any more"],
    ),
    "in a part, wherever it stands": (
        lambda told, line: line["properties"].pop("text"),
        ["it.first.text is gone", "it.lines[].text is gone"],
    ),
}


@pytest.mark.parametrize("what", ALLOWED)
def test_within_a_version(what: str) -> None:
    assert edited(ALLOWED[what]) == []


@pytest.mark.parametrize("what", BREAKING)
def test_only_in_a_new_version(what: str) -> None:
    edit, words = BREAKING[what]
    assert sorted(edited(edit)) == sorted(words)
