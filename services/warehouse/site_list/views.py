"""What readers see of the sites."""

from typing import Final

from services.warehouse.site_list.decider import SITE_LIST
from services.warehouse.site_list.state import SiteList
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView


@part
class SiteShown:
    """A site. Status: open, closed, vacated: then nothing is there, and nothing is to come. `version` counts its facts.

    One that is `found` was in use before there was a list: give it a name, or close it where its code was a slip of the
    hand.
    """

    code: str
    name: str
    status: str
    found: bool
    closed_because: str
    version: int


@document
class SiteListDocument:
    """All sites, in the order in which they were opened. While there is none, every code is taken."""

    sites: tuple[SiteShown, ...]


def read(_: str, known: SiteList) -> SiteListDocument:
    """The list, laid flat."""
    return SiteListDocument(
        sites=tuple(
            SiteShown(
                code=code,
                name=site.name,
                status=site.status,
                found=site.found,
                closed_because=site.closed_because,
                version=site.version,
            )
            for code, site in known.sites.items()
        )
    )


SITE_LISTS: Final = DocumentView(name="site_list", decider=SITE_LIST, document=SiteListDocument, read=read, columns={})
