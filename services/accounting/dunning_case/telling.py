"""What others are told of a dunning case."""

from services.accounting.dunning_case.events import CaseContinued, CaseOpened, CaseResolved, LevelRaised
from services.accounting.dunning_case.events_of_endings import CaseRecalled, HandedOver
from services.accounting.dunning_case.state import DunningCase, Unwatched
from shared.kernel.decider import Fact
from shared.published.dunning import (
    DunningCaseOpenedV1,
    DunningContinuedV1,
    DunningHandedOverV1,
    DunningLevelRaisedV1,
    DunningRecalledV1,
    DunningResolvedV1,
)


def dunning_case_opened(fact: Fact[CaseOpened], case: DunningCase) -> DunningCaseOpenedV1 | None:
    """Others may be more careful with the customer from here on."""
    if isinstance(case, Unwatched):
        return None
    opened = fact.data
    return DunningCaseOpenedV1(
        case_id=fact.id,
        case_no=opened.case_no,
        customer_id=case.account.customer_id,
        owed=opened.owed,
        opened_on=opened.opened_on,
    )


def dunning_level_raised(fact: Fact[LevelRaised], case: DunningCase) -> DunningLevelRaisedV1 | None:
    """Without its charges: those are between the customer and us."""
    if isinstance(case, Unwatched):
        return None
    raised = fact.data
    return DunningLevelRaisedV1(
        case_id=fact.id,
        case_no=raised.case_no,
        customer_id=case.account.customer_id,
        level=raised.level,
        name=raised.name,
        days_past_due=raised.days_past_due,
        principal=raised.principal,
        invoice_ids=raised.invoice_ids,
        stops_credit=raised.stops_credit,
        raised_on=raised.raised_on,
    )


def dunning_continued(fact: Fact[CaseContinued], case: DunningCase) -> DunningContinuedV1 | None:
    """Their money did not stay; nothing is claimed again."""
    if isinstance(case, Unwatched):
        return None
    continued = fact.data
    return DunningContinuedV1(
        case_id=fact.id,
        case_no=continued.case_no,
        continues=continued.continues,
        customer_id=case.account.customer_id,
        level=continued.level,
        name=continued.name,
        continued_on=continued.continued_on,
    )


def dunning_handed_over(fact: Fact[HandedOver], case: DunningCase) -> DunningHandedOverV1 | None:
    """Whoever meets the customer should know that a third party collects; the reason stays with us."""
    if isinstance(case, Unwatched):
        return None
    handed = fact.data
    return DunningHandedOverV1(
        case_id=fact.id,
        case_no=handed.case_no,
        customer_id=case.account.customer_id,
        to=handed.to,
        name=handed.name,
        level=handed.level,
        principal=handed.principal,
        invoice_ids=handed.invoice_ids,
        handed_over_on=handed.handed_over_on,
    )


def dunning_recalled(fact: Fact[CaseRecalled], case: DunningCase) -> DunningRecalledV1 | None:
    """It is ours again."""
    if isinstance(case, Unwatched):
        return None
    recalled = fact.data
    return DunningRecalledV1(
        case_id=fact.id,
        case_no=recalled.case_no,
        customer_id=case.account.customer_id,
        to=recalled.to,
        name=recalled.name,
        recalled_on=recalled.recalled_on,
    )


def dunning_resolved(fact: Fact[CaseResolved], _: DunningCase) -> DunningResolvedV1:
    """Settled, credited, waived or written off: all of it."""
    resolved = fact.data
    return DunningResolvedV1(
        case_id=fact.id,
        case_no=resolved.case_no,
        customer_id=resolved.customer_id,
        level=resolved.level,
        resolved_on=resolved.resolved_on,
    )
