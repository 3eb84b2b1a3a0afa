"""No new promise is made of an item that was delisted; what was promised is kept."""

from dataclasses import replace
from typing import Any

import pytest

from services.sales.item_list.decider import ITEM_LIST
from services.sales.item_list.events import ItemDelisted, ItemRelisted
from services.sales.item_list.offering import ItemIsDelisted
from services.sales.item_list.state import MAIN
from services.sales.quotation.answering import AcceptQuotation
from services.sales.quotation.approving import SubmitQuotation
from services.sales.quotation.drafting import DraftQuotation, ReviseQuotation
from services.sales.quotation.sending import SendQuotation
from services.sales.quotation.state import Quotation
from shared.testing.specification import Specification
from tests.unit.sales.examples import MONDAY, TUESDAY, asked, line
from tests.unit.sales.quotation.quoting import (
    ACCEPTED,
    PASSED,
    SENT,
    STAGES,
    a_cheap_draft,
    a_draft,
    approved,
    nothing,
    passed,
    second_draft,
    sent,
)

DELISTED = ItemDelisted(sku="PUMP", reason="no longer made", delisted_on=MONDAY, told_version=2)
RELISTED = ItemRelisted(sku="PUMP", relisted_on=TUESDAY, told_version=3)
DRAFT = DraftQuotation(offer=asked(), by="rep", on=TUESDAY)
REVISE = ReviseQuotation(offer=asked(note="second"), by="rep", on=TUESDAY)
SEND = SendQuotation(by="rep", on=MONDAY)
ACCEPT = AcceptQuotation(revision=1, accepted_by="Hoa", document_sha256="", by="rep", on=ACCEPTED.accepted_on)


def delisted(quotation: Specification[Quotation], *since: Any) -> Specification[Quotation]:
    """The same quotation once the pump is taken off, and what came since."""
    return quotation.beside(ITEM_LIST, MAIN, DELISTED, *since)


class TestDrafting:
    def test_the_line_is_named_with_the_reason_and_the_day(self) -> None:
        offer = asked(line("VALVE", unit_price="5", tax_code="STANDARD"), line())
        refused = delisted(nothing).when(replace(DRAFT, offer=offer))
        rejection = refused.then_rejected(ItemIsDelisted, field="lines.1.sku").rejection
        assert rejection is not None
        assert rejection.code == "sales.quotation.item-is-delisted"
        assert rejection.detail == "PUMP was delisted on 2026-03-02: no longer made"
        assert rejection.facts == {"sku": "PUMP", "reason": "no longer made", "delisted_on": "2026-03-02"}

    def test_nor_at_a_price_of_our_own(self) -> None:
        offer = asked(line(unit_price="5", tax_code="STANDARD"), price_list="")
        delisted(nothing).when(replace(DRAFT, offer=offer)).then_rejected(ItemIsDelisted)

    @pytest.mark.parametrize("stage", ["draft", "approved", "sent", "rejected", "expired"])
    def test_no_revision_has_it(self, stage: str) -> None:
        delisted(STAGES[stage]).when(REVISE).then_rejected(ItemIsDelisted, field="lines.0.sku")

    def test_a_revision_without_it_goes(self) -> None:
        offer = asked(line("VALVE", unit_price="5", tax_code="STANDARD"))
        assert delisted(a_draft).when(replace(REVISE, offer=offer)).rejection is None

    def test_what_is_listed_again_is_offered_again(self) -> None:
        assert delisted(nothing, RELISTED).when(DRAFT).rejection is None
        delisted(a_draft, RELISTED).when(SEND).then(PASSED, SENT)


class TestSending:
    def test_what_was_only_drafted_is_not_sent(self) -> None:
        for quotation in (a_draft, passed, approved, second_draft):
            delisted(quotation).when(SEND).then_rejected(ItemIsDelisted, field="lines.0.sku")

    def test_nobody_is_asked_to_approve_it_first(self) -> None:
        delisted(a_cheap_draft).when(SEND).then_rejected(ItemIsDelisted)
        delisted(a_cheap_draft).when(SubmitQuotation(by="rep", on=MONDAY)).then_rejected(ItemIsDelisted)

    def test_what_was_sent_is_sent(self) -> None:
        delisted(sent).when(SEND).then_nothing()


class TestAccepting:
    def test_an_offer_that_was_sent_binds_us(self) -> None:
        delisted(sent).when(ACCEPT).then(ACCEPTED)

    def test_also_while_a_revision_waits_that_cannot_be_sent(self) -> None:
        delisted(second_draft).when(ACCEPT).then(ACCEPTED)
