"""Adopting a chart of accounts, adding accounts to it, and pointing roles at them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import assert_never

from services.accounting.ledger.chart import Adopted, Chart, NotAdopted, is_posted_to
from services.accounting.ledger.events import Account, AccountAdded, ChartAdopted, ChartEvent, RoleAccount, RolePointed
from services.accounting.ledger.roles import ROLES
from shared.kernel.rejection import Ground, Rejection
from shared.kernel.shapes import command, part


class ChartAlreadyAdopted(Rejection):
    """The books are kept by another chart already."""

    code = "accounting.ledger.chart-already-adopted"


class NoChartAdopted(Rejection):
    """There is no chart to change: adopt one first."""

    code = "accounting.ledger.no-chart-adopted"


class AccountTaken(Rejection):
    """The number belongs to another account of the chart."""

    code = "accounting.ledger.account-taken"


class ParentUnknown(Rejection):
    """The account that the new one is to be below is not in the chart."""

    code = "accounting.ledger.parent-unknown"
    ground = Ground.UNACCEPTABLE


class RolesMissing(Rejection):
    """A chart has to say which account plays each role."""

    code = "accounting.ledger.roles-missing"
    ground = Ground.UNACCEPTABLE


class RoleNotPostable(Rejection):
    """A role can only be played by an account of the chart that has none below it."""

    code = "accounting.ledger.role-not-postable"
    ground = Ground.UNACCEPTABLE


@part
class ChartOfAccounts:
    """A chart on offer: its accounts, role -> account, and where a role goes when it is credited."""

    code: str
    name: str
    accounts: tuple[Account, ...]
    roles: Mapping[str, str]
    roles_when_credited: Mapping[str, str]


@command
class AdoptChart:
    """Keep the books by this chart."""

    chart: ChartOfAccounts
    by: str
    on: date


@command
class AddAccount:
    """Add an account, below another one or at the top."""

    account: Account
    by: str
    on: date


@command
class PointRole:
    """Let another account play a role from a day on; `when_credited` may name another one for the credit side."""

    role: str
    account: str
    when_credited: str
    from_day: date
    by: str
    on: date


def adopt_chart(request: AdoptChart, chart: Chart) -> list[ChartEvent]:
    """Once: accounts with entries on them cannot be exchanged for others."""
    match chart:
        case NotAdopted():
            return [_adopted(request)]
        case Adopted(code=code) if code == request.chart.code:
            return []
        case Adopted(code=code):
            raise ChartAlreadyAdopted(f"it is {code}: add accounts to it, or point roles at others", code_now=code)
        case _:
            assert_never(chart)


def _adopted(request: AdoptChart) -> ChartAdopted:
    offered = request.chart
    missing = [role for role in ROLES if role not in offered.roles]
    if missing:
        raise RolesMissing(f"no account plays {', '.join(missing)}", field="roles", missing=missing)
    parents = {account.parent for account in offered.accounts}
    leaves = {account.number for account in offered.accounts} - parents
    _require_leaves(offered.roles, leaves)
    _require_leaves(offered.roles_when_credited, leaves)
    return ChartAdopted(
        code=offered.code,
        name=offered.name,
        accounts=offered.accounts,
        roles=tuple(
            RoleAccount(
                role=role,
                account=account,
                when_credited=offered.roles_when_credited.get(role, account),
                from_day=request.on,
            )
            for role, account in offered.roles.items()
        ),
        adopted_by=request.by,
        adopted_on=request.on,
    )


def _require_leaves(roles: Mapping[str, str], leaves: Iterable[str]) -> None:
    for role, account in roles.items():
        if account not in leaves:
            raise RoleNotPostable(
                f"nothing is posted to {account}, for {role}", field="roles", role=role, account=account
            )


def add_account(request: AddAccount, chart: Chart) -> list[ChartEvent]:
    """The first account below another one takes over its roles: only accounts without any below are posted to."""
    new = request.account
    match chart:
        case NotAdopted():
            raise NoChartAdopted("adopt a chart first")
        case Adopted(accounts=accounts) if new.number in accounts:
            if accounts[new.number] == new:
                return []
            raise AccountTaken(f"{new.number} is {accounts[new.number].name}", field="number")
        case Adopted(accounts=accounts) if new.parent and new.parent not in accounts:
            raise ParentUnknown(f"the chart has no account {new.parent}", field="parent")
        case Adopted(roles=roles):
            taken_over = [
                RolePointed(points=_moved(one, new, request.on), pointed_by=request.by, pointed_on=request.on)
                for pointed in roles.values()
                for one in _from(pointed, request.on)
                if new.parent and new.parent in (one.account, one.when_credited)
            ]
            return [AccountAdded(account=new, added_by=request.by, added_on=request.on), *taken_over]
        case _:
            assert_never(chart)


def _from(pointed: Sequence[RoleAccount], on: date) -> Sequence[RoleAccount]:
    """What plays the role on that day, and what is to play it later."""
    in_force = [no for no, one in enumerate(pointed) if one.from_day <= on]
    return pointed[in_force[-1] :] if in_force else pointed


def _moved(pointed: RoleAccount, new: Account, on: date) -> RoleAccount:
    return RoleAccount(
        role=pointed.role,
        account=new.number if pointed.account == new.parent else pointed.account,
        when_credited=new.number if pointed.when_credited == new.parent else pointed.when_credited,
        from_day=max(on, pointed.from_day),
    )


def point_role(request: PointRole, chart: Chart) -> list[ChartEvent]:
    """Entries that are recorded already stay on the accounts that they were written on."""
    match chart:
        case NotAdopted():
            raise NoChartAdopted("adopt a chart first")
        case Adopted(roles=roles):
            for account in (request.account, request.when_credited):
                if not is_posted_to(chart, account):
                    raise RoleNotPostable(
                        f"nothing is posted to {account}", field="account", role=request.role, account=account
                    )
            points = RoleAccount(
                role=request.role,
                account=request.account,
                when_credited=request.when_credited,
                from_day=request.from_day,
            )
            if points in roles.get(request.role, ()):
                return []
            return [RolePointed(points=points, pointed_by=request.by, pointed_on=request.on)]
        case _:
            assert_never(chart)
