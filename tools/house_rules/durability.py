"""One commit in the codebase, and no SQL that is glued together."""

import ast
import re
from collections.abc import Iterator

from tools.house_rules.rule import Rule, rule
from tools.house_rules.source import Source, dotted, last_part

ENDS_TRANSACTION = frozenset({"commit", "rollback"})
OPENS_TRANSACTION = frozenset({"begin", "transaction"})
TRANSACTION_SQL = re.compile(
    r"^\s*(BEGIN|START\s+TRANSACTION|COMMIT|ROLLBACK)(\s+(WORK|TRANSACTION))?\s*;?\s*$"
    r"|\b(BEGIN|COMMIT|ROLLBACK)\s*;",
    re.MULTILINE,
)
TAKES_SQL = frozenset({"text", "execute", "executemany", "exec_driver_sql", "prepare"})
MAY_TAKE_SQL = frozenset({"fetch", "fetchrow", "fetchval", "scalar", "scalars", "stream", "cursor"})
SQL_WORD = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|WITH|CALL|FROM)\b")
DDL = re.compile(r"^\s*(CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|COPY|LOCK)\s+[A-Z]")


@rule("commit-outside-store")
def only_the_event_store_commits(source: Source) -> Iterator[tuple[int, str]]:
    if source.within("shared/event_store", "tests"):
        return
    for call in source.every(ast.Call):
        if _is_port(source, call):
            continue
        if isinstance(call.func, ast.Attribute) and call.func.attr in ENDS_TRANSACTION:
            yield call.lineno, f".{call.func.attr}() belongs to shared/event_store"
        elif source.is_business and last_part(dotted(call.func)) in OPENS_TRANSACTION:
            yield (
                call.lineno,
                f".{last_part(dotted(call.func))}() ends in a commit; that belongs to shared/event_store",
            )
    for literal in source.every(ast.Constant):
        if _is_sql_text(source, literal) and (found := TRANSACTION_SQL.search(str(literal.value))):
            yield literal.lineno, f"{found.group().strip()!r} belongs to shared/event_store"


def _is_port(source: Source, call: ast.Call) -> bool:
    """Handing a unit of work to the event store is how everybody else commits."""
    asked = last_part(dotted(call.func).rpartition(".")[0]).lstrip("_")
    return source.within("shared", "deploy/simulation") and asked == "store"


def _is_sql_text(source: Source, literal: ast.Constant) -> bool:
    return isinstance(literal.value, str) and literal not in source.docstrings


@rule("glued-sql")
def sql_is_never_glued(source: Source) -> Iterator[tuple[int, str]]:
    if source.within("tests"):
        return
    for call in source.every(ast.Call):
        name = last_part(dotted(call.func))
        glued = _glued_text(call.args[0]) if call.args else None
        if glued is not None and (name in TAKES_SQL or (name in MAY_TAKE_SQL and SQL_WORD.search(glued))):
            yield call.lineno, f"{name}() with glued SQL: pass values as parameters"
    for formatted in source.every(ast.JoinedStr):
        if (glued := _glued_text(formatted)) is not None and DDL.search(glued):
            yield formatted.lineno, "DDL in an f-string: a name that reaches it is not quoted"


def _glued_text(node: ast.expr) -> str | None:
    """The constant parts of a text that is put together at run time; None for a plain one."""
    match node:
        case ast.JoinedStr(values=parts) if any(isinstance(part, ast.FormattedValue) for part in parts):
            return " ".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod() | ast.Add()):
            return text
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            return text
        case _:
            return None


RULES: tuple[Rule, ...] = (only_the_event_store_commits, sql_is_never_glued)
