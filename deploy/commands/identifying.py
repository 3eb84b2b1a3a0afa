"""`o2c token`: who somebody is to the embedded company."""

import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from deploy.departments import NAMES
from deploy.embedded.keys import known_issuer_of
from deploy.embedded.staff import ROLES, STAFF
from deploy.refusals import Refused

console = Console(stderr=True)


def token(home: Path, person: str, roles: list[str]) -> None:
    """Prints the token alone, so that it can be taken into a variable."""
    if not roles and person not in STAFF:
        said = f"{person} is not one of the staff ({', '.join(STAFF)}); name roles with --role"
        console.print(Text(said, style="red"))
        sys.exit(2)
    for role in roles:
        if role not in ROLES:
            raise Refused(f"there is no role {role}; there are {', '.join(ROLES)}")
    sys.stdout.write(known_issuer_of(home).issue(person, roles or STAFF[person], list(NAMES)) + "\n")
