"""Expected receipts over HTTP: purchasing makes them, goods receipts consume them, so there is only reading."""

from fastapi import APIRouter

from services.warehouse.expected_receipt.views import EXPECTED_RECEIPTS
from shared.web.documents import document_routes

router = APIRouter(tags=["expected receipt"])
router.include_router(document_routes(EXPECTED_RECEIPTS, "/expected-receipts", "expected receipt"))
