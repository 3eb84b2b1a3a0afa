"""``python -m shared.hosting.probe``: is this container's process ready? Exit status 0 when it is.

Health checks run every few seconds beside the process itself, so this imports the standard library only.
"""

import os
import sys
import urllib.error
import urllib.request
from typing import Final

PROBE_URL: Final = "O2C_PROBE_URL"
TIMEOUT_SECONDS: Final = 4.0


def main() -> int:
    """0 when O2C_PROBE_URL answers with 2xx, 1 otherwise; says why on standard error."""
    url = os.environ.get(PROBE_URL, "")
    if not url.startswith("http://127.0.0.1:"):
        sys.stderr.write(f"set {PROBE_URL} to this process's own health, http://127.0.0.1:...\n")
        return 1
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS):  # noqa: S310 - http to ourselves, checked above
            return 0
    except (urllib.error.URLError, OSError) as error:
        sys.stderr.write(f"{url}: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
