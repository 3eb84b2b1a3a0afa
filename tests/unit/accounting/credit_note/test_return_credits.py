"""Credit for returned goods that care granted: what the invoice has is drafted, what it has not waits for a person."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.accounting.credit_note.approving import (
    AlreadyRefused,
    ApproveCreditNote,
    CreditNoteIsWithheld,
    CreditNoteUnknown,
    RefuseCreditNote,
)
from services.accounting.credit_note.decider import CREDIT_NOTE
from services.accounting.credit_note.drafting import DraftCreditNote
from services.accounting.credit_note.events import CreditNoteDrafted, CreditNoteWithheld
from services.accounting.credit_note.returning import DraftReturnCredit, DraftWithheldCredit, StillNotCreditable
from services.accounting.credit_note.state import Approved, Settled
from services.accounting.credit_note.views import read
from services.accounting.invoice.decider import INVOICE
from services.accounting.number_series.decider import NUMBER_SERIES
from shared.testing.specification import spec_of
from tests.unit.accounting.invoice.billed import POSTED, usd

TODAY = date(2026, 3, 10)
GRANTED = DraftReturnCredit(
    return_id="R-1",
    invoice_id="I-1",
    order_id="O-1",
    customer_id="ACME",
    line_no=1,
    quantity=Decimal(1),
    reason="unused",
    requested_by="ann",
    granted_by="max",
    on=TODAY,
)
unbilled = spec_of(CREDIT_NOTE).beside(INVOICE, "I-1").beside(NUMBER_SERIES, "CN-2026")
billed = unbilled.beside(INVOICE, "I-1", POSTED)


class TestGranted:
    def test_the_share_of_the_line_is_drafted_for_who_granted_it(self) -> None:
        (drafted,) = billed.when(GRANTED).then_asked_again_nothing().facts
        assert isinstance(drafted, CreditNoteDrafted)
        assert (drafted.net, drafted.tax) == (usd(333), usd(27))
        assert (drafted.drafted_by, drafted.granted_by, drafted.return_id) == ("ann", "max", "R-1")
        approved = billed.given(drafted).when(ApproveCreditNote(by="max", on=TODAY)).state_after()
        assert isinstance(approved, Approved)

    @pytest.mark.parametrize(
        ("grant", "because"),
        [
            (replace(GRANTED, quantity=Decimal(4)), "3 units of line 1 are left on invoice INV-2026-000007"),
            (replace(GRANTED, line_no=9), "0 units of line 9 are left on invoice INV-2026-000007"),
        ],
    )
    def test_what_the_invoice_does_not_have_is_withheld(self, grant: DraftReturnCredit, because: str) -> None:
        (withheld,) = billed.when(grant).then_asked_again_nothing().facts
        assert isinstance(withheld, CreditNoteWithheld)
        assert withheld.because == because

    def test_goods_that_are_not_invoiced_wait(self) -> None:
        (withheld,) = unbilled.when(GRANTED).facts
        assert isinstance(withheld, CreditNoteWithheld)
        shown = read("N-1", unbilled.given(withheld).state)
        assert shown is not None
        assert (shown.status, shown.total, shown.withheld_because) == (
            "withheld",
            None,
            "the goods are not invoiced yet",
        )


class TestWithheld:
    withheld = unbilled.when(GRANTED).facts

    def test_it_is_drafted_once_the_invoice_has_it(self) -> None:
        again = DraftWithheldCredit(on=TODAY)
        unbilled.given(*self.withheld).when(again).then_rejected(StillNotCreditable)
        billed.given(*self.withheld).when(again).then_asked_again_nothing()
        billed.when(again).then_rejected(CreditNoteUnknown)

    def test_nobody_approves_it(self) -> None:
        approve = ApproveCreditNote(by="max", on=TODAY)
        billed.given(*self.withheld).when(approve).then_rejected(CreditNoteIsWithheld)

    def test_a_person_may_settle_it_in_another_way(self) -> None:
        refuse = RefuseCreditNote(reason="paid back in cash", by="chi", on=TODAY)
        settled = billed.given(*self.withheld).when(refuse).then_asked_again_nothing()
        assert isinstance(settled.state_after(), Settled)
        over = billed.given(*self.withheld, *settled.facts)
        over.when(DraftWithheldCredit(on=TODAY)).then_rejected(AlreadyRefused)
        over.when(ApproveCreditNote(by="max", on=TODAY)).then_rejected(AlreadyRefused)
        draft = DraftCreditNote(
            invoice_id="I-1", units=(), charge_nos=(), amount=usd(1), reason="again", by="ann", on=TODAY
        )
        over.when(draft).then_nothing()
        shown = read("N-1", over.state)
        assert shown is not None
        assert (shown.status, shown.refused_because) == ("settled", "paid back in cash")
