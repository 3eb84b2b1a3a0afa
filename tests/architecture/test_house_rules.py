"""Each house rule, seen to name a planted violation, and to leave alone what only looks like one."""

import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

from tests.architecture.small_company import build
from tools.house_rules import RULES
from tools.tidy import Finding, findings_in

PROJECT = Path(__file__).resolve().parents[2]
SENDING = "services/sales/quotation/sending.py"
EVENTS = "services/sales/quotation/events.py"
API = "services/sales/quotation/api.py"
VIEWS = "services/sales/quotation/views.py"
APP = "shared/web/app.py"
MONEY = "shared/kernel/money.py"
JOURNEY = "tests/test_journey.py"
REACTION = "services/sales/reactions/when_goods_delivered_note_progress.py"


class Planted(NamedTuple):
    """Code added to the end of a file, and the rule that should, or should not, speak up."""

    code: str
    file: str
    text: str


LONG_FUNCTION = "def long() -> None:\n    '''Long.'''\n" + "    pass\n" * 69

VIOLATIONS = [
    Planted("long-function", SENDING, LONG_FUNCTION),
    Planted("long-function", JOURNEY, LONG_FUNCTION.replace("def", "async def")),
    Planted("long-file", JOURNEY, "A = 1\n" * 400),
    Planted("commit-outside-store", VIEWS, "def f(c):\n    c.commit()"),
    Planted("commit-outside-store", APP, "async def f(c):\n    await c.session().rollback()"),
    Planted("commit-outside-store", APP, "async def f(c):\n    await c.execute('BEGIN')"),
    Planted("commit-outside-store", APP, "SQL = 'INSERT INTO t VALUES (1); COMMIT;'"),
    Planted("commit-outside-store", VIEWS, "async def f(e):\n    async with e.begin(): ..."),
    Planted("glued-sql", VIEWS, "def f(t):\n    return sqlalchemy.text(f'SELECT 1 FROM {t}')"),
    Planted("glued-sql", APP, "def f(c, t):\n    return c.execute('SELECT 1 FROM %s' % t)"),
    Planted("glued-sql", APP, "def f(c, t):\n    return c.fetchval('SELECT 1 FROM {}'.format(t))"),
    Planted("glued-sql", APP, "def f(c, t):\n    return c.fetchrow('SELECT 1 FROM ' + t)"),
    Planted("glued-sql", APP, "def f(t):\n    return f'CREATE TABLE {t} (id int)'"),
    Planted("ambient-value", SENDING, "import datetime as d\nnow = d.datetime.now(d.UTC)"),
    Planted("ambient-value", SENDING, "from datetime import date\ntoday = date.today()"),
    Planted("ambient-value", SENDING, "from uuid import uuid4 as fresh\nfactory = fresh"),
    Planted("ambient-value", SENDING, "import uuid_utils\nfresh = uuid_utils.uuid7()"),
    Planted("ambient-value", SENDING, "def f(clock):\n    return clock.now()"),
    Planted("ambient-value", API, "from datetime import datetime\nfactory = datetime.now"),
    Planted("ambient-value", VIEWS, "default = sqlalchemy.func.now()"),
    Planted("ambient-value", MONEY, "import random\nvalue = random.random()"),
    Planted("ambient-value", MONEY, "from time import time\nvalue = time()"),
    Planted("ambient-value", MONEY, "import os\nvalue = os.urandom(4)"),
    Planted("inexact-number", EVENTS, "class PriceQuoted:\n    '''A price.'''\n    price: float | None"),
    Planted("inexact-number", SENDING, "RATE = 0.1"),
    Planted("inexact-number", "services/sales/quotation/state.py", "def f(rate: list[float]) -> None: ..."),
    Planted("inexact-number", "shared/published/sales.py", "RATE = 1e3"),
    Planted("kernel-import", MONEY, "import babel.numbers"),
    Planted("kernel-import", MONEY, "from shared import web"),
    Planted("kernel-import", "shared/published/sales.py", "from shared.web import app"),
    Planted("department-noun", APP, "def find_invoices() -> None:\n    '''Find.'''"),
    Planted("department-noun", APP, "class QuotationRunner:\n    '''Runs.'''"),
    Planted("department-noun", APP, "def f(x):\n    return x.open_requisition"),
    Planted("department-noun", APP, "from shared.published import sales"),
    Planted("department-noun", "shared/web/shipment.py", '"""Ships."""'),
    Planted("weak-event-name", EVENTS, "class QuotationEvent:\n    '''Something.'''"),
    Planted("weak-event-name", EVENTS, "class QuotationUpdated:\n    '''Something.'''"),
    Planted("weak-event-name", "shared/published/sales.py", "class OrderEventV1:\n    '''Something.'''"),
    Planted("weak-event-name", SENDING, "@event('x')\nclass StatusChangedToSent:\n    '''Something.'''"),
    Planted("leftover", SENDING, "x = 1  # TODO later"),
    Planted("leftover", "deploy/cli.py", "def f():\n    '''FIXME: all of it.'''"),
    Planted("leftover", JOURNEY, "# XXX"),
    Planted("missing-docstring", APP, "def visible() -> None: ..."),
    Planted("missing-docstring", SENDING, "class Visible: ..."),
    Planted("missing-docstring", SENDING, "async def visible() -> None: ..."),
    Planted("missing-docstring", "shared/web/silent.py", "A = 1"),
    Planted("empty-name", "shared/web/utils.py", '"""All sorts."""'),
    Planted("empty-name", "deploy/sql_helpers.py", '"""All sorts."""'),
    Planted("empty-name", "tests/common/__init__.py", '"""All sorts."""'),
    Planted("reaction-file", "services/sales/reactions/when_a_then_b.py", '"""Nothing."""'),
    Planted("reaction-file", REACTION, "def another() -> None:\n    '''Another.'''"),
    Planted("reaction-file", REACTION, "class State:\n    '''State.'''"),
    Planted("reaction-file", "services/sales/reactions/notes.py", '"""."""\ndef notes():\n    """Notes."""'),
    Planted("code-in-init", "services/sales/quotation/__init__.py", "A = 1"),
    Planted("missing-init", "services/sales/order/events.py", '"""Facts."""'),
    Planted("print", SENDING, "print('sent')"),
    Planted("print", JOURNEY, "print('sent')"),
    Planted("long-sleep", JOURNEY, "async def f():\n    await asyncio.sleep(0.06)"),
    Planted("long-sleep", JOURNEY, "from time import sleep\ndef f():\n    sleep(60 * 2)"),
    Planted("allowance", SENDING, "RATE = 0.1  # tidy: allow inexact-number"),
    Planted("allowance", SENDING, "RATE = 1  # tidy: allow inexact-number it is exact"),
    Planted("allowance", SENDING, "RATE = 1  # tidy: allow inexact-numbers a typing error"),
    Planted("syntax", SENDING, "def"),
]

FAIR = [
    Planted("commit-outside-store", APP, "async def f(self, unit):\n    await self.store.commit(unit)"),
    Planted("commit-outside-store", APP, "SQL = 'CREATE FUNCTION f() AS $$ BEGIN RETURN 1; END $$'"),
    Planted("commit-outside-store", APP, "def f():\n    '''BEGIN;'''"),
    Planted("glued-sql", APP, "def f(c, n):\n    return c.execute('SELECT 1 WHERE x = $1', n)"),
    Planted("glued-sql", APP, "def f(c, n):\n    return c.stream(f'/feed/{n}')"),
    Planted("ambient-value", API, "def f(clock):\n    return clock.now()"),
    Planted("ambient-value", "services/sales/composition.py", "from uuid import uuid4\nfresh = uuid4()"),
    Planted("ambient-value", SENDING, "def f(time):\n    return time.hour"),
    Planted("inexact-number", VIEWS, "SHARE: float = 0.5"),
    Planted("department-noun", APP, "# an invoice, in a comment"),
    Planted("department-noun", "shared/published/sales.py", "class InvoiceIssuedV1:\n    '''Issued.'''"),
    Planted("weak-event-name", EVENTS, "QuotationEvent = QuotationSent"),
    Planted("leftover", SENDING, "CODE = 'XXX'"),
    Planted("missing-docstring", SENDING, "def _hidden() -> None: ..."),
    Planted("missing-init", "services/sales/migrations/versions/d2026.py", '"""Creates the event store."""'),
    Planted("empty-name", "services/sales/quotation/knowledge_base.py", '"""What is known."""'),
    Planted("long-sleep", JOURNEY, "async def f(seconds):\n    await asyncio.sleep(seconds)"),
    Planted("long-sleep", "deploy/cli.py", "import time\ntime.sleep(1)"),
    Planted("inexact-number", SENDING, "RATE = 0.1  # tidy: allow inexact-number a drawing, not an amount"),
    Planted("inexact-number", SENDING, "# tidy: allow inexact-number a drawing\n# of a curve\nRATE = 0.1"),
    Planted("long-file", JOURNEY, "A = 1\n" * 380),
]


def describe(planted: Planted) -> str:
    return f"{planted.code}: {planted.file.rpartition('/')[2]}: {planted.text[-40:]!r}"


def test_a_clean_company_is_in_order(tmp_path: Path) -> None:
    assert findings_in(build(tmp_path)) == []


@pytest.mark.parametrize("planted", VIOLATIONS, ids=describe)
def test_a_planted_violation_is_named(planted: Planted, tmp_path: Path) -> None:
    found = findings_in(build(tmp_path, {planted.file: planted.text}))
    folder = PurePosixPath(planted.file).parent
    assert planted.code in {finding.code for finding in found if finding.path.parent == folder}


@pytest.mark.parametrize("planted", FAIR, ids=describe)
def test_what_only_looks_like_a_violation_is_left_alone(planted: Planted, tmp_path: Path) -> None:
    found = findings_in(build(tmp_path, {planted.file: planted.text}))
    assert {planted.code, "allowance"}.isdisjoint(finding.code for finding in found)


def test_an_allowance_at_the_top_of_a_file_covers_the_file(tmp_path: Path) -> None:
    text = "# tidy: allow long-file one table, generated\n" + '"""Long."""\n' + "A = 1\n" * 400
    assert findings_in(build(tmp_path, {"deploy/table.py": text})) == []


def test_an_allowance_speaks_for_one_rule_and_one_line(tmp_path: Path) -> None:
    text = "A = 0.1  # tidy: allow inexact-number a drawing\nB = 0.2\nprint(A)"
    found = findings_in(build(tmp_path, {SENDING: text}))
    assert [finding.code for finding in found] == ["inexact-number", "print"]


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule.code for rule in RULES} == {planted.code for planted in VIOLATIONS} - {
        "allowance",
        "missing-init",
        "syntax",
    }


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("planted", "returncode"), [({}, 0), ({SENDING: "print(1)"}, 1)], ids=["clean", "planted"])
def test_the_command_reports_and_fails(planted: dict[str, str], returncode: int, tmp_path: Path) -> None:
    command = [sys.executable, str(PROJECT / "tools/tidy.py"), str(build(tmp_path, planted))]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == returncode, done.stderr
    assert (f"{SENDING}:8 print " in done.stdout) == bool(planted)


def test_a_finding_reads_file_line_code_message(tmp_path: Path) -> None:
    found = findings_in(build(tmp_path, {"shared/web/extra.py": '"""Extra."""\nprint(1)'}))
    assert [type(finding) for finding in found] == [Finding]
    assert str(found[0]).startswith("shared/web/extra.py:2 print ")
