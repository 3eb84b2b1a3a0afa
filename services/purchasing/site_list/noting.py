"""Noting what the warehouse tells of its sites: never refused, and noted once."""

from services.purchasing.site_list.events import SiteListEvent, SiteNoted
from services.purchasing.site_list.state import SiteList
from shared.kernel.shapes import command


@command
class NoteSite:
    """Note that the site was opened, or closed for that reason. Of a closing no name is told: it stays as it was."""

    code: str
    name: str | None
    closed_because: str
    told_version: int


def note_site(request: NoteSite, known: SiteList) -> list[SiteListEvent]:
    """Only the newest word on a site counts; one that is heard of by its closing is called by its code."""
    site = known.sites.get(request.code)
    if site is not None and request.told_version <= site.told_version:
        return []
    name = request.name
    if name is None:
        name = request.code if site is None else site.name
    return [
        SiteNoted(
            code=request.code,
            name=name,
            closed_because=request.closed_because,
            told_version=request.told_version,
        )
    ]
