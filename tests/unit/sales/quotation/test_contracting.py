"""One quotation, one contract."""

from dataclasses import replace

import pytest

from services.sales.quotation.contracting import (
    NoteContracted,
    QuotationAlreadyContracted,
    QuotationNotAccepted,
)
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.quotation.quoting import CONTRACTED, STAGES, accepted, contracted

NOTE = NoteContracted(contract_id="K1", on=TUESDAY)


def test_what_was_accepted_becomes_a_contract_once() -> None:
    accepted.when(NOTE).then(CONTRACTED).then_asked_again_nothing()


def test_no_second_contract_is_made_from_it() -> None:
    contracted.when(replace(NOTE, contract_id="K2")).then_rejected(QuotationAlreadyContracted, field="quotation_id")


@pytest.mark.parametrize("stage", sorted(STAGES.keys() - {"accepted", "contracted"}))
def test_what_was_not_accepted_becomes_none(stage: str) -> None:
    STAGES[stage].when(NOTE).then_rejected(QuotationNotAccepted)
