"""Reservations over HTTP: read only. They follow the orders that sales confirms and cancels."""

from fastapi import APIRouter

from services.warehouse.reservation.views import RESERVATIONS
from shared.web.documents import document_routes

router = APIRouter()
router.include_router(document_routes(RESERVATIONS, "/reservations", "reservation"))
