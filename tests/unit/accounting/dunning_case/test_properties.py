"""What holds of every debtor, whatever happens to them in whatever order."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.accounting.dunning_case.charging import ApproveWaiver, ProposeWaiver
from services.accounting.dunning_case.claiming import interest_on
from services.accounting.dunning_case.events import (
    CaseResolved,
    ChargeClaimed,
    ChargesReopened,
    ChargesSettled,
    ChargeWaived,
    InterestAccrued,
    LevelRaised,
    ReminderIssued,
)
from services.accounting.dunning_case.events_of_endings import CaseRecalled, HandedOver, WriteOffApproved
from services.accounting.dunning_case.events_of_pauses import PlanAgreed, PromiseMade
from services.accounting.dunning_case.handing_over import HandOverCase, RecallCase
from services.accounting.dunning_case.levels import own_level
from services.accounting.dunning_case.parts import InterestBasis, PlannedInstalment
from services.accounting.dunning_case.pausing import AgreePlan, BlockDunning, MakePromise, TakeBackPlan, UnblockDunning
from services.accounting.dunning_case.resting import dunned_now, invoices_of_others, our_charges, principal_now
from services.accounting.dunning_case.state import Running
from shared.kernel.rejection import Rejection
from tests.unit.accounting.dunning_case.story import LEVELS, Story, level, policy
from tests.unit.accounting.examples import usd

MINIMUM = 500
POLICIES = (
    policy(),
    policy(minimum_amounts=(usd(MINIMUM),), holiday_country="US"),
    policy(levels=(level("First", 3, fee=500, interest="12"), level("Last", 9, interest="5", fee=900))),
    policy(levels=LEVELS[:1], charge_reminders=0),
)
INVOICES = ("I-1", "I-2", "I-3")

_names = st.sampled_from(("I-1", "I-1", *INVOICES))
_minor = st.integers(1, 120_000)
_days = st.integers(1, 25)
_weeks = st.integers(12, 60)
_steps = st.one_of(
    st.tuples(st.just("until"), _days),
    st.tuples(st.just("until"), _weeks),
    st.tuples(st.just("pay_for_a_while"), _names, _days),
    st.tuples(st.just("clear_for_a_while"), _days),
    st.tuples(st.just("bill"), _names, _minor, st.integers(-20, 20)),
    st.tuples(st.just("pay"), _names, _minor, st.integers(0, 5)),
    st.tuples(st.just("pay"), _names, st.just(120_000), st.just(0)),
    st.tuples(st.just("bounce")),
    st.tuples(st.just("clear"), _minor),
    st.tuples(st.just("restore")),
    st.tuples(st.just("waive"), _minor, st.booleans()),
    st.tuples(st.just("dispute"), _names, _minor),
    st.tuples(st.just("agree"), _names),
    st.tuples(st.just("write_off"), st.booleans()),
    st.tuples(st.just("reverse"), _names),
    st.tuples(st.just("promise"), _minor, st.integers(1, 14), st.booleans()),
    st.tuples(st.just("plan"), st.integers(2, 60)),
    st.tuples(st.just("take_back_plan")),
    st.tuples(st.just("block"), _days),
    st.tuples(st.just("unblock")),
    st.tuples(st.just("hand_over"), st.sampled_from(("legal", "agency"))),
    st.tuples(st.just("recall")),
    st.tuples(st.just("hand_over_for_a_while"), _weeks, _days),
)
histories = st.lists(_steps, min_size=6, max_size=30)


class Life:
    """A debtor to whom anything happens that can; what is refused does not happen."""

    def __init__(self, rules: Any) -> None:
        self.story = Story(rules)
        self.paid: list[tuple[str, str]] = []
        self.cleared: list[str] = []

    def step(self, what: tuple[Any, ...]) -> None:
        try:
            getattr(self, f"_{what[0]}")(*what[1:])
        except Rejection:
            return

    def _until(self, days: int) -> None:
        self.story.until(self.story.day + timedelta(days=days))

    def _bill(self, name: str, minor: int, due_in: int) -> None:
        if name not in self.story.invoices:
            self.story.bill(name, minor, due=self.story.day + timedelta(days=due_in))

    def _pay(self, name: str, minor: int, days_ago: int) -> None:
        if name not in self.story.invoices or not (left := self.story.open_of(name)):
            return
        paid_on = self.story.day - timedelta(days=days_ago)
        self.paid.append((self.story.pay(min(minor, left), name, on=paid_on), name))

    def _pay_for_a_while(self, name: str, days: int) -> None:
        """All that is open, charges too, which then bounces; as it goes with a cheque."""
        self._clear(120_000)
        self._pay(name, 120_000, 0)
        self._until(days)
        self._bounce()
        self._until(days)

    def _clear_for_a_while(self, days: int) -> None:
        self._clear(120_000)
        self._until(days)
        self._restore()

    def _bounce(self) -> None:
        if self.paid:
            self.story.bounce(*self.paid.pop())

    def _clear(self, minor: int) -> None:
        if isinstance(self.story.case, Running):
            self.cleared.append(self.story.clear(minor))

    def _restore(self) -> None:
        if self.cleared:
            self.story.restore(self.cleared.pop())

    def _waive(self, minor: int, is_fee: bool) -> None:
        """Of the first charge of a kind that is open, at most all of it."""
        kind = "fee" if is_fee else "interest"
        for charge in self.story.account.open_charges:
            if charge.kind == kind:
                amount = min(usd(minor), charge.open)
                which, day = charge.charge_id, self.story.day
                self.story.ask(
                    ProposeWaiver(charge_id=which, reason="our mistake", by="a.clerk", amount=amount, on=day)
                )
                self.story.ask(ApproveWaiver(charge_id=which, by="the.boss", on=day))
                return

    def _dispute(self, name: str, minor: int) -> None:
        if name in self.story.invoices:
            self.story.dispute(minor, name)

    def _agree(self, name: str) -> None:
        if name in self.story.invoices:
            self.story.agree(name)

    def _write_off(self, with_charges: bool) -> None:
        if isinstance(self.story.case, Running) and self.story.account.overdue(self.story.day):
            self.story.write_off(with_charges=with_charges)

    def _reverse(self, name: str) -> None:
        if name in self.story.invoices:
            self.story.reverse_write_off(name)

    def _promise(self, minor: int, days: int, all_of_it: bool) -> None:
        due_on = self.story.day + timedelta(days=days)
        amount = None if all_of_it else usd(minor)
        self.story.ask(MakePromise(amount=amount, due_on=due_on, by="a.clerk", on=self.story.day))

    def _plan(self, days: int) -> None:
        if not isinstance(self.story.case, Running):
            return
        account, day = self.story.account, self.story.day
        late = tuple(name for name, one in account.invoices.items() if any(x.due_on < day for x in one.instalments))
        owed = account.owed_of(late, tuple(charge.charge_id for charge in account.open_charges))
        first = PlannedInstalment(due_on=day + timedelta(days=days // 2), amount=usd(owed.minor // 2))
        rest = PlannedInstalment(due_on=day + timedelta(days=days), amount=usd(owed.minor - owed.minor // 2))
        self.story.ask(AgreePlan(instalments=(first, rest), by="the.boss", on=day))

    def _take_back_plan(self) -> None:
        self.story.ask(TakeBackPlan(reason="it was not kept to", by="the.boss", on=self.story.day))

    def _block(self, days: int) -> None:
        until = self.story.day + timedelta(days=days)
        self.story.ask(BlockDunning(reason="asked us to", until=until, by="a.clerk", on=self.story.day))

    def _unblock(self) -> None:
        self.story.ask(UnblockDunning(by="a.clerk", on=self.story.day))

    def _hand_over(self, to: str) -> None:
        self.story.ask(
            HandOverCase(to=to, name="Others", reference="", reason="no answer", by="a.clerk", on=self.story.day)
        )

    def _hand_over_for_a_while(self, weeks: int, days: int) -> None:
        """After days that may bring the final level; a part is paid while others have it."""
        self._until(weeks)
        self._hand_over("agency")
        self._until(days)
        self._pay("I-1", 20_000, 0)
        self._until(days)
        self._recall()

    def _recall(self) -> None:
        self.story.ask(RecallCase(reason="they called", by="a.clerk", on=self.story.day))


def lived(rules: Any, history: list[tuple[Any, ...]]) -> Life:
    life = Life(rules)
    life.step(("bill", "I-1", 100_000, 14))
    life.step(("bill", "I-2", 70_000, 40))
    life.step(("until", 30))
    for what in history:
        life.step(what)
    return life


lives = st.builds(lived, st.sampled_from(POLICIES), histories)


def days_of(bases: list[InterestBasis]) -> dict[tuple[str, int], list[tuple[date, date]]]:
    days: dict[tuple[str, int], list[tuple[date, date]]] = defaultdict(list)
    for basis in bases:
        days[basis.invoice_id, basis.instalment_no].append((basis.from_day, basis.until))
    return days


@given(lives)
def test_no_day_of_an_instalment_is_charged_interest_twice(life: Life) -> None:
    claimed = [basis for one in life.story.of(ChargeClaimed) for basis in one.interest_on]
    accrued = [basis for one in life.story.of(InterestAccrued) for basis in one.interest_on]
    for bases in (claimed, accrued):
        for days in days_of(bases).values():
            for (start, until), (later, _) in pairwise(sorted(days)):
                assert start < until <= later
    for one in life.story.of(ChargeClaimed):
        if one.kind == "interest":
            assert one.amount == usd(sum(interest_on(basis).minor for basis in one.interest_on))


@given(lives)
def test_charges_claimed_are_settled_waived_written_off_or_open(life: Life) -> None:
    story = life.story
    if not story.facts:
        return
    came_off = sum(part.amount.minor for one in story.of(ChargesSettled) for part in one.clearings)
    came_off -= sum(part.amount.minor for one in story.of(ChargesReopened) for part in one.clearings)
    came_off += sum(one.amount.minor for one in story.of(ChargeWaived))
    came_off += sum(part.amount.minor for one in story.of(WriteOffApproved) for part in one.charges)
    claimed = sum(one.amount.minor for one in story.of(ChargeClaimed))
    assert claimed == came_off + story.account.charged.minor
    assert all(charge.open.minor >= 0 for charge in story.account.charges.values())


@given(lives)
def test_as_long_as_something_is_owed_there_is_a_next_review_or_a_person(life: Life) -> None:
    story = life.story
    if not isinstance(story.case, Running):
        return
    case, account, rules = story.running, story.account, story.rules
    assert account.overdue(story.day) or account.charged or case.promise or case.plan
    if account.review_on is not None:
        assert account.review_on >= story.day
        return
    assert (case.block, case.promise, case.plan) == (None, None, None)
    ours = [one for one in account.dunned(story.day) if one.invoice_id not in invoices_of_others(case)]
    too_little = sum(one.amount.minor for one in ours) < (MINIMUM if rules.minimum_amounts else 1)
    disputed = any(one.disputed for one in account.invoices.values())
    final = all(own_level(case, one) == len(rules.levels) for one in ours)
    assert case.left_because or (ours and final) or disputed or (too_little and not our_charges(case))


@given(lives)
def test_what_rests_never_hides_what_is_outside_of_it(life: Life) -> None:
    story = life.story
    if not isinstance(story.case, Running) or story.running.block is not None:
        return
    case, day = story.running, story.day
    pause = case.plan or case.promise
    named = (*(pause.invoice_ids if pause is not None else ()), *invoices_of_others(case))
    outside = [one for one in story.account.dunned(day) if one.invoice_id not in named]
    assert [one for one in dunned_now(case, day) if one.invoice_id not in named] == outside
    if case.promise is not None and not case.promise.covers_all and case.hand_over is None:
        assert story.account.principal(day) - principal_now(case, day) <= case.promise.amount
    minimum = MINIMUM if story.rules.minimum_amounts else 1
    if sum(one.amount.minor for one in outside) >= minimum and any(
        own_level(case, one) < len(story.rules.levels) for one in outside
    ):
        assert story.account.review_on is not None


@given(lives)
def test_nobody_is_dunned_by_two(life: Life) -> None:
    theirs: set[str] = set()
    charged: set[str] = set()
    for fact in life.story.facts:
        match fact:
            case HandedOver(invoice_ids=given_them, charge_ids=charge_ids):
                assert theirs.isdisjoint(given_them), f"{fact.to} got what others have"
                theirs |= {*given_them}
                charged |= {*(charge_ids or ())}
            case CaseRecalled() | CaseResolved():
                theirs, charged = set(), set()
            case LevelRaised(invoice_ids=named) | PromiseMade(invoice_ids=named) | PlanAgreed(invoice_ids=named):
                assert theirs.isdisjoint(named), fact
            case ReminderIssued():
                assert theirs.isdisjoint(one.invoice_id for one in fact.instalments), fact
                assert charged.isdisjoint(one.charge_id for one in fact.charges), fact
            case _:
                pass


@given(lives)
def test_an_instalment_comes_to_one_level_after_the_other_and_is_handed_over_after_its_own_last(life: Life) -> None:
    levels: dict[str, int] = defaultdict(int)
    for fact in life.story.facts:
        match fact:
            case ReminderIssued():
                for one in fact.raised:
                    assert one.level == levels[one.invoice_id] + 1, fact
                    levels[one.invoice_id] = one.level
                    assert one.level <= fact.level
            case HandedOver(invoice_ids=invoice_ids):
                assert {levels[name] for name in invoice_ids} <= {len(life.story.rules.levels)}
            case WriteOffApproved(invoices=invoices):
                for lost in invoices:
                    levels[lost.invoice_id] = 0
            case _:
                pass


@given(lives)
def test_no_level_is_raised_twice_about_an_invoice(life: Life) -> None:
    """So no fee is claimed twice, whatever bounced in between; what was written off begins anew."""
    reached: dict[str, int] = defaultdict(int)
    for fact in life.story.facts:
        match fact:
            case LevelRaised(invoice_ids=invoice_ids, level=level):
                for name in invoice_ids:
                    assert reached[name] < level, f"{name} was at {reached[name]}: {fact}"
                    reached[name] = level
            case WriteOffApproved(invoices=invoices):
                for lost in invoices:
                    reached[lost.invoice_id] = 0
            case _:
                pass


@given(lives)
def test_what_is_stored_reads_as_it_was_decided(life: Life) -> None:
    assert life.story.spec.state == life.story.case
