"""Time, chance and ids enter with the command; quantities are exact."""

import ast
import sys
from collections.abc import Iterator

from tools.house_rules.rule import Rule, rule
from tools.house_rules.source import Source, dotted, last_part

AMBIENT_MODULES = ("random.", "secrets.", "time.")
AMBIENT_NAMES = frozenset({"utcnow", "uuid1", "uuid4", "uuid6", "uuid7", "urandom"})
AMBIENT_FULL_NAMES = frozenset({"datetime.datetime.now", "datetime.datetime.today", "datetime.date.today"})
ASKS_THE_CLOCK = frozenset({"now", "today"})


@rule("ambient-value")
def time_chance_and_ids_come_in_with_the_command(source: Source) -> Iterator[tuple[int, str]]:
    if not (source.is_business or source.within("shared/kernel")):
        return
    found = {
        (node.lineno, source.full_name(node))
        for node in source.every(ast.Name, ast.Attribute)
        if _is_ambient(source, node)
    } | {
        (call.lineno, source.full_name(call.func) or last_part(dotted(call.func)))
        for call in source.every(ast.Call)
        if _asks_the_clock(source, call)
    }
    for line, name in sorted(found):
        yield line, f"{name.lstrip('.')}: time, chance and ids come in with the command"


def _is_ambient(source: Source, node: ast.expr) -> bool:
    name = source.full_name(node)
    if last_part(name) in AMBIENT_NAMES or name in AMBIENT_FULL_NAMES:
        return True
    return source.imports_root_of(node) and name.startswith(AMBIENT_MODULES)


def _asks_the_clock(source: Source, call: ast.Call) -> bool:
    """The one clock that may be asked is the port, called `clock`, where a request comes in."""
    name = dotted(call.func)
    receiver = last_part(name.rpartition(".")[0])
    at_the_edge = source.path.name == "api.py" and receiver.lstrip("_") == "clock"
    return last_part(name) in ASKS_THE_CLOCK and not at_the_edge


@rule("inexact-number")
def facts_and_decisions_are_exact(source: Source) -> Iterator[tuple[int, str]]:
    if not (source.is_pure_business or source.within("shared/published")):
        return
    for name in source.every(ast.Name):
        if name.id == "float":
            yield name.lineno, "float is not exact: use Money, Decimal or int"
    for literal in source.every(ast.Constant):
        if isinstance(literal.value, float):
            yield literal.lineno, f'{literal.value} is a float: write Decimal("{literal.value}")'


@rule("kernel-import")
def the_kernel_is_standard_library_only(source: Source) -> Iterator[tuple[int, str]]:
    """Import-linter lists what is forbidden, this what is allowed, so that no new dependency slips by."""
    allowed = {
        "shared/kernel": ("shared.kernel",),
        "shared/published": ("shared.kernel", "shared.published"),
    }
    for folder, internal in allowed.items():
        if source.within(folder):
            for line, module in _imported_modules(source):
                inside = any(module == name or module.startswith(f"{name}.") for name in internal)
                if not inside and module.split(".")[0] not in sys.stdlib_module_names:
                    yield line, f"{module} is neither standard library nor {' nor '.join(internal)}"


def _imported_modules(source: Source) -> Iterator[tuple[int, str]]:
    for plain in source.every(ast.Import):
        for alias in plain.names:
            yield plain.lineno, alias.name
    for chosen in source.every(ast.ImportFrom):
        if chosen.module == "shared":
            yield from ((chosen.lineno, f"shared.{alias.name}") for alias in chosen.names)
        else:
            yield chosen.lineno, chosen.module or "."


RULES: tuple[Rule, ...] = (
    time_chance_and_ids_come_in_with_the_command,
    facts_and_decisions_are_exact,
    the_kernel_is_standard_library_only,
)
