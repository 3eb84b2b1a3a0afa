"""The warehouse's sites as a department heard of them: the newest word counts, and a person names only what is open.

Each department's list is its own, and all behave alike.
"""

from dataclasses import replace
from importlib import import_module
from itertools import permutations
from typing import Any

import pytest

from shared.testing.specification import Specification, spec_of

DEPARTMENTS = ("sales", "purchasing", "care")


class Copy:
    """A department's list, and what can happen to it."""

    def __init__(self, department: str) -> None:
        modules = {
            name: import_module(f"services.{department}.site_list.{name}")
            for name in ("decider", "events", "naming", "noting", "views")
        }
        self.read: Any = modules["views"].read
        self.shown: Any = modules["views"].SiteShown
        self.names_closed: Any = modules["naming"].NamesClosedSite
        self.names_unknown: Any = modules["naming"].NamesUnknownSite
        self.list: Specification[Any] = spec_of(modules["decider"].SITE_LIST)
        note, noted = modules["noting"].NoteSite, modules["events"].SiteNoted
        self.opening: Any = note(code="main", name="Bình Dương", closed_because="", told_version=1)
        self.opened: Any = noted(code="main", name="Bình Dương", closed_because="", told_version=1)
        self.north: Any = noted(code="north", name="Hà Nội", closed_because="", told_version=2)
        self.closing: Any = note(code="main", name=None, closed_because="the lease ended", told_version=3)
        self.closed: Any = replace(self.opened, closed_because="the lease ended", told_version=3)
        self.reopening: Any = replace(self.opening, told_version=4)
        self.named: Any = modules["naming"].RequireOpenSite(code="main", field="warehouse")


@pytest.fixture(params=DEPARTMENTS)
def heard(request: pytest.FixtureRequest) -> Copy:
    return Copy(request.param)


def test_its_refusals_are_the_departments_own() -> None:
    codes = {(one.names_closed.code, one.names_unknown.code) for one in map(Copy, DEPARTMENTS)}
    assert codes == {(f"{name}.site.names-closed", f"{name}.site.names-unknown") for name in DEPARTMENTS}


def test_what_is_told_is_noted_once(heard: Copy) -> None:
    heard.list.when(heard.opening).then(heard.opened).then_asked_again_nothing()
    heard.list.given(heard.opened, heard.north).when(heard.closing).then(heard.closed).then_asked_again_nothing()
    heard.list.given(heard.opened, heard.north, heard.closed).when(heard.opening).then_nothing()


def test_a_closing_that_is_heard_first_has_only_the_code(heard: Copy) -> None:
    heard.list.when(heard.closing).then(replace(heard.closed, name="main"))


@pytest.mark.parametrize("order", list(permutations(("opening", "closing", "reopening"))), ids=" ".join)
def test_in_any_order_the_newest_word_counts(heard: Copy, order: tuple[str, ...]) -> None:
    listed = heard.list
    for word in order:
        listed = listed.given(*listed.when(getattr(heard, word)).facts)
    listed.when(heard.named).then_nothing()
    assert listed.state.open_codes == ["main"]


def test_until_one_is_heard_of_every_code_is_taken(heard: Copy) -> None:
    heard.list.when(replace(heard.named, code="mian")).then_nothing()


def test_then_only_what_is_open(heard: Copy) -> None:
    listed = heard.list.given(heard.opened, heard.north)
    listed.when(heard.named).then_nothing()
    unknown = listed.when(replace(heard.named, code="mian"))
    refused = unknown.then_rejected(heard.names_unknown, field="warehouse").rejection
    assert refused is not None
    assert refused.facts == {"open_sites": ["main", "north"]}
    closed = listed.given(heard.closed).when(heard.named)
    refused = closed.then_rejected(heard.names_closed, field="warehouse").rejection
    assert refused is not None
    assert (refused.detail, refused.facts) == ("main is closed: the lease ended", {"open_sites": ["north"]})


def test_a_long_list_is_not_shown(heard: Copy) -> None:
    many = [replace(heard.opened, code=f"S{number}") for number in range(21)]
    refused = heard.list.given(*many).when(heard.named).then_rejected(heard.names_unknown).rejection
    assert refused is not None
    assert refused.facts == {}


def test_what_is_shown(heard: Copy) -> None:
    listed = heard.list.given(heard.opened, heard.north, heard.closed)
    assert heard.read("main", listed.state).sites == (
        heard.shown(code="main", name="Bình Dương", status="closed", closed_because="the lease ended"),
        heard.shown(code="north", name="Hà Nội", status="open", closed_because=""),
    )
