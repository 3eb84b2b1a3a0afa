"""`o2c run`, as a person uses it: it opens, Ctrl-C closes it, and no server stays behind."""

import asyncio
import signal
import sys
from pathlib import Path

from deploy.commands.running import until_open
from deploy.embedded.kept_process import free_port
from tests.real.fixtures import gone_within


async def test_ctrl_c_closes_the_company_and_its_servers(server_home: Path) -> None:
    port = free_port()
    company = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.cli", "run", "--port", str(port), "--home", str(server_home)),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        await until_open(port)
        postgres = int(next(server_home.glob("**/postmaster.pid")).read_text().splitlines()[0])
        company.send_signal(signal.SIGINT)
        _, said = await asyncio.wait_for(company.communicate(), 30)
    finally:
        if company.returncode is None:
            company.kill()
            await company.wait()
    assert company.returncode == 0, said.decode()
    assert "closed; nothing is lost" in said.decode()
    assert gone_within(postgres, 5)
