"""`o2c simulate`: the whole company in memory on a virtual clock, where everything fails by chance, from seeds."""

import sys
from typing import Final

import msgspec

from deploy.simulation.campaign import Campaign, remember, remembered_seeds, run_all, say
from deploy.simulation.run import Outcome, run_seed
from shared.observability.logging import configure_logging

TELL_EVERY: Final = 100


def simulate(seeds: int, *, first: int, orders: int, processes: int | None, as_json: bool) -> int:
    """0 when every run ended with every invariant; 1 when one failed, with its seed and its last steps."""
    once_failed = remembered_seeds()
    campaign = run_all([*once_failed, *range(first, first + seeds)], orders=orders, processes=processes, watch=_watch)
    for outcome in campaign.failures:
        remember(outcome)
    if as_json:
        sys.stdout.write(msgspec.json.encode(campaign.as_json()).decode() + "\n")
    else:
        faults = ", ".join(f"{number:,} {kind}" for kind, number in campaign.struck.most_common())
        say(f"faults: {faults}")
        say(
            f"{campaign.runs:,} runs of {orders} orders in {campaign.seconds:.0f} s, "
            f"{campaign.per_minute:.0f} a minute: {campaign.commits:,} commits, {len(campaign.failures)} failed"
        )
    return 1 if campaign.failures else 0


def _watch(campaign: Campaign, outcome: Outcome) -> None:
    if outcome.failure:
        _tell_failure(outcome)
    elif campaign.runs % TELL_EVERY == 0:
        say(f"{campaign.runs:,} runs, {campaign.per_minute:.0f} a minute, {len(campaign.failures)} failed")


def _tell_failure(outcome: Outcome) -> None:
    for step in outcome.last_steps:
        say(step)
    say(f"SEED {outcome.seed} FAILED: {outcome.failure}")
    say(f"again: o2c simulate --only {outcome.seed}")


def replay(seed: int, *, orders: int) -> int:
    """One seed, with every step of it on standard output."""
    configure_logging("simulation", level="critical")  # what departments warn of is what is played here
    outcome = run_seed(seed, orders=orders, keep=None)
    for step in outcome.last_steps:
        sys.stdout.write(f"{step}\n")
    say(f"seed {seed}: trace {outcome.hash}, {outcome.steps} steps, {outcome.commits} commits")
    if outcome.failure:
        say(f"SEED {seed} FAILED: {outcome.failure}")
    return 1 if outcome.failure else 0
