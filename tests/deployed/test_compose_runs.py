"""Where a Docker engine answers: the image is built, the company started, a contract played, and a backup restored."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.departments import NAMES
from deploy.deployed.secrets import make_secrets
from deploy.embedded.kept_process import free_port
from deploy.embedded.keys import issuer_of
from deploy.embedded.staff import STAFF
from deploy.journeys.doors import over_tcp
from deploy.journeys.people import People, Refused
from deploy.journeys.shop import PUMPS, customer, opening_stock, tax_and_prices
from deploy.journeys.straight import straight
from tests.deployed.composed import COMPOSE, ROOT

pytestmark = [pytest.mark.docker, pytest.mark.slow]

BUILD_WITHIN_SECONDS = 1200
START_WITHIN_SECONDS = 600
OPERATOR = ("--profile", "operator")
"""`down` leaves the volumes of profiles that are not named."""


class Compose:
    """`docker compose` on our files, as a project of its own."""

    def __init__(self, folder: Path) -> None:
        self.secrets = folder / "secrets"
        self._project = f"o2c-test-{uuid4().hex[:8]}"
        self._port = free_port()
        make_secrets(self.secrets, "postgres:5432")

    @property
    def origin(self) -> str:
        """Where the gateway is published."""
        return f"http://127.0.0.1:{self._port}"

    def run(self, *arguments: str, seconds: int = 120) -> str:
        """One command to its end; what it said."""
        variables = {
            "O2C_SECRETS": str(self.secrets),
            "O2C_IMAGE": f"{self._project}:0.1.0",
            "O2C_HTTP_PORT": str(self._port),
            "O2C_HTTPS_PORT": str(free_port()),
        }
        done = subprocess.run(
            ["docker", "compose", "--project-name", self._project, "--file", str(COMPOSE), *arguments],
            env={**os.environ, **variables},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
        return done.stdout


def _missing() -> str:
    """Why containers cannot be started here; nothing when they can."""
    if shutil.which("docker") is None:
        return "there is no docker command"
    for command in (["docker", "info"], ["docker", "compose", "version"]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        if done.returncode:
            return f"`{' '.join(command)}`: {(done.stderr or done.stdout).strip().splitlines()[-1]}"
    return ""


@pytest.fixture
def compose(tmp_path: Path) -> Compose:
    """Or a skip that says why."""
    if reason := _missing():
        pytest.skip(f"the compose files were read, but not started: {reason}")
    return Compose(tmp_path)


@pytest.fixture
async def people(compose: Compose) -> AsyncIterator[People]:
    """The staff at the gateway of a company in containers, which are gone afterwards."""
    issuer = issuer_of(compose.secrets)
    try:
        compose.run("build", "databases", seconds=BUILD_WITHIN_SECONDS)
        compose.run("up", "--detach", seconds=START_WITHIN_SECONDS)  # returns when the gateway's departments are ready
        doors = over_tcp(compose.origin, lambda person: issuer.issue(person, STAFF[person], list(NAMES)))
        yield People(doors, patience_seconds=120, patient=True)
        await doors.client.aclose()
    finally:
        compose.run(*OPERATOR, "down", "--volumes", "--remove-orphans", "--rmi", "local")


async def test_a_contract_becomes_cash_through_the_gateway_and_outlives_its_containers_and_its_databases(
    people: People, compose: Compose
) -> None:
    await tax_and_prices(people, PUMPS)
    await opening_stock(people, PUMPS)
    travelled = await straight(people, await customer(people, 1))
    order = await people.get("sara.rep", f"/sales/orders/{travelled.order_id}")
    assert order["status"] == "completed"
    assert "BREACHED" not in compose.run("run", "--rm", "operator", "proof")
    backup = compose.run("run", "--rm", "operator", "backup", "/backups").splitlines()[-1]
    compose.run("down")
    compose.run("up", "--detach", seconds=START_WITHIN_SECONDS)
    log = compose.run("logs", "postgres")
    assert "was shut down at" in log
    assert "not properly shut down" not in log
    assert (await people.get("sara.rep", f"/sales/orders/{travelled.order_id}"))["status"] == "completed"

    forgotten = await customer(people, 2)
    compose.run("stop", *(f"{name}-{kind}" for name in NAMES for kind in ("api", "worker")))
    compose.run("run", "--rm", "operator", "restore", backup, "--replace")
    compose.run("run", "--rm", "operator", "reconcile")
    compose.run("up", "--detach", seconds=START_WITHIN_SECONDS)
    with pytest.raises(Refused, match="404"):
        await people.get("sara.rep", f"/sales/customers/{forgotten}")
    await straight(people, await customer(people, 3))
    assert "BREACHED" not in compose.run("run", "--rm", "operator", "proof")
