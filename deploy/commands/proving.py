"""`o2c proof`: do the invariants of the company hold, over all five databases?"""

import asyncio
import sys
from pathlib import Path

import msgspec
from rich.console import Console

from deploy.databases import company_databases
from deploy.proof.report import as_json as proof_as_json
from deploy.proof.report import print_proof, prove, proven
from deploy.registry import SERVICES
from shared.observability.logging import configure_logging

console = Console(stderr=True, highlight=False)


def proof(home: Path, *, as_json: bool) -> int:
    """0 when every invariant holds, 1 when one is breached or there is nothing to look at."""
    configure_logging("proof", level="warning")
    return asyncio.run(_proof(home, as_json=as_json))


async def _proof(home: Path, *, as_json: bool) -> int:
    async with company_databases(SERVICES, home) as databases:
        with console.status("looking at every document, message and event"):
            verdicts = await prove(databases)
    if as_json:
        sys.stdout.write(msgspec.json.encode(proof_as_json(verdicts)).decode() + "\n")
    else:
        print_proof(Console(highlight=False), verdicts)
    return 0 if proven(verdicts) else 1
