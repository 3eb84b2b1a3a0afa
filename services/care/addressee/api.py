"""Addressees over HTTP: only to be read, since sales says who they are."""

from fastapi import APIRouter

from services.care.addressee.views import ADDRESSEES
from shared.web.documents import document_routes

router = APIRouter(tags=["addressee"])
router.include_router(document_routes(ADDRESSEES, "/addressees", "addressee"))
