"""The numbers that operators watch."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

HEARD: Final = Counter(
    "o2c_messages_heard_total", "Messages heard, with their effects committed", ["department", "type"]
)
GAPS: Final = Counter(
    "o2c_gaps_seen_total", "Gaps seen in a sequence and refilled from the source", ["department", "topic"]
)
RESTORED: Final = Gauge(
    "o2c_source_restored",
    "1: hears nothing, because that source was restored from a backup and nobody has reconciled the two",
    ["department", "source"],
)
HALTED: Final = Gauge(
    "o2c_partitions_halted",
    "Partitions whose messages wait, as their source does not answer to fill a gap",
    ["department", "topic"],
)
PASSED_OVER: Final = Counter(
    "o2c_messages_passed_over_total",
    "Messages of types that this version does not know and does not wait for",
    ["department", "topic"],
)
PARKED: Final = Counter("o2c_messages_parked_total", "Messages set aside for an operator", ["department", "topic"])
PARKED_NOW: Final = Gauge(
    "o2c_parked_messages", "Messages that are set aside now, by what they wait for", ["department", "status"]
)
UNHEARD: Final = Gauge(
    "o2c_messages_unheard",
    "Records that the broker has and this consumer has not heard yet",
    ["department", "topic", "partition"],
)
SENT: Final = Counter("o2c_messages_sent_total", "Messages handed to the broker by the relay", ["department", "topic"])
TOO_LARGE: Final = Counter(
    "o2c_messages_too_large_total",
    "Messages that the broker does not take, sent as references to the feed",
    ["department", "topic"],
)
UNSENT: Final = Gauge("o2c_outbox_unsent", "Outbox rows not yet handed to the broker", ["department"])
OLDEST_UNSENT_SECONDS: Final = Gauge(
    "o2c_outbox_oldest_unsent_seconds", "Age of the oldest unsent outbox row", ["department"]
)
LAG_SECONDS: Final = Histogram(
    "o2c_hop_seconds",
    "From a commit in one department to the commit of its effects in the next, by the topic that carried it",
    ["department", "topic"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30),
)
VIEW_BEHIND: Final = Gauge(
    "o2c_view_behind_events", "Events of the log that a view has not followed yet", ["department", "view"]
)
VIEW_BEHIND_SECONDS: Final = Gauge(
    "o2c_view_behind_seconds", "How long ago the first of those was recorded", ["department", "view"]
)
STORE_FULL: Final = Gauge(
    "o2c_store_full",
    "1: the database had no room for what was to be written, within the last half minute and since the last commit",
    ["department"],
)
LOOP_BLOCKED_SECONDS: Final = Gauge(
    "o2c_loop_blocked_seconds",
    "The longest time within the last minute that one step of a process kept all of its others waiting",
    ["department"],
)
REQUESTS: Final = Counter("o2c_requests_total", "Requests by route and status", ["department", "route", "status"])
REQUEST_SECONDS: Final = Histogram(
    "o2c_request_seconds",
    "Time to answer",
    ["department"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5),
)
DEADLINES_OVERDUE: Final = Gauge(
    "o2c_deadlines_overdue", "Deadlines past due that were tried and are still there", ["department"]
)
OLDEST_OVERDUE_SECONDS: Final = Gauge(
    "o2c_deadlines_oldest_overdue_seconds", "How long ago the oldest of those fell due", ["department"]
)
