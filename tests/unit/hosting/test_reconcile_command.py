"""`o2c reconcile`: when it lets all go on, and when it waits for a person."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from deploy.backup.reconciling import AtWork, Forgotten, Pair, ToldAgain
from deploy.commands import backup

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def a_pair(**found: Any) -> Pair:
    return Pair("warehouse", "sales", 2, is_new_epoch=True, topics=["warehouse.reservation"], **found)


def forgotten() -> Forgotten:
    return Forgotten(UUID(int=1), "warehouse.reservation.made.v1", "reservation-1", "heard", NOW)


def told_again() -> ToldAgain:
    return ToldAgain(UUID(int=2), str(UUID(int=1)), "warehouse.reservation.made.v1", "reservation-1", NOW)


class Company:
    """What is found at each look, before and after all is heard; and what was accepted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *looks: Pair) -> None:
        self.looks = [[pair] for pair in looks]
        self.accepted: list[Pair] = []
        self.heard = 0
        monkeypatch.setattr(backup, "company_databases", self.opened)
        monkeypatch.setattr(backup, "reconciliation", self.opened)
        monkeypatch.setattr(backup, "hear_what_was_missed", self.hear)

    @asynccontextmanager
    async def opened(self, *_: object) -> AsyncIterator["Company"]:
        yield self

    async def nobody_hears(self) -> None:
        pass

    async def pairs(self, *, may_begin: bool = False) -> list[Pair]:
        """Only the first look begins epochs: another one would begin them once more."""
        assert may_begin == (self.heard == 0)
        return self.looks.pop(0)

    async def accept(self, pair: Pair, *_: object) -> None:
        self.accepted.append(pair)

    async def hear(self, *_: object) -> dict[str, int]:
        self.heard += 1
        return {"warehouse": 3}


async def test_what_is_forgotten_waits_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    company = Company(monkeypatch, a_pair(forgotten=[forgotten()]))
    assert await backup.reconcile(Path(), None, as_json=False) == 1
    assert (company.accepted, company.heard) == ([], 0)


async def test_who_could_not_look_found_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    company = Company(monkeypatch)

    async def nobody_hears() -> None:
        raise AtWork("sales is at work")

    monkeypatch.setattr(company, "nobody_hears", nobody_hears)
    assert await backup.reconcile(Path(), None, as_json=False) == 2
    assert capsys.readouterr().err == "sales is at work\n"


async def test_what_comes_again_by_itself_waits_for_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    company = Company(monkeypatch, a_pair(coming_again=[forgotten()]), a_pair())
    assert await backup.reconcile(Path(), None, as_json=True) == 0
    assert (len(company.accepted), company.heard) == (1, 1)
    assert json.loads(capsys.readouterr().out) == []


async def test_what_is_told_again_differently_after_all_is_heard_is_named_and_waits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    company = Company(monkeypatch, a_pair(forgotten=[forgotten()]), a_pair(told_again=[told_again()]))
    assert await backup.reconcile(Path(), "it is settled", as_json=True) == 1
    assert (len(company.accepted), company.heard) == (1, 1)
    before, since = json.loads(capsys.readouterr().out)
    assert (len(before["forgotten"]), before["told_again"]) == (1, [])
    assert [one["heard_as"] for one in since["told_again"]] == [str(UUID(int=1))]


async def test_with_a_reason_it_is_accepted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    company = Company(monkeypatch, a_pair(told_again=[told_again()]), a_pair())
    assert await backup.reconcile(Path(), "it is settled", as_json=False) == 0
    assert len(company.accepted) == 1
    assert "told again, differently" in " ".join(capsys.readouterr().out.split())
