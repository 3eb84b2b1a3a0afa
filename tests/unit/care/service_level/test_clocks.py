"""Working time and the clocks that run in it, and setting what they promise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.care.service_level.calendar import after_working, working_between
from services.care.service_level.clock import (
    breached,
    met,
    paused,
    resumed,
    retargeted,
    started,
    status_of,
    warned,
    warns_at,
)
from services.care.service_level.decider import SERVICE_LEVEL
from services.care.service_level.events import BusinessCalendar
from services.care.service_level.setting import CalendarUnknown, SetServiceLevel, TargetsIncomplete, WaitingTooShort
from services.care.service_level.state import STANDARD
from shared.testing.specification import spec_of

CALENDAR = STANDARD.calendar
FRIDAY_NOON = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)
"""In Vietnam; the office closes at 10:00 UTC."""

minutes = st.integers(0, 450_000)
moments = minutes.map(lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=passed))
spans = st.integers(0, 20_000).map(lambda minutes: timedelta(minutes=minutes))


class TestWorkingTime:
    def test_the_weekend_does_not_count(self) -> None:
        assert after_working(CALENDAR, FRIDAY_NOON, timedelta(hours=6)) == datetime(2026, 3, 9, 2, 0, tzinfo=UTC)

    def test_a_public_holiday_does_not_count(self) -> None:
        before_reunification_day = datetime(2026, 4, 29, 9, 0, tzinfo=UTC)
        due = after_working(CALENDAR, before_reunification_day, timedelta(hours=2))
        assert due == datetime(2026, 5, 4, 2, 0, tzinfo=UTC)

    def test_the_night_does_not_count(self) -> None:
        evening = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
        assert after_working(CALENDAR, evening, timedelta(minutes=30)) == datetime(2026, 3, 6, 1, 30, tzinfo=UTC)

    @given(moments, spans)
    def test_between_now_and_then_lies_what_was_asked_for(self, since: datetime, working: timedelta) -> None:
        assert working_between(CALENDAR, since, after_working(CALENDAR, since, working)) == working


class TestClock:
    def test_it_goes_on_with_what_was_left(self) -> None:
        clock = started(CALENDAR, FRIDAY_NOON, 120)
        stopped = paused(clock, FRIDAY_NOON + timedelta(hours=1))
        assert status_of(stopped) == "paused"
        monday = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
        going_on = resumed(stopped, CALENDAR, monday)
        assert (going_on.due, status_of(going_on)) == (monday + timedelta(hours=1), "running")

    @given(moments, spans, spans)
    def test_pausing_never_brings_the_end_nearer(self, at: datetime, runs: timedelta, stands: timedelta) -> None:
        clock = started(CALENDAR, at, 600)
        going_on = resumed(paused(clock, at + runs), CALENDAR, at + runs + stands)
        assert going_on.due >= clock.due

    def test_what_is_broken_stays_broken(self) -> None:
        clock = breached(started(CALENDAR, FRIDAY_NOON, 60), FRIDAY_NOON + timedelta(hours=2))
        assert status_of(met(clock, FRIDAY_NOON + timedelta(hours=3))) == "breached"
        assert paused(clock, FRIDAY_NOON) == clock


class TestWarning:
    """Of eight working hours, from Friday noon to Monday at 12:00 in Vietnam."""

    clock = started(CALENDAR, FRIDAY_NOON, 480)
    half = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    three_quarters = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)

    def test_it_is_warned_of_at_half_and_at_three_quarters_of_its_working_time(self) -> None:
        assert warns_at(self.clock, CALENDAR) == self.half
        assert warned(self.clock, CALENDAR, self.half - timedelta(seconds=1)) == self.clock
        once = warned(self.clock, CALENDAR, self.half)
        assert (once.warned_percent, warns_at(once, CALENDAR)) == (50, self.three_quarters)
        assert warned(once, CALENDAR, self.half) == once
        twice = warned(once, CALENDAR, self.three_quarters)
        assert (twice.warned_percent, warns_at(twice, CALENDAR)) == (75, None)

    def test_late_it_is_warned_of_once_as_far_as_it_has_come_and_not_when_it_ran_out(self) -> None:
        assert warned(self.clock, CALENDAR, self.three_quarters).warned_percent == 75
        assert warned(self.clock, CALENDAR, self.clock.due) == self.clock

    def test_while_it_stands_still_it_is_not_and_afterwards_later(self) -> None:
        stopped = paused(self.clock, FRIDAY_NOON + timedelta(hours=1))
        assert warns_at(stopped, CALENDAR) is None
        assert warned(stopped, CALENDAR, self.half) == stopped
        going_on = resumed(stopped, CALENDAR, FRIDAY_NOON + timedelta(hours=3))
        assert warns_at(going_on, CALENDAR) == datetime(2026, 3, 9, 2, 0, tzinfo=UTC)

    def test_another_promise_is_warned_of_anew_and_the_same_is_not(self) -> None:
        once = warned(self.clock, CALENDAR, self.half)
        assert retargeted(once, CALENDAR, 480) == once
        longer = retargeted(once, CALENDAR, 960)
        assert (longer.warned_percent, warns_at(longer, CALENDAR)) == (0, self.clock.due)

    @given(moments, st.integers(1, 5_000), st.sampled_from([50, 75]))
    def test_it_is_warned_of_before_it_runs_out(self, at: datetime, target: int, percent: int) -> None:
        clock = replace(started(CALENDAR, at, target), warned_percent=percent - 25)
        warning = warns_at(clock, CALENDAR)
        assert warning is not None
        assert at < warning < clock.due
        assert warned(clock, CALENDAR, warning).warned_percent == percent


class TestSetting:
    request = SetServiceLevel(
        calendar=replace(CALENDAR, weekdays=(0, 1, 2, 3, 4, 5)), targets=STANDARD.targets, reason="season", by="m"
    )

    def test_it_is_set_once(self) -> None:
        decided = spec_of(SERVICE_LEVEL).when(self.request).then_asked_again_nothing()
        assert decided.state_after().calendar.weekdays == (0, 1, 2, 3, 4, 5)

    @pytest.mark.parametrize(
        "calendar",
        [
            replace(CALENDAR, country="XX"),
            replace(CALENDAR, time_zone="Asia/Atlantis"),
            replace(CALENDAR, closes_at_minute=CALENDAR.opens_at_minute),
        ],
    )
    def test_the_calendar_has_to_be_one(self, calendar: BusinessCalendar) -> None:
        request = replace(self.request, calendar=calendar)
        spec_of(SERVICE_LEVEL).when(request).then_rejected(CalendarUnknown)

    def test_a_customer_is_reminded_before_nobody_waits(self) -> None:
        waiting = replace(self.request, remind_after_days=2, unanswered_after_days=5)
        decided = spec_of(SERVICE_LEVEL).when(waiting).then_asked_again_nothing().state_after()
        assert (decided.remind_after_days, decided.unanswered_after_days) == (2, 5)
        too_short = replace(waiting, unanswered_after_days=2)
        spec_of(SERVICE_LEVEL).when(too_short).then_rejected(WaitingTooShort, field="unanswered_after_days")

    def test_every_priority_has_its_target(self) -> None:
        request = replace(self.request, targets=STANDARD.targets[:3])
        spec_of(SERVICE_LEVEL).when(request).then_rejected(TargetsIncomplete, field="targets")
        hasty = replace(STANDARD.targets[0], resolution_minutes=1)
        request = replace(self.request, targets=(hasty, *STANDARD.targets[1:]))
        spec_of(SERVICE_LEVEL).when(request).then_rejected(TargetsIncomplete, field="targets.0")
