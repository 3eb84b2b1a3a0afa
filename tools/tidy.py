"""Checks the rules of this house that no general linter knows: `python tools/tidy.py [ROOT]`.

Each finding is `file:line code message`. A line that has a good reason says so, on it or above it:

    # tidy: allow <code> <reason>

An allowance without a reason, with an unknown code, or that allows nothing, is itself a finding.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

PROJECT = Path(__file__).resolve().parents[1]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from tools.house_rules import RULES  # noqa: E402 - this file is run as a script too
from tools.house_rules.source import Source  # noqa: E402

ROOTS = ("services", "shared", "deploy", "tools", "tests")
ALLOWANCE = re.compile(r"#\s*tidy:\s*allow\b[ \t]*(?P<code>[\w-]*)[ \t]*(?P<reason>.*)")
CODES = frozenset(rule.code for rule in RULES)


@dataclass(frozen=True, order=True)
class Finding:
    """Something the house does not want, and where it is."""

    path: PurePosixPath
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.code} {self.message}"


@dataclass(frozen=True)
class Allowance:
    """A comment that takes one line out of one rule."""

    line: int
    covers: frozenset[int]
    code: str
    reason: str


def findings_in(root: Path) -> list[Finding]:
    """Everything found below the project's root, in reading order."""
    in_files = (finding for path in _python_files(root) for finding in _findings_in_file(root, path))
    return sorted([*in_files, *_invisible_folders(root)])


def _python_files(root: Path) -> Iterator[Path]:
    for folder in ROOTS:
        yield from sorted((root / folder).rglob("*.py"))


def _invisible_folders(root: Path) -> Iterator[Finding]:
    """Import-linter sees packages only: a folder without __init__.py would escape every contract."""
    for folder in sorted({path.parent for path in _python_files(root)}):
        relative = PurePosixPath(folder.relative_to(root).as_posix())
        exempt = {"tests", "migrations"}.intersection(relative.parts)
        if not exempt and not (folder / "__init__.py").exists():
            yield Finding(relative / "__init__.py", 1, "missing-init", "import-linter cannot see this folder")


def _findings_in_file(root: Path, path: Path) -> Iterable[Finding]:
    relative = PurePosixPath(path.relative_to(root).as_posix())
    source = Source(relative, path.read_text(encoding="utf-8"))
    try:
        allowances = list(_allowances(source))
        found = {Finding(relative, line, rule.code, message) for rule in RULES for line, message in rule.check(source)}
    except SyntaxError as error:
        return [Finding(relative, error.lineno or 1, "syntax", error.msg)]
    used = {allowance for allowance in allowances if any(_allows(allowance, finding) for finding in found)}
    kept = {finding for finding in found if not any(_allows(allowance, finding) for allowance in used)}
    return kept | {
        Finding(relative, allowance.line, "allowance", complaint)
        for allowance in allowances
        if (complaint := _complaint(allowance, is_used=allowance in used))
    }


def _allows(allowance: Allowance, finding: Finding) -> bool:
    return allowance.code == finding.code and finding.line in allowance.covers


def _allowances(source: Source) -> Iterator[Allowance]:
    for line, comment in source.comments.items():
        if found := ALLOWANCE.search(comment):
            covers = frozenset({line, _next_code_line(source, line)})
            yield Allowance(line, covers, found["code"], found["reason"].strip())


def _next_code_line(source: Source, line: int) -> int:
    """The line a comment speaks about: its own when there is code before it, else the next one with code."""
    while line <= len(source.lines) and source.lines[line - 1].lstrip().startswith("#"):
        line += 1
    return line


def _complaint(allowance: Allowance, *, is_used: bool) -> str | None:
    if allowance.code not in CODES:
        return f"'{allowance.code}' is not the code of a rule"
    if not allowance.reason:
        return f"say why: # tidy: allow {allowance.code} <reason>"
    return None if is_used else f"nothing here breaks {allowance.code}; take the comment away"


def main(arguments: list[str]) -> int:
    """Print what was found; 1 when there was something."""
    root = Path(arguments[0]) if arguments else PROJECT
    findings = findings_in(root)
    for finding in findings:
        print(finding)
    print(f"tidy: {len(findings)} findings." if findings else "tidy: the house is in order.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
