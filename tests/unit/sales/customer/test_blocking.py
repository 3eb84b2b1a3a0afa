"""Blocks: set and lifted, with reasons."""

from dataclasses import replace

import pytest

from services.sales.customer.blocking import (
    BlockCustomer,
    CustomerIsBlocked,
    UnblockCustomer,
    open_for_business,
)
from services.sales.customer.decider import CUSTOMER
from services.sales.customer.events import CustomerUnblocked
from services.sales.customer.registering import CustomerUnknown
from shared.testing.specification import spec_of
from tests.unit.sales.examples import BLOCKED, MONDAY, REGISTERED

nobody = spec_of(CUSTOMER)
a_customer = nobody.given(REGISTERED)
BLOCK = BlockCustomer(reason="under investigation", by="mai", on=MONDAY)
UNBLOCK = UnblockCustomer(reason="cleared", by="mai", on=MONDAY)
UNBLOCKED = CustomerUnblocked(reason="cleared", unblocked_by="mai", unblocked_on=MONDAY)


def test_a_customer_is_blocked_once() -> None:
    a_customer.when(BLOCK).then(BLOCKED).then_asked_again_nothing()


def test_another_reason_takes_the_place_of_the_first() -> None:
    worse = replace(BLOCK, reason="fraud")
    a_customer.given(BLOCKED).when(worse).then(replace(BLOCKED, reason="fraud")).then_asked_again_nothing()


def test_a_block_is_lifted_once() -> None:
    a_customer.given(BLOCKED).when(UNBLOCK).then(UNBLOCKED).then_asked_again_nothing()


def test_nobody_can_be_neither_blocked_nor_unblocked() -> None:
    nobody.when(BLOCK).then_rejected(CustomerUnknown)
    nobody.when(UNBLOCK).then_rejected(CustomerUnknown)


def test_only_who_is_not_blocked_is_open_for_business() -> None:
    assert open_for_business(a_customer.given(BLOCKED, UNBLOCKED).state).name == "Minh Phát"
    with pytest.raises(CustomerIsBlocked, match="under investigation"):
        open_for_business(a_customer.given(BLOCKED).state)
    with pytest.raises(CustomerUnknown):
        open_for_business(nobody.state)
