"""Journal entries: what documents record, what people draft, and what is taken back."""

from datetime import date, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounting.ledger.chart_decider import CHART, THE_CHART
from services.accounting.ledger.decider import JOURNAL
from services.accounting.ledger.drafting import (
    MANUAL,
    ApproveEntry,
    DraftEntry,
    DraftWasRefused,
    EntryIsEmpty,
    EntryIsRecorded,
    EntryUnknown,
    OwnDraft,
    PostedInTheFuture,
    RefuseEntry,
)
from services.accounting.ledger.events import (
    EntryDrafted,
    EntryRecorded,
    EntryRefused,
    EntryReversed,
    JournalLine,
)
from services.accounting.ledger.posting import credit, debit, entry
from services.accounting.ledger.recording import (
    AccountNotPostedTo,
    EntryDoesNotBalance,
    EntryIdTaken,
    EntryLine,
    RoleWithoutAccount,
)
from services.accounting.ledger.reversing import (
    EntryBelongsToDocument,
    EntryNotInTheBooks,
    RecordReversal,
    ReversalIsFinal,
    ReversedAlready,
    ReverseEntry,
)
from shared.kernel.money import Money
from shared.testing.specification import Decided, spec_of

MONDAY = date(2026, 3, 2)
an_entry = spec_of(JOURNAL).beside(CHART, THE_CHART)


def usd(minor: int) -> Money:
    return Money(minor=minor, currency="USD")


def vnd(minor: int) -> Money:
    return Money(minor=minor, currency="VND")


def record(*lines: EntryLine) -> Any:
    return entry("e", source="invoice", text="Invoice 1", posted_on=MONDAY, lines=lines).command


def line(no: int, account: str, side: str, minor: int, role: str, party: str = "") -> JournalLine:
    return JournalLine(line_no=no, account=account, role=role, party=party, side=side, amount=usd(minor))


SALE = record(debit("receivable", usd(110), "ACME"), credit("revenue", usd(100)), credit("output-vat", usd(10)))
LINES = (
    line(1, "1100", "debit", 110, "receivable", "ACME"),
    line(2, "4000", "credit", 100, "revenue"),
    line(3, "2100", "credit", 10, "output-vat"),
)
SOLD = EntryRecorded(
    source="invoice",
    text="Invoice 1",
    posted_on=MONDAY,
    lines=LINES,
    reverses="",
    drafted_by="",
    approved_by="",
)
BY_HAND = (
    EntryLine(side="debit", amount=usd(50), account="5200"),
    EntryLine(side="credit", amount=usd(50), role="inventory"),
)
HAND_LINES = (line(1, "5200", "debit", 50, ""), line(2, "1300", "credit", 50, "inventory"))
DRAFT = DraftEntry(text="Scrap", posted_on=MONDAY, lines=BY_HAND, by="ann", on=MONDAY)
DRAFTED = EntryDrafted(text="Scrap", posted_on=MONDAY, lines=HAND_LINES, drafted_by="ann", drafted_on=MONDAY)
REFUSED = EntryRefused(reason="not scrap", refused_by="bob", refused_on=MONDAY)
APPROVED = EntryRecorded(
    source=MANUAL,
    text="Scrap",
    posted_on=MONDAY,
    lines=HAND_LINES,
    reverses="",
    drafted_by="ann",
    approved_by="bob",
)
REVERSE = ReverseEntry(reversal_id="r1", source=MANUAL, reason="was found", by="bob", on=MONDAY)
TURNED = (line(1, "5200", "credit", 50, ""), line(2, "1300", "debit", 50, "inventory"))
REVERSED = EntryReversed(
    reversal_id="r1",
    source=MANUAL,
    text="Scrap",
    lines=TURNED,
    reason="was found",
    reversed_by="bob",
    reversed_on=MONDAY,
)


class TestRecording:
    def test_roles_become_accounts_and_the_same_entry_is_recorded_once(self) -> None:
        an_entry.when(SALE).then(SOLD).then_asked_again_nothing()

    def test_a_reversed_entry_is_not_recorded_again(self) -> None:
        an_entry.given(SOLD, REVERSED).when(SALE).then_nothing()

    def test_debits_equal_credits(self) -> None:
        lopsided = record(debit("receivable", usd(110)), credit("revenue", usd(100)))
        an_entry.when(lopsided).then_rejected(EntryDoesNotBalance, field="lines")

    def test_currencies_balance_each_by_itself(self) -> None:
        mixed = record(debit("bank", usd(100)), credit("receivable", vnd(100)))
        an_entry.when(mixed).then_rejected(EntryDoesNotBalance)
        both = record(
            debit("bank", usd(1)), credit("receivable", usd(1)), debit("bank", vnd(9)), credit("receivable", vnd(9))
        )
        assert len(an_entry.when(both).facts) == 1

    def test_zero_lines_are_left_out_and_negative_ones_change_sides(self) -> None:
        (fact,) = an_entry.when(
            record(debit("inventory", usd(-5)), debit("bank", usd(0)), credit("inventory-adjustment", usd(-5)))
        ).facts
        assert fact.lines == (
            line(1, "1300", "credit", 5, "inventory"),
            line(2, "5200", "debit", 5, "inventory-adjustment"),
        )

    def test_an_entry_of_nothing_is_not_written(self) -> None:
        an_entry.when(record(debit("bank", usd(0)), credit("receivable", usd(0)))).then_nothing()
        an_entry.when(record()).then_nothing()

    def test_a_document_does_not_take_over_a_draft(self) -> None:
        an_entry.given(DRAFTED).when(SALE).then_rejected(EntryIdTaken)
        an_entry.given(DRAFTED, REFUSED).when(SALE).then_rejected(EntryIdTaken)

    @given(
        amounts=st.lists(st.integers(-(10**12), 10**12), max_size=8),
        sides=st.lists(st.sampled_from(["debit", "credit"]), min_size=8, max_size=8),
    )
    def test_whatever_is_recorded_balances(self, amounts: list[int], sides: list[Literal["debit", "credit"]]) -> None:
        lines = [
            EntryLine(side=side, amount=usd(minor), role="suspense")
            for minor, side in zip(amounts, sides, strict=False)
        ]
        off = sum(one.amount.minor if one.side == "debit" else -one.amount.minor for one in lines)
        decided: Decided[Any] = an_entry.when(record(*lines, credit("rounding", usd(off))))
        assert decided.rejection is None
        for fact in decided.facts:
            assert all(one.amount.minor > 0 for one in fact.lines)
            debits = sum(one.amount.minor for one in fact.lines if one.side == "debit")
            assert debits == sum(one.amount.minor for one in fact.lines if one.side == "credit")


class TestDrafting:
    def test_an_entry_by_hand_waits_for_somebody_else(self) -> None:
        an_entry.when(DRAFT).then(DRAFTED).then_asked_again_nothing()
        an_entry.given(DRAFTED).when(ApproveEntry(by="bob")).then(APPROVED).then_asked_again_nothing()

    def test_nobody_approves_what_they_wrote(self) -> None:
        an_entry.given(DRAFTED).when(ApproveEntry(by="ann")).then_rejected(OwnDraft)

    def test_it_is_refused_with_a_reason_once(self) -> None:
        refuse = RefuseEntry(reason="not scrap", by="bob", on=MONDAY)
        an_entry.given(DRAFTED).when(refuse).then(REFUSED).then_asked_again_nothing()
        an_entry.given(DRAFTED, REFUSED).when(ApproveEntry(by="cid")).then_rejected(DraftWasRefused)
        an_entry.given(APPROVED).when(refuse).then_rejected(EntryIsRecorded)
        an_entry.given(APPROVED, REVERSED).when(refuse).then_rejected(EntryIsRecorded)

    def test_nothing_is_decided_about_what_nobody_wrote(self) -> None:
        an_entry.when(ApproveEntry(by="bob")).then_rejected(EntryUnknown)
        an_entry.when(RefuseEntry(reason="why", by="bob", on=MONDAY)).then_rejected(EntryUnknown)

    def test_approving_what_is_in_the_books_changes_nothing(self) -> None:
        an_entry.given(DRAFTED, APPROVED, REVERSED).when(ApproveEntry(by="bob")).then_nothing()

    @pytest.mark.parametrize(
        ("lines", "reason"),
        [
            (BY_HAND[:1], EntryDoesNotBalance),
            ((EntryLine(side="debit", amount=usd(0), role="bank"),), EntryIsEmpty),
            ((EntryLine(side="debit", amount=usd(5), account="9999"),), AccountNotPostedTo),
            ((EntryLine(side="debit", amount=usd(5), role="petty-cash"),), RoleWithoutAccount),
            ((EntryLine(side="debit", amount=usd(5)),), RoleWithoutAccount),
        ],
    )
    def test_what_cannot_be_in_the_books_is_not_drafted(self, lines: tuple[EntryLine, ...], reason: Any) -> None:
        draft = DraftEntry(text="Scrap", posted_on=MONDAY, lines=lines, by="ann", on=MONDAY)
        an_entry.when(draft).then_rejected(reason)

    def test_the_future_has_no_entries(self) -> None:
        draft = DraftEntry(text="Scrap", posted_on=MONDAY + timedelta(1), lines=BY_HAND, by="ann", on=MONDAY)
        an_entry.when(draft).then_rejected(PostedInTheFuture, field="posted_on")


class TestReversing:
    def test_an_entry_is_taken_back_once_with_its_sides_exchanged(self) -> None:
        an_entry.given(APPROVED).when(REVERSE).then(REVERSED).then_asked_again_nothing()
        other = ReverseEntry(reversal_id="r2", source=MANUAL, reason="again", by="bob", on=MONDAY)
        an_entry.given(APPROVED, REVERSED).when(other).then_rejected(ReversedAlready)

    def test_what_a_document_made_the_document_takes_back(self) -> None:
        an_entry.given(SOLD).when(REVERSE).then_rejected(EntryBelongsToDocument)

    def test_the_reversal_is_written_as_it_comes_once(self) -> None:
        write = RecordReversal(reverses="e", source=MANUAL, text="Reversal", posted_on=MONDAY, lines=TURNED)
        written = EntryRecorded(
            source=MANUAL,
            text="Reversal",
            posted_on=MONDAY,
            lines=TURNED,
            reverses="e",
            drafted_by="",
            approved_by="",
        )
        an_entry.when(write).then(written).then_asked_again_nothing()
        an_entry.given(written).when(REVERSE).then_rejected(ReversalIsFinal)
        an_entry.given(DRAFTED).when(write).then_rejected(EntryIdTaken)

    def test_only_what_is_in_the_books_is_reversed(self) -> None:
        an_entry.when(REVERSE).then_rejected(EntryUnknown)
        an_entry.given(DRAFTED).when(REVERSE).then_rejected(EntryNotInTheBooks)
        an_entry.given(DRAFTED, REFUSED).when(REVERSE).then_rejected(EntryNotInTheBooks)
