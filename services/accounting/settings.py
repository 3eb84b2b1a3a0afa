"""The settings of the accounting processes (variables that begin with ACCOUNTING_), and the charts on offer."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from pydantic_settings import SettingsConfigDict

from services.accounting.ledger.charting import ChartOfAccounts
from services.accounting.ledger.events import Account
from shared.mail.settings import MailingSettings


class AccountingSettings(MailingSettings):
    """Read from the environment once, at the start of a process."""

    model_config = SettingsConfigDict(env_prefix="ACCOUNTING_", extra="ignore")


def offered_charts() -> Mapping[str, ChartOfAccounts]:
    """The charts of accounts in ledger/charts, by the name of their file: adding one is adding a file."""
    folder = files("services.accounting.ledger").joinpath("charts")
    return {
        chart.name.removesuffix(".toml"): _chart(tomllib.loads(chart.read_text(encoding="utf-8")))
        for chart in folder.iterdir()
        if chart.name.endswith(".toml")
    }


def _chart(found: Mapping[str, Any]) -> ChartOfAccounts:
    local = next((name for name in found if name.startswith("name_") and name != "name_en"), "name_en")
    return ChartOfAccounts(
        code=found["code"],
        name=found["name_en"],
        accounts=tuple(
            Account(
                number=account["number"],
                name=account["name_en"],
                local_name=account.get(local, account["name_en"]),
                kind=account["kind"],
                normal_side=account["normal_side"],
                parent=account.get("parent", ""),
            )
            for account in found["chart"]["accounts"]
        ),
        roles=found["roles"],
        roles_when_credited=found["roles-when-credited"],
    )
