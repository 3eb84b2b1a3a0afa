"""The warehouse's sites as they were heard of: the newest word counts, and a person names only what is open."""

from dataclasses import replace
from itertools import permutations

import pytest

from services.purchasing.site_list.decider import SITE_LIST
from services.purchasing.site_list.events import SiteNoted
from services.purchasing.site_list.naming import NamesClosedSite, NamesUnknownSite, RequireOpenSite
from services.purchasing.site_list.noting import NoteSite
from services.purchasing.site_list.views import SiteShown, read
from shared.testing.specification import spec_of

the_list = spec_of(SITE_LIST)
OPENING = NoteSite(code="main", name="Bình Dương", closed_because="", told_version=1)
OPENED = SiteNoted(code="main", name="Bình Dương", closed_because="", told_version=1)
NORTH = SiteNoted(code="north", name="Hà Nội", closed_because="", told_version=2)
CLOSING = NoteSite(code="main", name=None, closed_because="the lease ended", told_version=3)
CLOSED = replace(OPENED, closed_because="the lease ended", told_version=3)
REOPENING = replace(OPENING, told_version=4)
NAMED = RequireOpenSite(code="main", field="warehouse")


def test_what_is_told_is_noted_once() -> None:
    the_list.when(OPENING).then(OPENED).then_asked_again_nothing()
    the_list.given(OPENED, NORTH).when(CLOSING).then(CLOSED).then_asked_again_nothing()
    the_list.given(OPENED, NORTH, CLOSED).when(OPENING).then_nothing()


def test_a_closing_that_is_heard_first_has_only_the_code() -> None:
    the_list.when(CLOSING).then(replace(CLOSED, name="main"))


@pytest.mark.parametrize("heard", list(permutations((OPENING, CLOSING, REOPENING))))
def test_in_any_order_the_newest_word_counts(heard: tuple[NoteSite, ...]) -> None:
    listed = the_list
    for told in heard:
        listed = listed.given(*listed.when(told).facts)
    listed.when(NAMED).then_nothing()
    assert listed.state.open_codes == ["main"]


def test_until_one_is_heard_of_every_code_is_taken() -> None:
    the_list.when(replace(NAMED, code="mian")).then_nothing()


def test_then_only_what_is_open() -> None:
    listed = the_list.given(OPENED, NORTH)
    listed.when(NAMED).then_nothing()
    unknown = listed.when(replace(NAMED, code="mian")).then_rejected(NamesUnknownSite, field="warehouse").rejection
    assert unknown is not None
    assert unknown.facts == {"open_sites": ["main", "north"]}
    closed = listed.given(CLOSED).when(NAMED).then_rejected(NamesClosedSite, field="warehouse").rejection
    assert closed is not None
    assert (closed.detail, closed.facts) == ("main is closed: the lease ended", {"open_sites": ["north"]})


def test_a_long_list_is_not_shown() -> None:
    many = [replace(OPENED, code=f"S{number}") for number in range(21)]
    refused = the_list.given(*many).when(NAMED).then_rejected(NamesUnknownSite).rejection
    assert refused is not None
    assert refused.facts == {}


def test_what_is_shown() -> None:
    assert read("main", the_list.given(OPENED, NORTH, CLOSED).state).sites == (
        SiteShown(code="main", name="Bình Dương", status="closed", closed_because="the lease ended"),
        SiteShown(code="north", name="Hà Nội", status="open", closed_because=""),
    )
