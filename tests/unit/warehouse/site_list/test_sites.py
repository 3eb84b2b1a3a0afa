"""The list of sites: what opens one, what a person may name, and what keeps one open."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from services.warehouse.site_list.closing import (
    CloseSite,
    NoteSiteUse,
    SiteInUse,
    SiteIsOpen,
    SiteUsedMeanwhile,
    StillThere,
    VacateSite,
)
from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.site_list.events import (
    SiteClosed,
    SiteOpened,
    SiteRenamed,
    SiteReopened,
    SiteUsed,
    SiteVacated,
)
from services.warehouse.site_list.naming import (
    NamesClosedSite,
    NamesUnknownSite,
    RequireCountableSite,
)
from services.warehouse.site_list.opening import (
    OpenSite,
    RenameSite,
    ReopenSite,
    SiteIsClosed,
    SiteIsSetApart,
    SiteTaken,
    SiteUnknown,
)
from services.warehouse.site_list.state import NOTHING_LISTED
from services.warehouse.site_list.views import SiteShown, read
from shared.kernel.rejection import Rejection
from shared.testing.specification import spec_of

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
the_list = spec_of(SITE_LIST)
OPEN = OpenSite(code="main", name="Bình Dương", in_use=(), by="wanda", on=MONDAY)
OPENED = SiteOpened(code="main", name="Bình Dương", found=False, opened_by="wanda", opened_on=MONDAY)
OPEN_NORTH = replace(OPEN, code="north", name="Hà Nội")
NORTH = replace(OPENED, code="north", name="Hà Nội")
NOTHING = Decimal(0)
EMPTY = StillThere(on_hand=NOTHING, reserved=NOTHING, waiting=NOTHING)
CLOSE = CloseSite(code="main", reason="the lease ended", by="wanda", on=TUESDAY)
CLOSED = SiteClosed(code="main", reason="the lease ended", closed_by="wanda", closed_on=TUESDAY)
VACATE = VacateSite(code="main", seen_version=2, still_there=EMPTY, by="wanda", on=TUESDAY)
VACATED = SiteVacated(code="main", vacated_by="wanda", vacated_on=TUESDAY)
USE = NoteSiteUse(code="main", used_by="stock_item-main:PUMP-40")
USED = SiteUsed(code="main", used_by="stock_item-main:PUMP-40")
COUNT = RequireCountableSite(code="main", field="warehouse")
REOPEN = ReopenSite(code="main", reason="goods came late", by="wanda", on=TUESDAY)
REOPENED = SiteReopened(
    code="main", name="Bình Dương", reason="goods came late", reopened_by="wanda", reopened_on=TUESDAY
)
RENAME = RenameSite(code="main", name="Bình Dương 2", by="wanda", on=TUESDAY)
RENAMED = SiteRenamed(code="main", name="Bình Dương 2", renamed_by="wanda", renamed_on=TUESDAY)


class TestOpening:
    def test_it_is_opened_once(self) -> None:
        the_list.when(OPEN).then(OPENED).then_asked_again_nothing()
        the_list.given(OPENED).when(OPEN_NORTH).then(NORTH)

    def test_the_first_brings_along_what_is_in_use(self) -> None:
        in_use = ("main", "main.repair", "north.scrap", "west")
        found = [replace(OPENED, code=code, name=code, found=True) for code in ("north", "west")]
        the_list.when(replace(OPEN, in_use=in_use)).then(OPENED, *found).then_asked_again_nothing()

    def test_the_second_brings_nothing_along(self) -> None:
        the_list.given(OPENED).when(replace(OPEN_NORTH, in_use=("west",))).then(NORTH)

    @pytest.mark.parametrize("code", ["main", "MAIN"])
    def test_a_code_is_one_sites_however_it_is_written(self, code: str) -> None:
        another = replace(OPEN, code=code, name="Another")
        the_list.given(OPENED).when(another).then_rejected(SiteTaken, field="code")

    def test_what_was_found_in_two_spellings_stays(self) -> None:
        found = replace(OPENED, code="MAIN", name="MAIN", found=True)
        the_list.when(replace(OPEN, in_use=("MAIN",))).then(OPENED, found)

    @pytest.mark.parametrize("name", ["Bình Dương", "Bình Dương 2"])
    def test_opened_by_hand_what_was_found_has_its_name(self, name: str) -> None:
        found = replace(OPENED, found=True)
        renamed = replace(RENAMED, name=name, renamed_on=MONDAY)
        the_list.given(found).when(replace(OPEN, name=name)).then(renamed).then_asked_again_nothing()

    @pytest.mark.parametrize("code", ["main.repair", "main.scrap"])
    def test_a_part_of_a_site_is_none(self, code: str) -> None:
        the_list.when(replace(OPEN, code=code)).then_rejected(SiteIsSetApart, field="code")

    def test_a_closed_one_is_reopened_rather_than_opened(self) -> None:
        the_list.given(OPENED, CLOSED).when(OPEN).then_rejected(SiteIsClosed)
        the_list.given(OPENED, CLOSED).when(REOPEN).then(REOPENED).then_asked_again_nothing()
        the_list.given(OPENED).when(REOPEN).then_nothing()
        the_list.given(NORTH).when(REOPEN).then_rejected(SiteUnknown)


class TestRenaming:
    def test_it_gets_another_name(self) -> None:
        the_list.given(OPENED).when(RENAME).then(RENAMED).then_asked_again_nothing()

    def test_the_same_name_confirms_what_was_found(self) -> None:
        found = replace(OPENED, found=True)
        the_list.given(found).when(replace(RENAME, name=found.name)).then(replace(RENAMED, name=found.name))

    def test_only_what_is_open_is_renamed(self) -> None:
        the_list.given(OPENED, CLOSED).when(RENAME).then_rejected(SiteIsClosed)
        the_list.given(NORTH).when(RENAME).then_rejected(SiteUnknown)


class TestClosing:
    def test_it_is_closed_whatever_is_there(self) -> None:
        the_list.given(OPENED).when(CLOSE).then(CLOSED).then_asked_again_nothing()

    def test_only_what_is_listed_is_closed(self) -> None:
        the_list.given(NORTH).when(CLOSE).then_rejected(SiteUnknown)

    def test_by_mistake_it_is_opened_again(self) -> None:
        the_list.given(OPENED, CLOSED).when(REOPEN).then(REOPENED)
        the_list.given(OPENED, CLOSED, VACATED).when(REOPEN).then(REOPENED)


class TestVacating:
    def test_a_closed_one_where_nothing_is_left(self) -> None:
        the_list.given(OPENED, CLOSED).when(VACATE).then(VACATED).then_asked_again_nothing()

    @pytest.mark.parametrize(
        "left",
        [
            {"on_hand": Decimal("0.5")},
            {"reserved": Decimal(2)},
            {"waiting": Decimal(100)},
            {"purchase_orders": ("PO-1",)},
            {"customer_returns": ("R-1",)},
            {"stock_counts": ("K-1",)},
            {"shipments": ("S-1",)},
        ],
    )
    def test_not_one_in_use(self, left: dict[str, Any]) -> None:
        refused = the_list.given(OPENED, CLOSED).when(replace(VACATE, still_there=replace(EMPTY, **left)))
        refused.then_rejected(SiteInUse)
        assert refused.rejection is not None
        assert refused.rejection.facts == left

    def test_the_refusal_says_what_is_left(self) -> None:
        left = replace(EMPTY, on_hand=Decimal(100), purchase_orders=("PO-1", "PO-2"))
        rejection = the_list.given(OPENED, CLOSED).when(replace(VACATE, still_there=left)).rejection
        assert str(rejection) == "100 units on hand, purchase orders PO-1, PO-2"

    def test_not_one_that_is_open(self) -> None:
        the_list.given(OPENED).when(VACATE).then_rejected(SiteIsOpen)
        the_list.given(NORTH).when(VACATE).then_rejected(SiteUnknown)

    def test_not_on_a_look_that_something_came_after(self) -> None:
        used = the_list.given(OPENED, CLOSED).when(USE).then(USED)
        again = the_list.given(OPENED, CLOSED, *used.facts)
        refused = again.when(VACATE).then_rejected(SiteUsedMeanwhile)
        assert refused.rejection is not None
        assert refused.rejection.facts == {"version": 3}
        again.when(replace(VACATE, seen_version=3)).then(VACATED)

    def test_not_on_a_look_of_an_earlier_closing(self) -> None:
        """Opened in between, goods may have come that nobody noted at the list."""
        reopened = the_list.given(OPENED, CLOSED, REOPENED, CLOSED)
        reopened.when(VACATE).then_rejected(SiteUsedMeanwhile)

    def test_what_comes_later_is_noted_and_it_is_no_longer_vacated(self) -> None:
        left = the_list.given(OPENED, CLOSED, VACATED)
        left.when(USE).then(USED)
        assert left.state.sites["main"].status == "vacated"
        assert left.given(USED).state.sites["main"].status == "closed"

    def test_of_others_no_use_is_noted(self) -> None:
        the_list.when(USE).then_nothing()
        the_list.given(NORTH).when(USE).then_nothing()
        the_list.given(OPENED).when(USE).then_nothing()


class TestNaming:
    def test_without_a_list_every_code_is_taken(self) -> None:
        the_list.when(COUNT).then_nothing()

    def test_with_one_only_what_is_listed(self) -> None:
        listed = the_list.given(OPENED, NORTH)
        listed.when(COUNT).then_nothing()
        unknown = listed.when(replace(COUNT, code="mian")).then_rejected(NamesUnknownSite, field="warehouse")
        assert _facts(unknown.rejection) == ["main", "north"]

    def test_what_is_closed_is_counted_until_it_is_vacated(self) -> None:
        closed = the_list.given(OPENED, NORTH, CLOSED)
        closed.when(COUNT).then_nothing()
        refused = closed.given(VACATED).when(COUNT).then_rejected(NamesClosedSite, field="warehouse")
        assert _facts(refused.rejection) == ["north"]
        assert str(refused.rejection) == "main is vacated: the lease ended"

    def test_a_long_list_is_not_shown(self) -> None:
        many = [replace(OPENED, code=f"S{number}") for number in range(21)]
        rejection = the_list.given(*many).when(replace(COUNT, code="mian")).rejection
        assert rejection is not None
        assert rejection.facts == {}
        short = the_list.given(*many[:20]).when(replace(COUNT, code="mian")).rejection
        assert len(_facts(short)) == 20


def _facts(rejection: Rejection | None) -> list[str]:
    assert rejection is not None
    shown: list[str] = rejection.facts["open_sites"]
    return shown


def test_what_is_shown() -> None:
    assert read("main", NOTHING_LISTED).sites == ()
    found = replace(NORTH, found=True)
    assert read("main", the_list.given(OPENED, found, CLOSED).state).sites == (
        SiteShown(
            code="main", name="Bình Dương", status="closed", found=False, closed_because="the lease ended", version=2
        ),
        SiteShown(code="north", name="Hà Nội", status="open", found=True, closed_because="", version=1),
    )


CODES = st.sampled_from(["main", "Main", "north", "west"])
REQUESTS = st.one_of(
    st.builds(lambda code, name: replace(OPEN, code=code, name=name), CODES, st.sampled_from(["A", "B"])),
    st.builds(lambda code: replace(CLOSE, code=code), CODES),
    st.builds(lambda code: replace(REOPEN, code=code), CODES),
    st.builds(lambda code: replace(RENAME, code=code), CODES),
    st.builds(lambda code: replace(USE, code=code), CODES),
    st.builds(lambda code, seen: replace(VACATE, code=code, seen_version=seen), CODES, st.integers(0, 6)),
)


@for_any(st.lists(REQUESTS, max_size=12), CODES)
def test_whatever_is_asked_nothing_is_counted_where_nothing_may_be(requests: list[Any], code: str) -> None:
    listed = the_list
    there: set[str] = set()
    for request in requests:
        decided = listed.when(request)
        for fact in decided.facts:
            match fact:
                case SiteOpened() | SiteReopened() | SiteUsed():
                    there.add(fact.code)
                case SiteVacated():
                    there.discard(fact.code)
        listed = listed.given(*decided.facts)
    counted = listed.when(replace(COUNT, code=code))
    assert (counted.rejection is None) == (code in there or not listed.state.sites)
    assert len({one.casefold() for one in listed.state.sites}) == len(listed.state.sites)
