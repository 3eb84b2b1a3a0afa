"""Customer care put together: what it owns, hears and tells, and its routes."""

from typing import Final

from services.care.addressee.api import router as addressee_routes
from services.care.addressee.decider import ADDRESSEE
from services.care.addressee.views import ADDRESSEES
from services.care.complaint.api import router as complaint_routes
from services.care.complaint.decider import COMPLAINT
from services.care.complaint.views import COMPLAINTS
from services.care.customer_return.api import router as customer_return_routes
from services.care.customer_return.decider import CUSTOMER_RETURN
from services.care.customer_return.views import CUSTOMER_RETURNS
from services.care.letter.api import router as letter_routes
from services.care.letter.decider import LETTER
from services.care.letter.mailing import LETTER_MAIL
from services.care.letter.views import LETTERS
from services.care.permissions import PERMISSIONS
from services.care.publishing import PUBLISHING
from services.care.reactions.when_complaint_followed_up_open_another import when_complaint_followed_up_open_another
from services.care.reactions.when_complaint_named_link_return import when_complaint_named_link_return
from services.care.reactions.when_credit_cancelled_note_it import when_credit_cancelled_note_it
from services.care.reactions.when_customer_details_corrected_note_address import (
    when_customer_details_corrected_note_address,
)
from services.care.reactions.when_customer_registered_note_address import when_customer_registered_note_address
from services.care.reactions.when_customer_reminded_of_case_write_letter import (
    when_customer_reminded_of_case_write_letter,
)
from services.care.reactions.when_customer_reminded_of_complaint_write_letter import (
    when_customer_reminded_of_complaint_write_letter,
)
from services.care.reactions.when_goods_delivered_schedule_survey import when_goods_delivered_schedule_survey
from services.care.reactions.when_goods_delivered_start_warranty import when_goods_delivered_start_warranty
from services.care.reactions.when_granted_goods_delivered_give_back_warranty import (
    when_granted_goods_delivered_give_back_warranty,
)
from services.care.reactions.when_kept_units_charged_cover_them import when_kept_units_charged_cover_them
from services.care.reactions.when_late_goods_received_use_up_warranty import when_late_goods_received_use_up_warranty
from services.care.reactions.when_order_placed_note_currency import when_order_placed_note_currency
from services.care.reactions.when_reminder_of_case_ended_lapse_letter import when_reminder_of_case_ended_lapse_letter
from services.care.reactions.when_reminder_of_complaint_ended_lapse_letter import (
    when_reminder_of_complaint_ended_lapse_letter,
)
from services.care.reactions.when_replacement_delivered_note_it import when_replacement_delivered_note_it
from services.care.reactions.when_replacement_kept_back_note_it import when_replacement_kept_back_note_it
from services.care.reactions.when_replacement_lost_note_it import when_replacement_lost_note_it
from services.care.reactions.when_replacement_returned_note_it import when_replacement_returned_note_it
from services.care.reactions.when_return_approved_use_up_warranty import when_return_approved_use_up_warranty
from services.care.reactions.when_return_cancelled_give_back_warranty import when_return_cancelled_give_back_warranty
from services.care.reactions.when_return_ended_note_it import when_return_ended_note_it
from services.care.reactions.when_return_expired_give_back_warranty import when_return_expired_give_back_warranty
from services.care.reactions.when_return_inspection_corrected_note_it import when_return_inspection_corrected_note_it
from services.care.reactions.when_return_receipt_corrected_give_back_warranty import (
    when_return_receipt_corrected_give_back_warranty,
)
from services.care.reactions.when_return_receipt_corrected_note_it import when_return_receipt_corrected_note_it
from services.care.reactions.when_return_requested_link_complaint import when_return_requested_link_complaint
from services.care.reactions.when_return_resumed_note_it import when_return_resumed_note_it
from services.care.reactions.when_returned_goods_inspected_note_it import when_returned_goods_inspected_note_it
from services.care.reactions.when_returned_goods_received_note_it import when_returned_goods_received_note_it
from services.care.reactions.when_site_closed_note_it import when_site_closed_note_it
from services.care.reactions.when_site_opened_note_it import when_site_opened_note_it
from services.care.reactions.when_support_case_merged_let_other_absorb_it import (
    when_support_case_merged_let_other_absorb_it,
)
from services.care.reactions.when_support_case_opened_link_earlier_case import (
    when_support_case_opened_link_earlier_case,
)
from services.care.reactions.when_survey_answered_lapse_letter import when_survey_answered_lapse_letter
from services.care.reactions.when_survey_sent_write_letter import when_survey_sent_write_letter
from services.care.service_level.api import router as service_level_routes
from services.care.service_level.decider import SERVICE_LEVEL
from services.care.service_level.views import SERVICE_LEVELS
from services.care.site_list.api import router as site_routes
from services.care.site_list.decider import SITE_LIST
from services.care.site_list.views import SITE_LISTS
from services.care.support_case.api import router as support_case_routes
from services.care.support_case.decider import SUPPORT_CASE
from services.care.support_case.upcasters import UPCASTERS
from services.care.support_case.views import SUPPORT_CASES
from services.care.survey.api import router as survey_routes
from services.care.survey.decider import SURVEY
from services.care.survey.views import SURVEYS
from services.care.warranty.api import router as warranty_routes
from services.care.warranty.decider import WARRANTY
from services.care.warranty.views import WARRANTIES
from shared.handling.department import Department
from shared.hosting.service import Service

DEPARTMENT: Final = Department(
    name="care",
    deciders=(
        WARRANTY,
        SURVEY,
        SUPPORT_CASE,
        SERVICE_LEVEL,
        COMPLAINT,
        CUSTOMER_RETURN,
        SITE_LIST,
        ADDRESSEE,
        LETTER,
    ),
    views=(
        WARRANTIES,
        SURVEYS,
        SUPPORT_CASES,
        SERVICE_LEVELS,
        COMPLAINTS,
        CUSTOMER_RETURNS,
        SITE_LISTS,
        ADDRESSEES,
        LETTERS,
    ),
    reactions=(
        when_order_placed_note_currency,
        when_goods_delivered_start_warranty,
        when_complaint_named_link_return,
        when_goods_delivered_schedule_survey,
        when_support_case_opened_link_earlier_case,
        when_support_case_merged_let_other_absorb_it,
        when_return_requested_link_complaint,
        when_complaint_followed_up_open_another,
        when_return_approved_use_up_warranty,
        when_return_cancelled_give_back_warranty,
        when_return_expired_give_back_warranty,
        when_return_ended_note_it,
        when_return_resumed_note_it,
        when_late_goods_received_use_up_warranty,
        when_return_receipt_corrected_give_back_warranty,
        when_granted_goods_delivered_give_back_warranty,
        when_kept_units_charged_cover_them,
        when_returned_goods_received_note_it,
        when_return_receipt_corrected_note_it,
        when_returned_goods_inspected_note_it,
        when_return_inspection_corrected_note_it,
        when_replacement_delivered_note_it,
        when_replacement_returned_note_it,
        when_replacement_lost_note_it,
        when_replacement_kept_back_note_it,
        when_credit_cancelled_note_it,
        when_site_opened_note_it,
        when_site_closed_note_it,
        when_customer_registered_note_address,
        when_customer_details_corrected_note_address,
        when_survey_sent_write_letter,
        when_customer_reminded_of_complaint_write_letter,
        when_customer_reminded_of_case_write_letter,
        when_reminder_of_complaint_ended_lapse_letter,
        when_reminder_of_case_ended_lapse_letter,
        when_survey_answered_lapse_letter,
    ),
    publishing=PUBLISHING,
    upcasters=UPCASTERS,
)

SERVICE: Final = Service(
    department=DEPARTMENT,
    routers=(
        warranty_routes,
        survey_routes,
        support_case_routes,
        service_level_routes,
        complaint_routes,
        customer_return_routes,
        site_routes,
        addressee_routes,
        letter_routes,
    ),
    permissions=PERMISSIONS,
    mail=LETTER_MAIL,
)
