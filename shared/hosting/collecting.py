"""When Python looks for garbage cycles: seldom, because a department keeps many thousands of folded states in memory.

The defaults look through everything young after each 700 new objects and make a request wait for it. Measured under
load: collections took a fifth of the CPU, and found nothing of ours to free, for our states have no cycles.
"""

import gc
from typing import Final

_YOUNG: Final = 50_000
_MIDDLE: Final = 20
_OLD: Final = 100


def before_loading() -> None:
    """Call it before a process loads departments: all of that stays; looking through it took a tenth of the time."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def collect_seldom() -> None:
    """Call it once a process has loaded what it needs: that is set apart, and the rest is looked through seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
