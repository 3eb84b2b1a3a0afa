"""Facts of the time when care promised nothing of support cases: none of them has clocks."""

from typing import Final

from shared.kernel.upcasting import Json, Upcaster, upcast


@upcast("support_case.opened", from_version=1)
def opened_without_a_promise(old: Json) -> Json:
    """Whatever care promises today, it did not promise this customer then."""
    return {**old, "promised": None}


@upcast("support_case.prioritised", from_version=1)
def prioritised_without_clocks(old: Json) -> Json:
    """There were no clocks to move."""
    return {**old, "clocks": None}


@upcast("support_case.customer-awaited", from_version=1)
def awaited_without_clocks(old: Json) -> Json:
    """There was no clock to stop."""
    return {**old, "clocks": None}


@upcast("support_case.resumed", from_version=1)
def resumed_without_clocks(old: Json) -> Json:
    """There was no clock to go on."""
    return {**old, "clocks": None}


@upcast("support_case.resolved", from_version=1)
def resolved_without_clocks(old: Json) -> Json:
    """There was no promise to keep."""
    return {**old, "clocks": None}


@upcast("support_case.reopened", from_version=1)
def reopened_without_clocks(old: Json) -> Json:
    """Nothing was promised again."""
    return {**old, "clocks": None}


UPCASTERS: Final[tuple[Upcaster, ...]] = (
    opened_without_a_promise,
    prioritised_without_clocks,
    awaited_without_clocks,
    resumed_without_clocks,
    resolved_without_clocks,
    reopened_without_clocks,
)
