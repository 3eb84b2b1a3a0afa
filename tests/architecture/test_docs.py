"""Links in our Markdown lead somewhere, and what a page names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("services/*/README.md"))
    if ".venv" not in path.parts
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    lost = [target for target in LINK.findall(page.read_text()) if not (page.parent / target).exists()]
    assert lost == []


def test_there_are_pages() -> None:
    assert len(PAGES) > 8


RELIABILITY = ROOT / "docs" / "reliability.md"
PROOF = ROOT / "docs" / "proof.md"
NAMED = re.compile(r"`((?:services|shared|deploy|tests|tools)/[^`:]+)((?:::\w+)*)`")
ROW = re.compile(r"^\| (\d+) \|.*\|$", re.MULTILINE)


@pytest.mark.parametrize(("page", "tests"), [(RELIABILITY, 52), (PROOF, 16)], ids=["reliability", "proof"])
def test_what_the_page_names_is_there(page: Path, tests: int) -> None:
    """Files, and tests in them."""
    named = NAMED.findall(page.read_text())
    lost = [path + names for path, names in named if not (ROOT / path).exists() or not _defines(ROOT / path, names)]
    assert lost == []
    assert len([path for path, names in named if names]) > tests


def _defines(path: Path, names: str) -> bool:
    """Whether a module defines a function or class of that name, one within the other."""
    scopes: list[ast.AST] = [ast.parse(path.read_text())] if names else []
    for name in names.split("::")[1:]:
        scopes = [node for scope in scopes for node in ast.iter_child_nodes(scope) if getattr(node, "name", "") == name]
    return bool(scopes) or not names


def test_each_way_to_lose_data_has_a_row_and_every_row_a_test_or_a_reason() -> None:
    rows = {int(found[1]): found[0] for found in ROW.finditer(RELIABILITY.read_text())}
    assert list(rows) == list(range(1, 53))
    silent = [number for number, row in rows.items() if not re.search(r"::test_|::Test|\*\*not tested\*\*|as \d+", row)]
    assert silent == []
