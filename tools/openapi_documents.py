"""Writes the OpenAPI document of each department to docs/openapi/, as its API serves it.

python tools/openapi_documents.py [--check]        --check only compares: 1 when one is not current

Run it after a change of routes, bodies, refusals or documents.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Final

import httpx2

from deploy.departments import NAMES
from deploy.registry import SERVICES
from shared.observability.logging import configure_logging
from shared.testing.company import MemoryCompany

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "openapi"


async def _served() -> dict[str, str]:
    company = await MemoryCompany.open(SERVICES)
    transport = httpx2.ASGITransport(app=company)
    async with httpx2.AsyncClient(transport=transport, base_url="http://company") as client:
        found = {name: (await client.get(f"/{name}/openapi.json")).json() for name in NAMES}
    return {name: json.dumps(document, indent=1, ensure_ascii=False) + "\n" for name, document in found.items()}


def wanted() -> dict[Path, str]:
    """Each document's file and what it should hold."""
    return {FOLDER / f"{name}.json": text for name, text in asyncio.run(_served()).items()}


def stale(files: dict[Path, str]) -> list[str]:
    """The departments whose document is not what their API serves."""
    return [path.stem for path, text in files.items() if not path.exists() or path.read_text() != text]


def main(arguments: list[str]) -> int:
    """Writes the files, or compares."""
    configure_logging("openapi", level="warning")
    files = wanted()
    if "--check" in arguments:
        for name in stale(files):
            sys.stderr.write(f"not current: docs/openapi/{name}.json; run python tools/openapi_documents.py\n")
        return 1 if stale(files) else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
