"""Alarms on an order."""

from services.sales.order.alarming import ClearAlarm, RaiseAlarm
from services.sales.order.lateness import OrderAlarmCleared, OrderAlarmRaised
from tests.unit.sales.order.ordering import NOON, completed, placed

RAISED = OrderAlarmRaised(name="credit", since=NOON)


def test_an_alarm_is_raised_once() -> None:
    placed.when(RaiseAlarm(name="credit", since=NOON)).then(RAISED).then_asked_again_nothing()


def test_an_alarm_is_cleared_once() -> None:
    cleared = OrderAlarmCleared(name="credit", cleared_at=NOON)
    placed.given(RAISED).when(ClearAlarm(name="credit", at=NOON)).then(cleared).then_asked_again_nothing()


def test_the_last_alarm_is_cleared_after_the_order_is_completed() -> None:
    order = completed.given(RAISED).when(ClearAlarm(name="credit", at=NOON)).state_after()
    assert order.progress.alarms == {}
