"""Taking a quotation back."""

import pytest

from services.sales.quotation.contracting import NoteContracted, QuotationNotAccepted
from services.sales.quotation.drafting import QuotationIsOver, QuotationUnknown
from services.sales.quotation.state import Withdrawn
from services.sales.quotation.withdrawing import WithdrawQuotation
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.quotation.quoting import OFFER, STAGES, WITHDRAWN, accepted, nothing, second_draft

WITHDRAW = WithdrawQuotation(reason="wrong site", by="rep", on=TUESDAY)


@pytest.mark.parametrize("stage", ["draft", "in approval", "approved", "sent"])
def test_what_is_not_agreed_is_taken_back_once(stage: str) -> None:
    STAGES[stage].when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing()


def test_what_the_customer_holds_is_taken_back_with_what_is_prepared() -> None:
    state = second_draft.when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing().state_after()
    assert isinstance(state, Withdrawn)
    assert state.offer.revision == 2
    assert [(past.offer.revision, past.outcome) for past in state.past] == [(1, "withdrawn")]


def test_what_was_accepted_may_be_let_go_until_a_contract_is_signed() -> None:
    state = accepted.when(WITHDRAW).then(WITHDRAWN).then_asked_again_nothing().state_after()
    assert isinstance(state, Withdrawn)
    assert (state.offer, state.reason) == (OFFER, "wrong site")
    accepted.given(WITHDRAWN).when(NoteContracted(contract_id="K1", on=TUESDAY)).then_rejected(QuotationNotAccepted)


@pytest.mark.parametrize("stage", ["contracted", "rejected", "expired"])
def test_what_is_settled_stays(stage: str) -> None:
    STAGES[stage].when(WITHDRAW).then_rejected(QuotationIsOver)


def test_there_has_to_be_something() -> None:
    nothing.when(WITHDRAW).then_rejected(QuotationUnknown)
