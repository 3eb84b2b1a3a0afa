"""The sentences of the timeline that the straight journey does not hear."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.sales.contract.events import ContractResumed
from services.sales.order.events import HeardFact, OrderEvent, OrderHeld, OrderHoldReleased
from services.sales.quotation.events import QuotationEvent
from services.sales.timeline.telling_contracts import tell_contract
from services.sales.timeline.telling_orders import tell_order
from services.sales.timeline.telling_quotations import tell_quotation
from services.sales.timeline.views import read_order
from shared.kernel.decider import Fact, StreamId
from tests.unit.sales.contract.agreeing import CLOSED, COMPLETED, SUSPENDED
from tests.unit.sales.examples import TUESDAY
from tests.unit.sales.order.lessening import FEWER, asked, credit_reduced, given_back
from tests.unit.sales.order.ordering import (
    CANCELLED,
    NOON,
    came_back,
    contested,
    credit_given_back,
    credit_held,
    credit_refused,
    credit_reserved,
    credited,
    delivered,
    fell_overdue,
    not_contested,
    released,
    reserved,
    shipped,
    usd,
)
from tests.unit.sales.order.ordering import COMPLETED as ORDER_COMPLETED
from tests.unit.sales.order.purchases import (
    bought_goods_received,
    bought_receipt_corrected,
    goods_bought,
    purchase_given_up,
    purchase_rescheduled,
)
from tests.unit.sales.order.returns import return_receipt_corrected
from tests.unit.sales.quotation.quoting import (
    CONTRACTED,
    EXPIRED,
    REFUSED,
    REJECTED,
    SECOND,
    SUBMITTED,
    SUPERSEDED,
    WITHDRAWN,
)


def fact_of(data: Any, actor: str = "boss") -> Fact[Any]:
    """The fact with an envelope."""
    return Fact(
        data=data,
        stream=StreamId("order-O1"),
        version=1,
        event_id=UUID(int=1),
        occurred_at=NOON,
        recorded_at=NOON,
        actor=actor,
        correlation_id=UUID(int=2),
    )


@pytest.mark.parametrize(
    ("heard", "what"),
    [
        (credit_reserved(released_by="approver"), "Credit released and reserved"),
        (
            replace(credit_held(), limit=None),
            "Credit held: 220.00 USD ordered, 900.00 USD owed or on order, no limit",
        ),
        (credit_refused(), "Credit refused: overdue"),
        (credit_given_back(), "Credit given back"),
        (reserved((1, "0", "3")), "Nothing could be reserved; short of 3 of line 1"),
        (reserved((1, "2.50", "0.5"), version=2), "Reservation topped up to 2.5 of line 1; short of 0.5 of line 1"),
        (
            replace(reserved((1, "2", "1"), version=3), topped_up=False, withdrawn_because="the hospital cannot wait"),
            "Goods were taken from the order for others (the hospital cannot wait); short of 1 of line 1",
        ),
        (
            replace(reserved((1, "2", "1"), version=3), withdrawn_because="monthly count", missing=True),
            "Goods that were set aside are missing (monthly count); short of 1 of line 1",
        ),
        (released(), "Reservation released: cancelled"),
        (
            given_back((1, "3", "3", "0"), (2, "0", "0", "0")),
            "Gave back what had not left; the order stands at 3 of line 1",
        ),
        (credit_reduced(), "Credit reduced, 187.00 USD stays reserved"),
        (replace(shipped((1, "10")), carrier="", tracking_number=""), "Shipped 10 of line 1 from main"),
        (came_back((1, "1"), (2, "4")), "Came back undelivered: 1 of line 1, 4 of line 2 (nobody there)"),
        (goods_bought(), "Bought 10 of line 2 from Nord, expected by 2026-03-10"),
        (
            replace(goods_bought(), is_replacement=True, supplier_name=""),
            "Bought for a replacement 10 of line 2 from supplier V1",
        ),
        (
            purchase_rescheduled(),
            "Nord brings 10 of line 2 later, by 2026-03-16 and not by 2026-03-10: the ship is late",
        ),
        (
            replace(purchase_rescheduled(8), supplier_name="", reason=""),
            "Supplier V1 brings 10 of line 2 earlier, by 2026-03-08 and not by 2026-03-10",
        ),
        (replace(purchase_rescheduled(10), reason=""), "Nord confirms 10 of line 2 by 2026-03-10"),
        (purchase_rescheduled(before=None), "Nord confirms 10 of line 2 by 2026-03-16: the ship is late"),
        (
            bought_goods_received(),
            "Received what was bought: 8 of line 2; rejected 2 of line 2 (cracked)",
        ),
        (bought_goods_received("0"), "Nothing bought was accepted; rejected 2 of line 2 (cracked)"),
        (
            bought_receipt_corrected("5", "1"),
            "Receipt corrected, 5 of line 2 of what was bought had not come; 1 of line 2 had not been rejected: "
            "mistyped",
        ),
        (
            bought_receipt_corrected("0", "1"),
            "Receipt corrected, 1 of line 2 had not been rejected: mistyped",
        ),
        (
            return_receipt_corrected(),
            "Receipt corrected, 2 of line 1 had not been sent back: mistyped",
        ),
        (purchase_given_up(), "Purchase closed short, 2 of line 2 will not come from Nord: sold out"),
        (
            replace(purchase_given_up(is_cancelled=True), supplier_name=""),
            "Purchase cancelled, 2 of line 2 will not come: sold out",
        ),
        (fell_overdue(), "Overdue: not paid by 2026-04-02"),
        (contested(), "Contested by the customer: not asked for while the dispute is open"),
        (not_contested(), "Not contested any more, 220.00 USD is overdue"),
        (not_contested(overdue=0), "Not contested any more"),
        (credited((1, "1")), "Credited by credit note CN-1: scratched"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_other_departments_say(heard: HeardFact, what: str) -> None:
    entry = tell_order(fact_of(heard, "department:warehouse"))
    assert entry.what.startswith(what)
    assert entry.caused_by == heard.source.event_id


def test_a_credit_note_counts_against_the_amount_and_approvers_are_named() -> None:
    assert tell_order(fact_of(credited((1, "1")))).amount == usd(-5_000)
    assert tell_order(fact_of(credit_refused())).who == "auditor"
    assert tell_order(fact_of(credit_reserved(released_by="approver"))).who == "approver"


def test_a_delivery_is_told_at_the_time_it_happened() -> None:
    told = replace(delivered(), delivered_at=NOON - timedelta(hours=3))
    (row,) = read_order(fact_of(told))
    assert (row["occurred_at"], row["who"]) == (told.delivered_at, "Hoa")


@pytest.mark.parametrize(
    ("ours", "what"),
    [
        (OrderHeld(name="export", reason="licence", held_by="rep", held_at=NOON), "Order held (export): licence"),
        (
            OrderHoldReleased(name="export", reason="here", released_by="boss", released_at=NOON),
            "Hold released (export): here",
        ),
        (asked((2, "4")), "Asked to reduce the order to 4 of line 2: fewer"),
        (FEWER, "Order reduced, line 2 from 10 to 4: fewer"),
        (CANCELLED, "Order cancelled: by mistake"),
        (ORDER_COMPLETED, "Order completed: everything is delivered, billed and paid"),
        (
            replace(ORDER_COMPLETED, was_credited=True),
            "Order completed: everything is delivered, billed and paid, but for what was credited",
        ),
        (
            replace(ORDER_COMPLETED, was_credited=True, was_written_off=True),
            "Order completed: everything is delivered, billed and paid, but for what was credited and written off",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_sales_did_with_the_order(ours: OrderEvent, what: str) -> None:
    entry = tell_order(fact_of(ours))
    assert (entry.what, entry.who, entry.department) == (what, "boss", "sales")


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (SUBMITTED, "Revision 1 waits for approval: below-floor-price, line-discount"),
        (REFUSED, "Approval of revision 1 refused: too cheap"),
        (SECOND, "Revision 2 drafted"),
        (SUPERSEDED, "Revision 1 superseded by revision 2"),
        (REJECTED, "Revision 1 rejected by the customer: too dear"),
        (EXPIRED, "Revision 1 expired without an answer"),
        (WITHDRAWN, "Quotation withdrawn: wrong site"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_how_the_agreement_came_about(told: QuotationEvent, what: str) -> None:
    entry = tell_quotation(fact_of(told))
    assert entry is not None
    assert entry.what == what


def test_what_another_entry_tells_is_told_once() -> None:
    assert tell_quotation(fact_of(CONTRACTED)) is None
    assert tell_contract(fact_of(COMPLETED)) is None


def test_how_a_contract_pauses_and_ends() -> None:
    resumed = ContractResumed(reason="agreed", resumed_by="boss", resumed_on=TUESDAY)
    told = [tell_contract(fact_of(fact)) for fact in (SUSPENDED, resumed, CLOSED)]
    assert [entry.what for entry in told if entry] == [
        "Contract suspended: renegotiated",
        "Contract resumed: agreed",
        "Contract closed short: site closed",
    ]


def test_who_did_it_is_the_person_and_else_the_department() -> None:
    by_rule = reserved()
    by_hand = replace(by_rule, source=replace(by_rule.source, by="wim.storekeeper"))
    assert (tell_order(fact_of(by_rule)).who, tell_order(fact_of(by_hand)).who) == ("warehouse", "wim.storekeeper")
    signed = replace(delivered(), source=by_hand.source)
    assert tell_order(fact_of(signed)).who == "Hoa"
