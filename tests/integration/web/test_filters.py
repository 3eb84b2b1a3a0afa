"""Filters that take one of a few say which, and refuse all others: a slip of the pen is not "there is nothing"."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import pytest

from deploy.registry import SERVICES
from shared.projections.view import DocumentView
from tests.integration.web.doorstep import ROLES, Door, a_company, doors, knocking, problem_in, resolved

OF_PAGES: Final = frozenset({"limit", "cursor", "order_by", "descending"})
ANY_TEXT: Final = frozenset(
    {
        "about",
        "agent",
        "bank_reference",
        "counted_by",
        "customer_reference",
        "email",
        "name",
        "number",
        "raised_by",
        "sku",
        "source",
        "supplier_delivery_note",
        "supplier_reference",
        "tax_id",
        "warehouse",
    }
)
"""Beside ids, what a list is filtered by of which nobody can say beforehand which values there are."""
LISTS: Final = [
    door
    for door in doors()
    if any(one["name"] == "order_by" for one in door.operation.get("parameters", ()))
    and not door.path.endswith("{queue}")
]
VIEWS: Final = [
    pytest.param(view, id=f"{service.name}.{view.name}")
    for service in SERVICES
    for view in service.department.views
    if isinstance(view, DocumentView)
]


def filters(door: Door) -> Mapping[str, Mapping[str, Any]]:
    return {
        one["name"]: resolved(door.department, one["schema"])
        for one in door.operation["parameters"]
        if one["in"] == "query" and one["name"] not in OF_PAGES
    }


def is_one_of_few(schema: Mapping[str, Any]) -> bool:
    return bool({"enum", "pattern", "format"} & schema.keys()) or schema["type"] != "string"


@pytest.mark.parametrize("door", LISTS, ids=str)
def test_a_filter_says_what_it_takes(door: Door) -> None:
    """A new one is declared by the type of its document's field, or is added to those that take any text."""
    any_text = {name for name, schema in filters(door).items() if not is_one_of_few(schema)}
    assert {name for name in any_text if not name.endswith("_id")} <= ANY_TEXT


@pytest.mark.parametrize("door", LISTS, ids=str)
async def test_it_takes_these_and_no_other(door: Door) -> None:
    async with knocking(a_company(), *ROLES) as client:
        for name, schema in filters(door).items():
            for value in schema.get("enum", ()):
                assert (await client.get(door.url(), params={name: value})).status_code == 200, f"{name}={value}"
            if not is_one_of_few(schema):
                continue
            for wrong in ("payed", "USDX", "ZZ"):
                answer = await client.get(door.url(), params={name: wrong})
                problem = problem_in(door, answer)
                assert (problem["status"], problem["code"]) == (422, "shared.request.filter-invalid")
                assert problem["field"] == name
                assert all(value in problem["detail"] for value in schema.get("enum", ()))


@pytest.mark.parametrize("view", VIEWS)
def test_a_queue_asks_for_what_there_can_be(view: DocumentView[Any]) -> None:
    for queue, where in view.queues.items():
        for name, wanted in where.items():
            values = [wanted] if isinstance(wanted, str | bool) else wanted
            choices = view.choices().get(name)
            assert choices is None or set(values) <= set(choices), queue


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_shown_can_be_read_back(view: DocumentView[Any]) -> None:
    """By the proof, which takes a stored document for what its type says."""
    assert msgspec.json.Decoder(view.document).type is view.document
