"""The warehouse's items as sales heard of them: only what was delisted is kept, and the newest word counts."""

from dataclasses import replace

from services.sales.item_list.decider import ITEM_LIST
from services.sales.item_list.events import ItemDelisted, ItemRelisted
from services.sales.item_list.noting import NoteDelisting, NoteListing
from services.sales.item_list.state import Delisting
from shared.testing.specification import spec_of
from tests.unit.sales.examples import MONDAY, TUESDAY

DELIST = NoteDelisting(sku="PUMP", reason="no longer made", delisted_on=MONDAY, told_version=2)
DELISTED = ItemDelisted(sku="PUMP", reason="no longer made", delisted_on=MONDAY, told_version=2)
LIST = NoteListing(sku="PUMP", listed_on=TUESDAY, told_version=3)
RELISTED = ItemRelisted(sku="PUMP", relisted_on=TUESDAY, told_version=3)
AGAIN = replace(DELIST, reason="unsafe", delisted_on=TUESDAY, told_version=4)
DELISTED_AGAIN = replace(DELISTED, reason="unsafe", delisted_on=TUESDAY, told_version=4)

a_list = spec_of(ITEM_LIST)


def test_a_delisting_is_noted_once() -> None:
    decided = a_list.when(DELIST).then(DELISTED).then_asked_again_nothing()
    known = decided.state_after()
    assert known.delisting_of("PUMP") == Delisting(reason="no longer made", delisted_on=MONDAY)
    assert known.delisting_of("VALVE") is None


def test_nothing_is_kept_of_what_was_never_delisted() -> None:
    a_list.when(replace(LIST, told_version=1)).then_nothing()


def test_what_is_listed_again_is_delisted_no_more() -> None:
    decided = a_list.given(DELISTED).when(LIST).then(RELISTED).then_asked_again_nothing()
    assert decided.state_after().delisting_of("PUMP") is None


def test_a_delisting_that_is_heard_again_after_the_listing_changes_nothing() -> None:
    a_list.given(DELISTED, RELISTED).when(DELIST).then_nothing()


def test_a_listing_that_is_heard_again_after_the_delisting_changes_nothing() -> None:
    a_list.given(DELISTED).when(replace(LIST, told_version=1)).then_nothing()
    a_list.given(DELISTED, RELISTED, DELISTED_AGAIN).when(LIST).then_nothing()


def test_it_may_be_delisted_again_for_another_reason() -> None:
    decided = a_list.given(DELISTED, RELISTED).when(AGAIN).then(DELISTED_AGAIN)
    assert decided.state_after().delisting_of("PUMP") == Delisting(reason="unsafe", delisted_on=TUESDAY)


def test_other_items_are_as_they_were() -> None:
    other = replace(DELISTED, sku="VALVE", told_version=7)
    decided = a_list.given(other).when(DELIST).then(DELISTED)
    assert set(decided.state_after().items) == {"VALVE", "PUMP"}
