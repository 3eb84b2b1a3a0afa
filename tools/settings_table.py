"""Writes the table of settings in docs/deploying.md: ``python -m tools.settings_table``. A test sees it is current."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, get_args

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from services.accounting.settings import AccountingSettings
from services.care.settings import CareSettings
from services.sales.settings import SalesSettings
from shared.hosting.settings import MigrationSettings

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "deploying.md"
_TABLE: Final = re.compile(r"(?m)^\| setting \|.*\n\|---.*\n(?:\|.*\n)*")


def table() -> str:
    """One row per setting: those of all departments, those of some, and those of a migration."""
    everywhere = SalesSettings.model_fields
    rows = [
        *(_row(name, field, "") for name, field in everywhere.items()),
        *_mailing(everywhere),
        *(_row(name, field, " (migrate, operator)") for name, field in MigrationSettings.model_fields.items()),
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows, ""])


def with_table(page: str) -> str:
    """The page with the table as it is now."""
    return _TABLE.sub(lambda _: table(), page)


def _mailing(everywhere: Mapping[str, FieldInfo]) -> Iterator[str]:
    """What those set who write mail; a row of its own for each where they have another default."""
    for name, accounting in AccountingSettings.model_fields.items():
        care = CareSettings.model_fields[name]
        if name in everywhere:
            continue
        if accounting.default == care.default:
            yield _row(name, accounting, " (accounting, care)")
        else:
            yield _row(name, accounting, " (accounting)")
            yield _row(name, care, " (care)")


def _row(name: str, field: FieldInfo, where: str) -> str:
    default = "required" if field.is_required() else "none"
    if field.default_factory is None and not field.is_required() and field.default not in (None, ""):
        default = f"`{field.default}`"
    secret = ", secret" if SecretStr in (field.annotation, *get_args(field.annotation)) else ""
    return f"| `{name.upper()}`{where} | {default} | {field.description}{secret} |"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text()))
