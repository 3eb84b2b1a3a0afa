"""Reminders over HTTP: what became of each, and seeing to those that e-mail does not reach."""

from fastapi import APIRouter

from services.accounting.reminder.decider import REMINDER
from services.accounting.reminder.preparing import (
    PostReminder,
    ReaddressReminder,
    ReminderHasLeft,
    ReminderIsWithdrawn,
    ReminderUnknown,
    ReminderWaitsForMail,
)
from services.accounting.reminder.views import REMINDERS
from shared.kernel.decider import Send
from shared.web.asking import ALWAYS, Ask, DocumentRef
from shared.web.documents import document_routes
from shared.web.fields import Email, Identity, Strict
from shared.web.problems import refusals

router = APIRouter(tags=["reminder"])


class AddressIn(Strict):
    """Where it goes."""

    email: Email

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"email": "ap@acme.example"}]}}


@router.post(
    "/reminders/{reminder_id}/address",
    name="readdress reminder",
    responses=refusals(ReminderUnknown, ReminderWaitsForMail, ReminderHasLeft, ReminderIsWithdrawn, *ALWAYS),
)
async def readdress_reminder(reminder_id: Identity, body: AddressIn, ask: Ask) -> DocumentRef:
    """Sends a reminder that failed, or that had no address, to this one."""
    command = ReaddressReminder(email=body.email, by=ask.person, on=ask.today)
    return await ask.perform(Send(command, REMINDER.stream(reminder_id)))


@router.post(
    "/reminders/{reminder_id}/posting",
    name="post reminder",
    responses=refusals(ReminderUnknown, ReminderWaitsForMail, ReminderHasLeft, ReminderIsWithdrawn, *ALWAYS),
)
async def post_reminder(reminder_id: Identity, ask: Ask) -> DocumentRef:
    """Notes that a person printed the letter and posted it."""
    command = PostReminder(by=ask.person, on=ask.today)
    return await ask.perform(Send(command, REMINDER.stream(reminder_id)))


router.include_router(document_routes(REMINDERS, "/reminders", "reminder"))
