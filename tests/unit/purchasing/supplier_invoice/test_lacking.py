"""Supplier invoices: goods that had not come after all, and goods that came by now."""

from decimal import Decimal

import pytest

from services.purchasing.supplier_invoice.events import (
    MissingLine,
    SupplierInvoiceGoodsCame,
    SupplierInvoiceGoodsMissing,
)
from services.purchasing.supplier_invoice.lacking import NoteGoodsCame, NoteGoodsMissing
from services.purchasing.supplier_invoice.state import Approved
from services.purchasing.supplier_invoice.views import read
from tests.unit.purchasing.supplier_invoice.invoices import APPROVED, BLOCKED, MONDAY, RECORDED, REJECTED, an_invoice

CAME = SupplierInvoiceGoodsCame(came_on=MONDAY)
approved = an_invoice.given(RECORDED, APPROVED)


def lines(quantity: str) -> tuple[MissingLine, ...]:
    return (MissingLine(purchase_line_no=1, quantity=Decimal(quantity)),)


def note(quantity: str) -> NoteGoodsMissing:
    return NoteGoodsMissing(lines=lines(quantity), reason="mistyped", by="w.boss", on=MONDAY)


def missing(quantity: str) -> SupplierInvoiceGoodsMissing:
    return SupplierInvoiceGoodsMissing(lines=lines(quantity), reason="mistyped", corrected_by="w.boss", noted_on=MONDAY)


def test_it_shows_that_goods_are_missing_until_they_came() -> None:
    noted = approved.when(note("4")).then(missing("4")).then_asked_again_nothing()
    lacking = approved.given(*noted.facts)
    shown = read("i1", lacking.state)
    assert shown is not None
    assert (shown.status, shown.goods_missing, shown.goods_missing_because) == ("approved", True, "mistyped")
    came = lacking.when(NoteGoodsCame(on=MONDAY)).then(CAME).then_asked_again_nothing()
    after = lacking.given(*came.facts)
    shown = read("i1", after.state)
    assert shown is not None
    assert (shown.status, shown.goods_missing, shown.goods_missing_because) == ("approved", False, "")
    after.when(note("4")).then(missing("4"))


def test_more_that_is_missing_is_news() -> None:
    more = approved.given(missing("4")).when(note("5")).then(missing("5")).state_after()
    assert isinstance(more, Approved)
    assert more.missing is not None
    assert more.missing.lines == lines("5")


def test_goods_that_were_not_missing_are_no_news() -> None:
    approved.when(NoteGoodsCame(on=MONDAY)).then_nothing()


@pytest.mark.parametrize("owed_nothing", [(), (RECORDED, BLOCKED), (RECORDED, BLOCKED, REJECTED)])
def test_of_what_is_not_owed_nothing_is_missing(owed_nothing: tuple[object, ...]) -> None:
    invoice = an_invoice.given(*owed_nothing)
    invoice.when(note("4")).then_nothing()
    invoice.when(NoteGoodsCame(on=MONDAY)).then_nothing()
    assert invoice.given(missing("4"), CAME).state == invoice.state
