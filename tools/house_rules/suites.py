"""Tests wait for what they wait for, never for a while."""

import ast
import operator
from collections.abc import Callable, Iterator

from tools.house_rules.rule import Rule, rule
from tools.house_rules.source import Source

SLEEPS = frozenset({"asyncio.sleep", "time.sleep", "anyio.sleep"})
SLEEP_SECONDS_MAX = 0.05
ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@rule("long-sleep")
def tests_do_not_sleep(source: Source) -> Iterator[tuple[int, str]]:
    if not source.within("tests"):
        return
    for call in source.every(ast.Call):
        if source.full_name(call.func) in SLEEPS and call.args:
            seconds = _constant(call.args[0])
            if seconds is not None and seconds > SLEEP_SECONDS_MAX:
                yield (
                    call.lineno,
                    f"sleeps {seconds:g} s: wait for the event itself, or use the virtual clock",
                )


def _constant(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in ARITHMETIC:
            first, second = _constant(left), _constant(right)
            return None if first is None or not second else ARITHMETIC[type(sign)](first, second)
        case _:
            return None


RULES: tuple[Rule, ...] = (tests_do_not_sleep,)
