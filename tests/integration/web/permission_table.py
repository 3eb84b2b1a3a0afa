"""Who may do what, as a table in a file: `python -m tests.integration.web.permission_table` writes it anew."""

import sys
from pathlib import Path
from typing import Final

from tests.integration.web.doorstep import PERMISSIONS, doors

GOLDEN: Final = Path(__file__).parents[2] / "golden" / "permissions.txt"


def permission_table() -> str:
    """A line per route: where, what it is called, and the roles that may."""
    lines = [
        f"{door.method:<5}{door.path:<82}{door.name:<34}{' '.join(sorted(PERMISSIONS[door.department][door.name]))}"
        for door in sorted(doors(), key=lambda door: (door.path, door.method))
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(permission_table(), encoding="utf-8")
    sys.stdout.write(f"{GOLDEN} written: look at the difference before you commit it\n")
