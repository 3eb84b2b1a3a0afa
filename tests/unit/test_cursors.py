"""A cursor goes on where its page ended, and only with the question that it was given for."""

import base64
import json
from typing import Any

import httpx2
import pytest
from sqlalchemy import BigInteger, Column, Date, Integer, Text

from shared.web.cursors import CursorInvalid, cursor_after, keyset_of
from tests.unit.accounting.desk import Desk
from tests.unit.accounting.examples import registered

TEXT = Column("name", Text())
ID = Column("id", Text(), primary_key=True)


class TestKeyset:
    def test_it_is_where_the_page_ended(self) -> None:
        assert keyset_of(cursor_after("b", "7", "till", []), TEXT, "till", []) == ("b", "7")
        assert keyset_of(cursor_after(None, "7", "till"), TEXT, "till") == (None, "7")
        assert keyset_of(None, TEXT, "till") is None

    @pytest.mark.parametrize("question", [(), ("tills",), ("till", "more"), ("till", [["a", "1"]], "id", True)])
    def test_with_another_question_it_is_refused(self, question: tuple[Any, ...]) -> None:
        with pytest.raises(CursorInvalid, match="another order or other filters"):
            keyset_of(cursor_after("b", "7", "till", [["a", "1"]], "id", False), TEXT, *question)

    @pytest.mark.parametrize(
        ("column", "value", "identity"),
        [
            (Column("n", Integer()), 2**31, "x"),
            (Column("n", BigInteger()), 2**63, "x"),
            (Column("n", Integer()), "no number", "x"),
            (Column("d", Date()), "2026-02-30", "x"),
            (TEXT, "a\x00", "x"),
            (TEXT, "a", "x\x00"),
            (ID, None, "x"),
        ],
    )
    def test_what_the_database_would_stumble_over_is_refused_under_any_mark(
        self, column: Column[Any], value: Any, identity: str
    ) -> None:
        with pytest.raises(CursorInvalid, match="page before"):
            keyset_of(cursor_after(value, identity, "till"), column, "till")

    @pytest.mark.parametrize("parts", [["a", "b"], ["a", "b", "c", "d"], {"a": 1}, [True, "x", "m"], [1.5, "x", "m"]])
    def test_so_is_what_we_never_gave(self, parts: Any) -> None:
        made_up = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")
        for cursor in (made_up, "AAAA", "é", ""):
            with pytest.raises(CursorInvalid):
                keyset_of(cursor, TEXT, "till")


class TestLists:
    """Of the departments: one of them stands for all, whose lists and queues are made in one place."""

    @pytest.fixture
    async def desk(self) -> Desk:
        desk = await Desk.open()
        await desk.hear(registered(), key="ACME")
        for number, received in enumerate(("2026-02-01", "2026-02-03", "2026-02-02"), 1):
            body = {"amount": {"minor": number, "currency": "USD"}, "bank_reference": f"B{number}"}
            await desk.post("/payments", body | {"received_on": received})
        return desk

    async def refused(self, desk: Desk, path: str, **params: str) -> tuple[int, str]:
        answer: httpx2.Response = await desk.ask("GET", path, params=params)
        return answer.status_code, answer.json().get("code", "")

    async def test_a_page_goes_on_in_its_order_and_no_other(self, desk: Desk) -> None:
        order = {"order_by": "received_on", "limit": "2"}
        first = await desk.get("/payments", params=order)
        rest = await desk.get("/payments", params=order | {"cursor": first["next"], "limit": "9"})
        days = [one["received_on"][-2:] for one in (*first["items"], *rest["items"])]
        assert (days, rest["next"]) == (["01", "02", "03"], None)
        wrong = (422, "shared.request.cursor-invalid")
        for other in ({}, order | {"descending": "true"}, order | {"status": "unidentified"}):
            assert await self.refused(desk, "/payments", **other, cursor=first["next"]) == wrong
        assert await self.refused(desk, "/payments/queues/unidentified", **order, cursor=first["next"]) == wrong
        assert await self.refused(desk, "/invoices", cursor=first["next"]) == wrong

    async def test_a_queue_has_orders_and_cursors_as_the_list_has(self, desk: Desk) -> None:
        path, order = "/payments/queues/unidentified", {"order_by": "received_on", "descending": "true", "limit": "2"}
        first = await desk.get(path, params=order)
        rest = await desk.get(path, params=order | {"cursor": first["next"]})
        assert [one["received_on"][-2:] for one in (*first["items"], *rest["items"])] == ["03", "02", "01"]
        assert (await self.refused(desk, path, order_by="colour"))[0] == 422

    async def test_what_has_no_value_in_the_order_is_listed_last(self, desk: Desk) -> None:
        for number in (4, 5):
            item = {"number": f"R-{number}", "customer_id": "ACME", "amount": {"minor": number, "currency": "USD"}}
            dated = {"invoiced_on": "2026-01-02", "due_on": "2026-02-01"}
            await desk.post("/open-items", item | dated, person="m", roles=("accounting.manager",))
        paid = {"amount": {"minor": 4, "currency": "USD"}, "bank_reference": "P", "reference": "R-4"}
        await desk.post("/payments", paid)
        for descending in ("false", "true"):
            order = {"order_by": "due_on", "limit": "1", "descending": descending}
            first = await desk.get("/invoices", params=order)
            rest = await desk.get("/invoices", params=order | {"cursor": first["next"]})
            assert [one["number"] for one in (*first["items"], *rest["items"])] == ["R-5", "R-4"]
            assert rest["next"] is None
