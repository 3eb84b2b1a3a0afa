"""What the embedded company answers outside its departments: the index page, its health, its numbers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from deploy.embedded.index_page import index_page
from shared.web.app import readiness
from shared.web.heads import HeadAsGet
from shared.web.problems import answer_with_problems

if TYPE_CHECKING:
    from deploy.embedded.company import EmbeddedCompany


def front_door(company: "EmbeddedCompany") -> HeadAsGet:
    """An app for the paths that belong to no department; anything else there is a problem document."""
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )

    @app.get("/")
    async def index() -> HTMLResponse:
        return index_page(company)

    @app.get("/health/live")
    async def live() -> Mapping[str, str]:
        return {"status": "alive"}

    @app.get("/health/ready")
    async def ready() -> Response:
        """The whole company: the first department that cannot serve is named."""
        for name, opened in company.departments.items():
            answer = await readiness(opened.store.ready, department=name)
            if answer.status_code != 200:
                return answer
        return Response(b'{"status":"ready"}', media_type="application/json")

    @app.get("/metrics")
    async def metrics() -> Response:
        """Of all departments, which share the process."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    answer_with_problems(app)
    return HeadAsGet(app)
