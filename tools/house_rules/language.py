"""Names and sentences: every word means one thing, and nothing is left half said."""

import ast
import re
from collections.abc import Iterable, Iterator

from tools.house_rules.rule import Rule, rule
from tools.house_rules.source import Definition, Source, dotted, last_part

# "order", "delivery", "receipt", "account" and "care" are missing: machinery needs them in other senses.
DEPARTMENT_NOUNS = frozenset(
    "accounting backorder complaint contract customer debtor dunning goods invoice opportunity payable"
    " payment picking purchasing quotation receivable requisition reservation sales shipment stock"
    " storekeeper supplier voucher warehouse warranty".split()
)
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
WEAK_EVENT_NAME = re.compile(r"(Event|Updated|StatusChanged(To\w+)?)(V\d+)?$")
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX)\b")


@rule("department-noun")
def shared_knows_no_department(source: Source) -> Iterator[tuple[int, str]]:
    if not source.within("shared") or source.within("shared/published"):
        return
    found = {(line, noun) for line, name in _identifiers(source) for noun in _nouns_in(name)}
    for line, noun in sorted(found):
        yield line, f"'{noun}' is a department's word; shared holds machinery"


def _nouns_in(identifier: str) -> Iterator[str]:
    for word in map(str.lower, WORD.findall(identifier)):
        for singular in (word, word.removesuffix("s"), re.sub("ies$", "y", word)):
            if singular in DEPARTMENT_NOUNS:
                yield singular
                break


def _identifiers(source: Source) -> Iterator[tuple[int, str]]:
    yield 1, source.path.stem
    for node in ast.walk(source.tree):
        line = getattr(node, "lineno", 1)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield line, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield line, name
            case ast.alias(name=name, asname=other):
                yield from ((line, part) for part in (name, other or ""))
            case ast.ImportFrom(module=str(name)):
                yield line, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield line, name
            case ast.MatchClass(kwd_attrs=names):
                yield from ((line, name) for name in names)


@rule("weak-event-name")
def events_say_what_happened(source: Source) -> Iterator[tuple[int, str]]:
    everywhere = source.within("shared/published") or (source.is_business and source.path.name == "events.py")
    for declared in source.every(ast.ClassDef):
        if (everywhere or _is_event(declared)) and WEAK_EVENT_NAME.search(declared.name):
            yield (
                declared.lineno,
                f"{declared.name} does not say what happened: noun and past participle, please",
            )


def _is_event(declared: ast.ClassDef) -> bool:
    decorators = (node.func if isinstance(node, ast.Call) else node for node in declared.decorator_list)
    return any(last_part(dotted(decorator)) == "event" for decorator in decorators)


@rule("leftover")
def nothing_is_left_for_later(source: Source) -> Iterator[tuple[int, str]]:
    texts: Iterable[tuple[int, str]] = [
        *source.comments.items(),
        *((literal.lineno, str(literal.value)) for literal in source.docstrings),
    ]
    for line, text in texts:
        if found := LEFTOVER.search(text):
            yield line, f"{found.group()}: do it, or write it where work is planned"


@rule("missing-docstring")
def what_others_use_is_explained(source: Source) -> Iterator[tuple[int, str]]:
    if not source.within("services", "shared"):
        return
    if not ast.get_docstring(source.tree):
        yield 1, "the module does not say what it is for"
    if source.is_migration:
        return
    for node in source.tree.body:
        is_public = isinstance(node, Definition) and not node.name.startswith("_")
        if is_public and isinstance(node, Definition) and not (ast.get_docstring(node) or _is_overload(node)):
            yield node.lineno, f"{node.name} does not say what it means to the business"


def _is_overload(node: Definition) -> bool:
    return any(last_part(dotted(decorator)) == "overload" for decorator in node.decorator_list)


RULES: tuple[Rule, ...] = (
    shared_knows_no_department,
    events_say_what_happened,
    nothing_is_left_for_later,
    what_others_use_is_explained,
)
