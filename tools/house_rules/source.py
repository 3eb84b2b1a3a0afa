"""One Python file as the rules see it: its place in the project, its tree, its comments."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar, cast

SHELL_FILES = frozenset({"__main__.py", "composition.py", "settings.py"})
EDGE_FILES = frozenset({"api.py", "views.py"})

Node = TypeVar("Node", bound=ast.AST)
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef
Definition = AnyFunction | ast.ClassDef


@dataclass(frozen=True)
class Source:
    """A parsed file; `path` is relative to the project's root."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def comments(self) -> dict[int, str]:
        """Comments by line."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    @cached_property
    def docstrings(self) -> frozenset[ast.Constant]:
        """The literals that are docstrings of something."""
        owners: Iterator[ast.Module | Definition] = self.every(ast.Module, *Definition.__args__)
        return frozenset(text for owner in owners if owner.body and (text := docstring_of(owner.body[0])))

    @cached_property
    def imported(self) -> dict[str, str]:
        """Local names of what was imported, with the full names they stand for."""
        names: dict[str, str] = {}
        for plain in self.every(ast.Import):
            for alias in plain.names:
                root = alias.name.split(".")[0]
                names[alias.asname or root] = alias.name if alias.asname else root
        for chosen in self.every(ast.ImportFrom):
            for alias in chosen.names:
                names[alias.asname or alias.name] = f"{chosen.module}.{alias.name}"
        return names

    def every(self, *kinds: type[Node]) -> Iterator[Node]:
        """Every node of these kinds, anywhere in the file."""
        for kind in kinds:
            yield from cast(list[Node], self._by_kind.get(kind, []))

    @cached_property
    def _by_kind(self) -> dict[type[ast.AST], list[ast.AST]]:
        """All nodes: walking the tree anew for each rule took most of the time."""
        found: dict[type[ast.AST], list[ast.AST]] = {}
        for node in ast.walk(self.tree):
            found.setdefault(type(node), []).append(node)
        return found

    def full_name(self, node: ast.AST) -> str:
        """The dotted name a reference stands for: `now` after `from x import now` is `x.now`."""
        written = dotted(node)
        first, _, rest = written.partition(".")
        resolved = self.imported.get(first, first)
        return f"{resolved}.{rest}" if rest else resolved

    def imports_root_of(self, node: ast.AST) -> bool:
        """Whether the reference starts at something imported, so that its full name can be trusted."""
        return dotted(node).partition(".")[0] in self.imported

    def within(self, *folders: str) -> bool:
        """Whether the file lies in one of these folders of the project."""
        return any(self.path.is_relative_to(folder) for folder in folders)

    @property
    def is_department_file(self) -> bool:
        return self.within("services") and len(self.path.parts) > 2

    @property
    def is_migration(self) -> bool:
        return self.is_department_file and self.path.parts[2] == "migrations"

    @property
    def is_shell(self) -> bool:
        """Composition, settings, entry point and migrations of a department."""
        outermost = len(self.path.parts) == 3 and self.path.name in SHELL_FILES
        return self.is_department_file and (outermost or self.is_migration)

    @property
    def is_business(self) -> bool:
        return self.is_department_file and not self.is_shell

    @property
    def is_pure_business(self) -> bool:
        return self.is_business and self.path.name not in EDGE_FILES


def docstring_of(statement: ast.stmt) -> ast.Constant | None:
    """The string, when the statement is nothing but a string."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str()) as text):
            return text
        case _:
            return None


def dotted(node: ast.AST) -> str:
    """`a.b.c` as written; calls and subscripts in between are left out."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{dotted(value)}.{attribute}"
        case _:
            return ""


def last_part(name: str) -> str:
    """`c` of `a.b.c`."""
    return name.rpartition(".")[2]
