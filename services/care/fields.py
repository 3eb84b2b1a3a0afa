"""What a complaint and a support case are worked on with, as requests bring it."""

from typing import Annotated

from pydantic import Field

from services.care.service_level.priority import Priority
from services.care.support_case.events import NoteKind
from shared.web.fields import Identity, OptionalText, Reason, ShortText, Strict

Text = Annotated[OptionalText, Field(min_length=1)]


class AssignmentIn(Strict):
    """The agent who is to settle it."""

    agent: Identity

    model_config = Strict.model_config | {"json_schema_extra": {"examples": [{"agent": "care.lan"}]}}


class PriorityIn(Strict):
    """How urgent it really is, and why."""

    priority: Priority
    reason: Reason

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"priority": "urgent", "reason": "Their line stands still."}]}
    }


class NoteIn(Strict):
    """What was said, and by whom to whom."""

    kind: NoteKind = NoteKind.INTERNAL
    text: Text

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"kind": "to-customer", "text": "We have it, and look into it today."}]}
    }


class QuestionIn(Strict):
    """What the customer was asked."""

    question: Text

    model_config = Strict.model_config | {
        "json_schema_extra": {"examples": [{"question": "Which serial numbers are on the plates?"}]}
    }


class ThirdPartyIn(Strict):
    """For whom it waits, who is neither we nor the customer, and for what."""

    party: ShortText
    awaited: Text

    model_config = Strict.model_config | {
        "json_schema_extra": {
            "examples": [{"party": "the carrier", "awaited": "The signature on the proof of delivery, by Friday."}]
        }
    }
