"""Price lists: opened, renamed, closed and reopened."""

from dataclasses import replace

import pytest

from services.sales.price_list.decider import PRICE_LIST
from services.sales.price_list.events import PriceListClosed, PriceListRenamed, PriceListReopened
from services.sales.price_list.opening import (
    ClosePriceList,
    OpenPriceList,
    PriceListCurrencyFixed,
    PriceListIsClosed,
    PriceListUnknown,
    ReopenPriceList,
    quoted_from,
)
from services.sales.price_list.state import price_on
from shared.testing.specification import spec_of
from tests.unit.sales.examples import LIST_OPENED, MONDAY, PUMP_PRICE, TUESDAY

no_list = spec_of(PRICE_LIST)
a_list = no_list.given(LIST_OPENED)
OPEN = OpenPriceList(name="Retail", currency="USD", on=MONDAY)
CLOSE = ClosePriceList(reason="replaced", on=TUESDAY)
CLOSED = PriceListClosed(reason="replaced", closed_on=TUESDAY)
REOPEN = ReopenPriceList(on=TUESDAY)
REOPENED = PriceListReopened(reopened_on=TUESDAY)


class TestOpening:
    def test_a_list_is_opened_once(self) -> None:
        no_list.when(OPEN).then(LIST_OPENED).then_asked_again_nothing()

    def test_another_name_renames_it(self) -> None:
        renamed = PriceListRenamed(name="Retail 2026", renamed_on=MONDAY)
        a_list.when(replace(OPEN, name="Retail 2026")).then(renamed).then_asked_again_nothing()

    def test_it_keeps_its_currency(self) -> None:
        in_euro = replace(OPEN, currency="EUR")
        a_list.when(in_euro).then_rejected(PriceListCurrencyFixed, field="currency")
        a_list.given(CLOSED).when(in_euro).then_rejected(PriceListCurrencyFixed)

    def test_a_closed_list_is_not_renamed(self) -> None:
        a_list.given(CLOSED).when(replace(OPEN, name="Other")).then_rejected(PriceListIsClosed)
        a_list.given(CLOSED).when(OPEN).then_nothing()


class TestClosing:
    def test_a_list_is_closed_once(self) -> None:
        a_list.when(CLOSE).then(CLOSED).then_asked_again_nothing()

    def test_nothing_is_quoted_from_it(self) -> None:
        closed = a_list.given(PUMP_PRICE, CLOSED)
        assert price_on(closed.state, "PUMP", TUESDAY) is None
        with pytest.raises(PriceListIsClosed, match="replaced"):
            quoted_from(closed.state)
        with pytest.raises(PriceListUnknown):
            quoted_from(no_list.state)

    def test_it_can_be_reopened_with_its_prices(self) -> None:
        closed = a_list.given(PUMP_PRICE, CLOSED)
        reopened = closed.when(REOPEN).then(REOPENED).then_asked_again_nothing()
        assert price_on(reopened.state_after(), "PUMP", TUESDAY) is not None

    def test_no_list_is_neither_closed_nor_reopened(self) -> None:
        no_list.when(CLOSE).then_rejected(PriceListUnknown)
        no_list.when(REOPEN).then_rejected(PriceListUnknown)
