"""The warehouse's sites over HTTP, as purchasing has heard of them: read only."""

from services.purchasing.site_list.state import MAIN
from services.purchasing.site_list.views import SITE_LISTS
from shared.web.documents import only_document_routes

router = only_document_routes(SITE_LISTS, "/sites", "site list", MAIN)
