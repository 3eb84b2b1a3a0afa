"""A company of two tiny departments that keeps every rule; tests plant one violation at a time into it."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

SMALL_COMPANY: Mapping[str, str] = {
    "services/__init__.py": '"""The company."""',
    "services/sales/__init__.py": '"""Sells."""',
    "services/sales/__main__.py": '"""Runs sales."""\nimport services.sales.composition as composition\n',
    "services/sales/composition.py": '''
        """The only module that knows which drivers there are."""
        import asyncpg as asyncpg
        from services.sales import publishing as publishing, settings as settings
        from services.sales.quotation import api as api, views as views
        from shared.event_store import postgres as postgres
        ''',
    "services/sales/settings.py": '"""What can be set."""\nimport pydantic_settings as pydantic_settings\n',
    "services/sales/publishing.py": '"""What sales tells."""\nfrom shared.published import sales as sales\n',
    "services/sales/migrations/__init__.py": '"""How the tables came to be."""',
    "services/sales/migrations/env.py": '''
        """Runs the migrations."""
        import alembic as alembic
        from services.sales.quotation import views as views
        ''',
    "services/sales/quotation/__init__.py": '"""Drafted, then sent."""',
    "services/sales/quotation/events.py": '''
        """Facts about a quotation."""
        class QuotationSent:
            """The customer has our offer."""
        ''',
    "services/sales/quotation/sending.py": '''
        """Sending an offer."""
        from shared.kernel import money as money
        from services.sales.quotation.events import QuotationSent

        def send() -> list[QuotationSent]:
            """An offer goes out once."""
            return [QuotationSent()]
        ''',
    "services/sales/quotation/api.py": '''
        """Routes."""
        import fastapi as fastapi
        import pydantic as pydantic
        from services.sales.quotation import sending as sending, views as views
        from shared.web import app as app
        ''',
    "services/sales/quotation/views.py": '"""Tables."""\nimport sqlalchemy as sqlalchemy\n',
    "services/sales/reactions/__init__.py": '"""What sales does when it hears of something."""',
    "services/sales/reactions/when_goods_delivered_note_progress.py": '''
        """Goods arrived."""
        from shared.published import warehouse as warehouse

        def when_goods_delivered_note_progress() -> None:
            """The journey goes on."""
        ''',
    "services/warehouse/__init__.py": '"""Keeps goods."""',
    "services/warehouse/shipment/__init__.py": '"""Packed, then shipped."""',
    "services/warehouse/shipment/events.py": '"""Facts about a shipment."""',
    "shared/__init__.py": '"""Machinery."""',
    "shared/kernel/__init__.py": '"""The words every department uses."""',
    "shared/kernel/money.py": '"""Exact amounts."""\nfrom decimal import Decimal as Decimal\n',
    "shared/published/__init__.py": '"""What departments tell each other."""',
    "shared/published/sales.py": '"""Told by sales."""\nfrom shared.kernel import money as money\n',
    "shared/published/warehouse.py": '"""Told by the warehouse."""',
    "shared/event_store/__init__.py": '"""Where facts are kept."""',
    "shared/event_store/postgres.py": '''
        """Facts in PostgreSQL."""
        import asyncpg

        async def append(connection: asyncpg.Connection) -> None:
            """Keep facts."""
            await connection.execute("COMMIT")
            await connection.commit()
        ''',
    "shared/web/__init__.py": '"""What every API shares."""',
    "shared/web/app.py": '"""The app factory."""\nimport fastapi as fastapi\n',
    "deploy/__init__.py": '"""Everything put together."""',
    "deploy/cli.py": '''
        """The command line."""
        from services.sales import composition as composition
        print("o2c")
        ''',
    "tools/__init__.py": '"""Checks."""',
    "tests/__init__.py": '"""Tests."""',
    "tests/test_journey.py": '''
        """The journey."""
        import asyncio

        async def test_it() -> None:
            await asyncio.sleep(0.01)
        ''',
}


def build(root: Path, planted: Mapping[str, str] | None = None) -> Path:
    """Write the company below `root`; what is planted is added to the end of a file, or is a new file."""
    planted = planted or {}
    for name in SMALL_COMPANY.keys() | planted.keys():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = (SMALL_COMPANY.get(name, ""), planted.get(name, ""))
        path.write_text("\n".join(dedent(part).strip("\n") for part in parts if part) + "\n", encoding="utf-8")
    return root
