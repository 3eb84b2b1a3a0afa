"""The chart of accounts as it stands: its accounts, and which of them plays which role on which day."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from services.accounting.ledger.events import Account, AccountAdded, ChartAdopted, ChartEvent, RoleAccount, RolePointed
from services.accounting.ledger.roles import BUILT_IN, STANDS_IN
from shared.kernel.shapes import state


@state
class NotAdopted:
    """No chart was chosen yet: the built-in roles of the generic chart are in force."""


@state
class Adopted:
    """The company's chart. The accounts of a role are in the order of the days from which they play it."""

    code: str
    name: str
    accounts: dict[str, Account]
    roles: dict[str, tuple[RoleAccount, ...]]


Chart = NotAdopted | Adopted


def evolve(chart: Chart, fact: ChartEvent) -> Chart:
    """The chart after the fact. Never refuses."""
    match fact:
        case ChartAdopted(code=code, name=name, accounts=accounts, roles=roles):
            return Adopted(
                code=code,
                name=name,
                accounts={account.number: account for account in accounts},
                roles={one.role: (one,) for one in roles},
            )
        case AccountAdded(account=account):
            match chart:
                case NotAdopted():
                    return chart
                case Adopted(code=code, name=name, accounts=known, roles=roles_now):
                    return Adopted(code=code, name=name, accounts={**known, account.number: account}, roles=roles_now)
                case _:
                    assert_never(chart)
        case RolePointed(points=points):
            match chart:
                case NotAdopted():
                    return chart
                case Adopted(code=code, name=name, accounts=known, roles=roles_now):
                    return Adopted(code=code, name=name, accounts=known, roles=_pointed(roles_now, points))
                case _:
                    assert_never(chart)
        case _:
            assert_never(fact)


def _pointed(roles: Mapping[str, tuple[RoleAccount, ...]], points: RoleAccount) -> dict[str, tuple[RoleAccount, ...]]:
    others = tuple(one for one in roles.get(points.role, ()) if one.from_day != points.from_day)
    return {**roles, points.role: tuple(sorted((*others, points), key=lambda one: one.from_day))}


def account_of(chart: Chart, role: str, *, credited: bool, on: date) -> str | None:
    """The account that plays the role on that day; None when no account does.

    What was posted for a day before the chart was adopted goes to the account that played the role first.
    """
    match chart:
        case NotAdopted():
            return BUILT_IN.get(role)
        case Adopted(roles=roles):
            pointed = roles.get(role) or roles.get(STANDS_IN.get(role, ""))
            if not pointed:
                return None
            valid = next((one for one in reversed(pointed) if one.from_day <= on), pointed[0])
            return valid.when_credited if credited else valid.account
        case _:
            assert_never(chart)


def is_posted_to(chart: Chart, account: str) -> bool:
    """Whether entries may name the account: it exists and has no accounts below it."""
    match chart:
        case NotAdopted():
            return account in BUILT_IN.values()
        case Adopted(accounts=accounts):
            return account in accounts and all(one.parent != account for one in accounts.values())
        case _:
            assert_never(chart)
