"""The simulation itself: the same seed is the same run, everything goes wrong somewhere, and everything still holds."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.commands import simulating
from deploy.simulation import campaign as campaigns
from deploy.simulation import run
from deploy.simulation.by_hand import COUNTED_LATE, COUNTED_SHORT, GIVEN_TO_OTHERS
from deploy.simulation.campaign import Campaign, remember, remembered_seeds, run_all
from deploy.simulation.run import Outcome, run_seed
from deploy.simulation.trace import LAST_STEPS, Trace
from deploy.simulation.virtual_time import run_virtually
from deploy.simulation.world import World

SEEDS = 500
ORDERS = 2
"""Breadth, where `make simulate` has twenty: runs of the suite are short."""
FAULTS = {
    "answer-lost",
    "asked-twice",
    "blackout",
    "broker-outage",
    "crash",
    "database-error",
    "database-outage",
    "lead-lost",
    "leap",
    "message-delayed",
    "message-dropped",
    "message-garbled",
    "message-repeated",
    "offset-lost",
    "pause",
    "publish-error",
    "reply-lost",
    "topic-lost",
}

TURNS = {
    "credit_account.credit-reduced",
    "credit_account.stop-lifted",
    "customer_return.cancelled",
    "customer_return.closed",
    "customer_return.credit-granted",
    "customer_return.expired",
    "customer_return.refused",
    "customer_return.repair-granted",
    "customer_return.replacement-granted",
    "customer_return.scrap-agreed",
    "dispute.conceded",
    "dispute.concession-refused",
    "dispute.granted",
    "dunning_case.charge-claimed",
    "dunning_case.charge-waived",
    "dunning_case.charges-settled",
    "dunning_case.handed-over",
    "dunning_case.level-raised",
    "dunning_case.plan-broken",
    "dunning_case.plan-kept",
    "dunning_case.promise-broken",
    "dunning_case.promise-kept",
    "dunning_case.recalled",
    "dunning_case.write-off-approved",
    "goods_receipt.corrected",
    "invoice.small-difference-let-off",
    "invoice.small-difference-restored",
    "order.amended",
    "order.reduction-requested",
    "payable.credit-settled",
    "payable.credited",
    "payment.refund-failed",
    "payment.voided",
    "purchase-order.closed-short",
    "requisition.lowered",
    "requisition.needed-again",
    "shipment.reduced",
    "site_list.site-reopened",
    "site_list.site-used",
    "site_list.site-vacated",
    "supplier-payment.clearing-taken-back",
    "supplier-payment.cleared",
    "supplier-payment.refused",
}
"""Facts that only some cases lead to: what the simulation plays, it comes to."""
BY_HAND = {COUNTED_LATE, COUNTED_SHORT, GIVEN_TO_OTHERS, "stock.found-right"}
"""What people do with goods on the shelf, of which not every turn has a kind of fact of its own."""


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return run_all(list(range(1, SEEDS + 1)), orders=ORDERS)


def told(campaign: Campaign) -> list[str]:
    """What failed, with the steps that led there."""
    return [f"seed {one.seed}: {one.failure}\n" + "\n".join(one.last_steps) for one in campaign.failures]


@pytest.mark.slow
def test_every_seed_ends_with_every_invariant(campaign: Campaign) -> None:
    assert told(campaign) == []
    assert campaign.runs == SEEDS


@pytest.mark.slow
def test_every_seed_that_ever_failed_holds_now() -> None:
    seeds = remembered_seeds()
    again = run_all(seeds)
    assert told(again) == []
    assert again.runs == len(seeds) > 0


@pytest.mark.slow
def test_every_kind_of_fault_struck(campaign: Campaign) -> None:
    assert set(campaign.struck) == FAULTS
    assert min(campaign.struck.values()) > SEEDS / 20


@pytest.mark.slow
def test_orders_took_every_turn(campaign: Campaign) -> None:
    assert (TURNS | BY_HAND) - set(campaign.facts) == set()


def hashes_of(*seeds: int, hash_seed: str) -> list[str]:
    """The trace hashes of seeds, in a process of its own that orders its sets and dicts differently."""
    each = f"print(*[run_seed(seed, orders={ORDERS}).hash for seed in {seeds}])"
    code = f"from deploy.simulation.run import run_seed; {each}"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "O2C_LOG_LEVEL": "critical"}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return ran.stdout.splitlines()[-1].split()


def test_the_same_seed_is_the_same_run_in_every_process() -> None:
    seventh, eighth = hashes_of(7, 8, hash_seed="1")
    assert hashes_of(7, hash_seed="2") == [seventh]
    assert eighth != seventh


def test_a_seed_that_failed_is_kept_once(tmp_path: Path) -> None:
    failed = Outcome(seed=77, hash="", steps=1, commits=1, seconds=1.0, failure="I6: short")
    path = tmp_path / "seeds" / "regressions.txt"
    assert remembered_seeds(path) == []
    for _ in range(2):
        remember(failed, path)
    assert remembered_seeds(path) == [77]
    assert path.read_text() == "77  # I6: short\n"


async def look_often(trace: Trace) -> None:
    trace("the staff", "places an order")
    for _ in range(LAST_STEPS + 1):
        trace("the staff", "looks")
        await asyncio.sleep(0.01)


def test_who_looks_again_and_again_does_not_hide_what_came_before() -> None:
    trace = Trace()
    run_virtually(look_often(trace))
    placed, looked = trace.last()
    assert placed.split() == ["0.0000", "the", "staff", "places", "an", "order"]
    assert looked.endswith("looks (and 200 times more until 2.0000)")
    assert trace.steps == LAST_STEPS + 2


async def an_invariant_broken(_: World) -> list[str]:
    return ["I6: one unit too few"]


def test_a_run_fails_by_an_invariant_that_does_not_hold_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "breaches", an_invariant_broken)
    outcome = run_seed(3, orders=2 * ORDERS)
    assert outcome.failure == "I6: one unit too few"
    assert len(outcome.last_steps) == LAST_STEPS == 200 < outcome.steps
    assert outcome.last_steps[-1].endswith("all is quiet")


@pytest.mark.parametrize("never", ["comes to rest", "is settled"])
def test_a_run_fails_that_does_not_converge_in_time(never: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CONVERGES_WITHIN_SECONDS", 30.0)
    if never == "comes to rest":
        monkeypatch.setattr(run, "LOOKS_AT_REST", 1000)
    else:
        monkeypatch.setattr(run, "is_at_rest", lambda _: False)
    assert run_seed(3, orders=ORDERS).failure.startswith("not at rest 30 s after the last fault")


def test_the_command_tells_a_failing_run_by_its_last_steps_and_its_seed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failed = Outcome(
        seed=77,
        hash="",
        steps=2,
        commits=1,
        seconds=1.0,
        failure="I6: short",
        last_steps=("the step before", "the last step"),
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(campaigns, "_outcomes", lambda *_: iter([failed]))
    assert simulating.simulate(1, first=77, orders=2, processes=1, as_json=False) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[:4] == [
        "the step before",
        "the last step",
        "SEED 77 FAILED: I6: short",
        "again: o2c simulate --only 77",
    ]
    assert "1 failed" in told[-1]
    assert remembered_seeds() == [77], "it is run first from now on"


def test_the_command_tells_runs_faults_and_rate(tmp_path: Path) -> None:
    """Where no seed is remembered."""
    few = ["--seeds", "2", "--orders", "2", "--processes", "1"]
    command = [sys.executable, "-m", "deploy.cli", "simulate", *few, "--json"]
    here = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, env=here)
    told = json.loads(ran.stdout)
    assert told["runs"] == 2
    assert told["failures"] == []
    assert told["runs_per_minute"] > 0
