"""Payables over HTTP: to be read. They open when purchasing approves an invoice and close by supplier payments."""

from fastapi import APIRouter

from services.accounting.payable.views import PAYABLES
from shared.web.documents import document_routes

router = APIRouter(tags=["payable"])
router.include_router(document_routes(PAYABLES, "/payables", "payable"))
