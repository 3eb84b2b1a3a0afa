"""The tree says what the company does: file names mean something, and each holds what its name promises."""

import ast
from collections.abc import Iterator

from tools.house_rules.rule import Rule, rule
from tools.house_rules.source import AnyFunction, Source, docstring_of

EMPTY_NAMES = frozenset(
    {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"},
)
EMPTY_SUFFIXES = ("_helper", "_helpers", "_manager", "_managers", "_util", "_utils")


@rule("empty-name")
def names_of_files_say_something(source: Source) -> Iterator[tuple[int, str]]:
    for name in (*source.path.parts[:-1], source.path.stem):
        if name in EMPTY_NAMES or name.endswith(EMPTY_SUFFIXES):
            yield 1, f"'{name}' says nothing about what is in it"


@rule("reaction-file")
def a_reaction_is_one_sentence_in_one_file(source: Source) -> Iterator[tuple[int, str]]:
    parts = source.path.parts
    if not (source.is_business and parts[2] == "reactions") or source.path.name == "__init__.py":
        return
    if len(parts) != 4 or not source.path.stem.startswith("when_"):
        yield 1, "a reaction is called reactions/when_something_happened_do_something.py"
    functions = [node for node in source.tree.body if isinstance(node, AnyFunction)]
    if [function.name for function in functions] != [source.path.stem]:
        yield 1, f"a reaction is one function called {source.path.stem}"
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.lineno, f"{node.name} does not belong to a reaction, which is one function"


@rule("code-in-init")
def packages_of_a_department_only_introduce_themselves(source: Source) -> Iterator[tuple[int, str]]:
    if source.within("services") and source.path.name == "__init__.py":
        for node in source.tree.body:
            if docstring_of(node) is None:
                yield node.lineno, "an __init__.py of a department holds its docstring only"
                return


@rule("print")
def only_tools_print(source: Source) -> Iterator[tuple[int, str]]:
    if source.within("deploy", "tools"):
        return
    for call in source.every(ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id == "print":
            yield call.lineno, "print() is for deploy and tools; log it or return it"


RULES: tuple[Rule, ...] = (
    names_of_files_say_something,
    a_reaction_is_one_sentence_in_one_file,
    packages_of_a_department_only_introduce_themselves,
    only_tools_print,
)
