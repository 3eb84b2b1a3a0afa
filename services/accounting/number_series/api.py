"""Number series over HTTP: only to be read, since only posting takes numbers."""

from fastapi import APIRouter

from services.accounting.number_series.views import NUMBER_SERIES_VIEW
from shared.web.documents import document_routes

router = APIRouter(tags=["numbering"])
router.include_router(document_routes(NUMBER_SERIES_VIEW, "/number-series", "number series", plural="number series"))
