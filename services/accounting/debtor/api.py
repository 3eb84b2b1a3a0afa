"""Debtors over HTTP: only to be read, since sales says who they are."""

from fastapi import APIRouter

from services.accounting.debtor.views import DEBTORS
from shared.web.documents import document_routes

router = APIRouter(tags=["debtor"])
router.include_router(document_routes(DEBTORS, "/debtors", "debtor"))
