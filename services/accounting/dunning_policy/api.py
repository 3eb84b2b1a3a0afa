"""The dunning policy over HTTP."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter
from pydantic import AfterValidator, Field, StringConstraints

from services.accounting.dunning_policy.decider import MAIN, THE_POLICY
from services.accounting.dunning_policy.events import BankAccount, DunningLevel, Letterhead
from services.accounting.dunning_policy.heading import IbanMistyped, SetLetterhead
from services.accounting.dunning_policy.reconciling import (
    NoteBankReconciled,
    ReconciledFurtherAlready,
    ReconciledInTheFuture,
)
from services.accounting.dunning_policy.setting import (
    ClearingOrderIncomplete,
    CurrencyNamedTwice,
    HolidaysUnknown,
    LanguageUnknown,
    LevelsOutOfOrder,
    SetDunningPolicy,
)
from services.accounting.dunning_policy.state import MOST_DAYS_BEFORE
from services.accounting.dunning_policy.views import DUNNING_POLICIES
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import only_document_routes
from shared.web.fields import Amount, CountryCode, Currency, Day, OptionalLine, Percent, ShortText, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["dunning policy"])
Language = Annotated[OptionalLine, Field(max_length=35)]
Amounts = Annotated[list[Amount], Field(max_length=50)]
_LEVELS: Final[Any] = [
    {
        "name": "Reminder",
        "days_past_due": 3,
        "gap_working_days": 0,
        "fees": [],
        "interest_percent": "0",
        "stops_credit": False,
        "names": [{"language": "vi", "name": "Nhắc nợ"}],
    },
    {
        "name": "Final notice",
        "days_past_due": 30,
        "gap_working_days": 5,
        "fees": [{"minor": 4000, "currency": "EUR"}],
        "interest_percent": "8",
        "stops_credit": True,
        "names": [{"language": "vi", "name": "Thông báo cuối cùng"}],
    },
]


class LevelNameIn(Strict):
    """What a level is called in letters of that language."""

    language: Language
    name: ShortText


def _named_once(names: list[LevelNameIn]) -> list[LevelNameIn]:
    if len({one.language for one in names}) != len(names):
        raise ValueError("a language is named once")
    return names


Names = Annotated[list[LevelNameIn], Field(max_length=20), AfterValidator(_named_once)]


class LevelIn(Strict):
    """A step of the procedure: when it is reached, what it costs, and what it does."""

    name: ShortText
    days_past_due: Annotated[int, Field(strict=True, ge=1, le=1000)]
    gap_working_days: Annotated[int, Field(strict=True, ge=0, le=250, description="since the level before")]
    fees: Amounts = Field(default_factory=list, description="one per currency; none where there is none")
    interest_percent: Percent = Field(description="per year, on what is overdue")
    stops_credit: bool = Field(default=False, description="until a person lifts it")
    holds_credit: bool = Field(default=False, description="new orders, until the case is resolved")
    names: Names = Field(default_factory=list, description="in letters of other languages; without one they number it")

    def to_level(self) -> DunningLevel:
        """As the domain's level."""
        return DunningLevel(
            name=self.name,
            days_past_due=self.days_past_due,
            gap_working_days=self.gap_working_days,
            fees=tuple(fee.to_money() for fee in self.fees),
            interest_percent=self.interest_percent,
            stops_credit=self.stops_credit,
            holds_credit=self.holds_credit,
            names={one.language: one.name for one in self.names},
        )


class DunningPolicyIn(Strict):
    """The whole procedure, replaced by what is given."""

    remind_days_before: Annotated[
        int, Field(strict=True, ge=0, le=MOST_DAYS_BEFORE, description="0: no reminder before due")
    ]
    levels: Annotated[list[LevelIn], Field(max_length=9)]
    minimum_amounts: Amounts = Field(default_factory=list, description="below it no level is raised")
    clearing_order: Annotated[list[Literal["costs", "interest", "principal"]], Field(min_length=3, max_length=3)] = (
        Field(default=["costs", "interest", "principal"], description="what money settles first")
    )
    most_promises: Annotated[int, Field(strict=True, ge=0, le=20)] = 2
    promise_within_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 14
    least_promised_percent: Annotated[
        int, Field(strict=True, ge=0, le=100, description="of less, only that part rests")
    ] = 50
    longest_plan_days: Annotated[int, Field(strict=True, ge=1, le=1825)] = 365
    charge_reminders: Annotated[
        int, Field(strict=True, ge=0, le=20, description="of charges alone, before a person decides")
    ] = 2
    charge_reminder_gap_days: Annotated[
        int, Field(strict=True, ge=1, le=365, description="since the letter before")
    ] = 14
    pay_within_days: Annotated[
        int, Field(strict=True, ge=0, le=90, description="as letters ask, and the next one waits; 0: they name no day")
    ] = 0
    holiday_country: CountryCode | None = Field(default=None, description="whose public holidays are no working days")
    language: Language = Field(
        default="en", description="of the levels' names, and of letters to debtors who chose none"
    )

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "remind_days_before": 3,
                    "levels": _LEVELS,
                    "minimum_amounts": [{"minor": 2000, "currency": "EUR"}],
                    "clearing_order": ["costs", "interest", "principal"],
                    "most_promises": 2,
                    "promise_within_days": 14,
                    "least_promised_percent": 50,
                    "longest_plan_days": 365,
                    "charge_reminders": 2,
                    "charge_reminder_gap_days": 14,
                    "pay_within_days": 7,
                    "holiday_country": "DE",
                    "language": "en",
                }
            ]
        }
    }


@router.put(
    "/dunning-policy",
    name="set dunning policy",
    responses=refusals(
        LevelsOutOfOrder, CurrencyNamedTwice, ClearingOrderIncomplete, HolidaysUnknown, LanguageUnknown, *ALWAYS
    ),
)
async def set_dunning_policy(body: DunningPolicyIn, ask: Ask) -> DocumentRef:
    """Sets how late payers are dunned. Charges that were claimed already stay as they are."""
    command = SetDunningPolicy(
        remind_days_before=body.remind_days_before,
        levels=tuple(level.to_level() for level in body.levels),
        minimum_amounts=tuple(one.to_money() for one in body.minimum_amounts),
        clearing_order=tuple(body.clearing_order),
        most_promises=body.most_promises,
        promise_within_days=body.promise_within_days,
        holiday_country=body.holiday_country or "",
        language=body.language,
        least_promised_percent=body.least_promised_percent,
        longest_plan_days=body.longest_plan_days,
        charge_reminders=body.charge_reminders,
        charge_reminder_gap_days=body.charge_reminder_gap_days,
        pay_within_days=body.pay_within_days,
        by=ask.person,
        on=ask.today,
    )
    return await ask.perform(Send(command, THE_POLICY), creates=True)


class BankAccountIn(Strict):
    """An account of ours, for debts in its currency."""

    currency: Currency
    number: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9 -]{3,40}$"),
        Field(description="an IBAN, checked, where its country has them; spaces do not count"),
    ]
    bank: OptionalLine = Field(default="", description="its name")
    bic: Annotated[str, StringConstraints(pattern=r"^([A-Z0-9]{8}([A-Z0-9]{3})?)?$")] = ""

    def to_account(self) -> BankAccount:
        """As the domain's account."""
        return BankAccount(currency=self.currency, number=self.number.replace(" ", ""), bank=self.bank, bic=self.bic)


class LetterheadIn(Strict):
    """Who writes to debtors, and where they are to pay: one account per currency."""

    name: ShortText
    address: Annotated[list[ShortText], Field(min_length=1, max_length=6, description="line by line")]
    accounts: Annotated[list[BankAccountIn], Field(min_length=1, max_length=50)]

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [
                {
                    "name": "Pumps & More GmbH",
                    "address": ["Hafenstr. 7", "20457 Hamburg", "Germany"],
                    "accounts": [
                        {
                            "currency": "EUR",
                            "number": "DE89 3704 0044 0532 0130 00",
                            "bank": "Commerzbank",
                            "bic": "COBADEFF",
                        }
                    ],
                }
            ]
        }
    }


@router.put(
    "/dunning-policy/letterhead",
    name="set letterhead",
    responses=refusals(CurrencyNamedTwice, IbanMistyped, *ALWAYS),
)
async def set_letterhead(body: LetterheadIn, ask: Ask) -> DocumentRef:
    """Sets who writes to debtors, and the accounts that they are asked to pay to, from the next letter on."""
    letterhead = Letterhead(
        name=body.name, address=tuple(body.address), accounts=tuple(one.to_account() for one in body.accounts)
    )
    command = SetLetterhead(letterhead=letterhead, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, THE_POLICY), creates=True)


class BankReconciliationIn(Strict):
    """Up to which day, included, all money that came in is noted; none: levels wait for no reconciliation."""

    until: Day | None

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"until": "2026-04-14"}]}}


@router.post(
    "/dunning-policy/bank-reconciliation",
    name="note bank reconciliation",
    responses=refusals(ReconciledInTheFuture, ReconciledFurtherAlready, *ALWAYS),
)
async def note_bank_reconciliation(body: BankReconciliationIn, ask: Ask) -> DocumentRef:
    """Says how far the bank is reconciled: levels are raised for days up to it only."""
    command = NoteBankReconciled(until=body.until, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, THE_POLICY), creates=True)


router.include_router(only_document_routes(DUNNING_POLICIES, "/dunning-policy", "dunning policy", MAIN))
