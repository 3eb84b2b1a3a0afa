"""A receipt of a customer's return that says more than came is corrected, by another person, down to what came."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.warehouse.publishing import PUBLISHING
from services.warehouse.returned_goods.correcting import (
    AsItCame,
    CorrectReturnReceipt,
    CorrectsBelowInspected,
    MoreCame,
    ReceiptUnknown,
    ReceiverCorrects,
)
from services.warehouse.returned_goods.events import ReturnReceiptCorrected, TakenOffItem
from services.warehouse.returned_goods.expecting import WithdrawReturn
from services.warehouse.returned_goods.receiving import (
    InspectReturn,
    MoreThanApproved,
    MoreThanReceived,
    NotAnItem,
    ReturnNotExpected,
)
from services.warehouse.returned_goods.state import Expected, Withdrawn
from shared.published.corrections import ReturnReceiptCorrectedV1
from shared.testing.specification import Specification
from tests.unit.warehouse.returned_goods.test_returned_goods import (
    DAY,
    EXPECT,
    ONE_EACH,
    RECEIVE,
    after,
    heard,
    unheard,
)

NOTHING = Decimal(0)


def correct(quantity: int, item_no: int = 1, receipt: str = "R1", by: str = "wanda") -> CorrectReturnReceipt:
    items = (AsItCame(item_no=item_no, quantity=Decimal(quantity)),)
    return CorrectReturnReceipt(receipt_id=receipt, items=items, reason="3 typed for 1", by=by, on=DAY)


def inspect(good: int) -> InspectReturn:
    graded = replace(ONE_EACH, good=Decimal(good), repair=NOTHING, scrap=NOTHING)
    return InspectReturn(inspection_id="I1", items=(graded,), by="wim", on=DAY)


def corrected(off: int) -> ReturnReceiptCorrected:
    return ReturnReceiptCorrected(
        receipt_id="R1",
        warehouse="main",
        taken_off=(TakenOffItem(item_no=1, quantity=Decimal(off)),),
        reason="3 typed for 1",
        corrected_by="wanda",
        corrected_on=DAY,
    )


def balance(goods: Specification[Any]) -> tuple[int, int, int]:
    """May still come, received, to be inspected."""
    assert isinstance(goods.state, Expected | Withdrawn)
    (one,) = goods.state.file.balances
    return int(one.to_come), int(one.received), int(one.to_inspect)


def test_what_had_not_come_may_still_come() -> None:
    after(EXPECT, RECEIVE).when(correct(1)).then(corrected(2)).then_asked_again_nothing()
    goods = after(EXPECT, RECEIVE, correct(1))
    assert balance(goods) == (2, 1, 1)
    rest = replace(RECEIVE, receipt_id="R2", items=(replace(RECEIVE.items[0], quantity=Decimal(2)),))
    goods.when(rest).then_asked_again_nothing()
    goods.when(replace(RECEIVE, receipt_id="R2")).then_rejected(MoreThanApproved, field="items.0.quantity")


def test_its_receipt_is_not_received_again() -> None:
    after(EXPECT, RECEIVE, correct(0)).when(RECEIVE).then_nothing()


def test_the_receipt_says_what_came() -> None:
    goods = after(EXPECT, RECEIVE, correct(1)).state
    assert isinstance(goods, Expected)
    (receipt,) = goods.file.receipts
    assert [(int(item.quantity), item.condition) for item in receipt.items] == [(1, "dented")]
    assert goods.file.corrections == (corrected(2),)


def test_what_was_inspected_did_come() -> None:
    looked_at = after(EXPECT, RECEIVE, inspect(2))
    looked_at.when(correct(1)).then_rejected(CorrectsBelowInspected, field="items.0.quantity")
    looked_at.when(correct(2)).then(corrected(1)).then_asked_again_nothing()
    after(EXPECT, RECEIVE, correct(1)).when(inspect(2)).then_rejected(MoreThanReceived)


def test_of_several_receipts_each_says_what_came_with_it() -> None:
    part = replace(RECEIVE, items=(replace(RECEIVE.items[0], quantity=Decimal(1)),))
    rest = replace(RECEIVE, receipt_id="R2", items=(replace(RECEIVE.items[0], quantity=Decimal(2)),))
    goods = after(EXPECT, part, rest, inspect(1))
    goods.when(correct(2, receipt="R1")).then_rejected(MoreCame, field="items.0.quantity")
    assert balance(after(EXPECT, part, rest, inspect(1), correct(0, receipt="R2"))) == (2, 1, 0)


def test_what_nobody_expected_any_more_may_be_typed_wrong_too() -> None:
    withdraw = WithdrawReturn(reason="too late", on=DAY)
    assert balance(after(EXPECT, withdraw, RECEIVE, correct(1))) == (2, 1, 1)
    assert isinstance(after(EXPECT, RECEIVE, withdraw, correct(1)).state, Withdrawn)


def test_only_what_was_received_and_by_another_person() -> None:
    unheard().when(correct(1)).then_rejected(ReturnNotExpected)
    after(EXPECT).when(correct(1)).then_rejected(ReceiptUnknown)
    after(EXPECT, RECEIVE).when(correct(1, by="wim")).then_rejected(ReceiverCorrects)
    after(EXPECT, RECEIVE).when(correct(1, item_no=2)).then_rejected(NotAnItem)
    after(EXPECT, RECEIVE).when(correct(4)).then_rejected(MoreCame, field="items.0.quantity")
    twice = replace(correct(1), items=correct(1).items * 2)
    after(EXPECT, RECEIVE).when(twice).then_rejected(NotAnItem)


def test_others_hear_the_receipt_as_it_stands_and_what_had_not_come() -> None:
    goods = after(EXPECT, RECEIVE, correct(1))
    told = PUBLISHING[ReturnReceiptCorrected](heard(corrected(2)), goods.state)
    assert isinstance(told, ReturnReceiptCorrectedV1)
    assert (told.return_id, told.receipt_id, told.order_id) == ("RT", "R1", "O1")
    assert [(item.item_no, item.line_no, item.sku, int(item.quantity)) for item in told.items] == [(1, 1, "PUMP-40", 1)]
    assert [(item.line_no, int(item.quantity)) for item in told.taken_off] == [(1, 2)]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["receive", "inspect", "correct"])), max_size=8))
def test_whatever_is_typed_no_more_is_inspected_than_came_and_no_more_came_than_may(
    moves: list[tuple[int, str]],
) -> None:
    goods = after(EXPECT)
    for number, (units, move) in enumerate(moves):
        command: Any = correct(units, receipt=f"R{number // 2}")
        if move == "receive":
            items = (replace(RECEIVE.items[0], quantity=Decimal(units)),)
            command = replace(RECEIVE, receipt_id=f"R{number}", items=items)
        elif move == "inspect":
            command = replace(inspect(units), inspection_id=f"I{number}")
        decided = goods.when(command)
        if decided.rejection is None:
            goods = goods.given(*decided.facts)
        to_come, received, to_inspect = balance(goods)
        assert min(to_come, received, to_inspect) >= 0
        assert to_come + received == 3
