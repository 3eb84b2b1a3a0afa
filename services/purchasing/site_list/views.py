"""What readers see of the sites."""

from typing import Final

from services.purchasing.site_list.decider import SITE_LIST
from services.purchasing.site_list.state import SiteList
from shared.kernel.shapes import document, part
from shared.projections.view import DocumentView


@part
class SiteShown:
    """A site of the warehouse, by the code to name it with. Status: open, closed."""

    code: str
    name: str
    status: str
    closed_because: str


@document
class SiteListDocument:
    """The sites that the warehouse has told us of. While there is none, every code is taken."""

    sites: tuple[SiteShown, ...]


def read(_: str, known: SiteList) -> SiteListDocument:
    """The list, laid flat."""
    return SiteListDocument(
        sites=tuple(
            SiteShown(
                code=code,
                name=site.name,
                status="open" if site.is_open else "closed",
                closed_because=site.closed_because,
            )
            for code, site in known.sites.items()
        )
    )


SITE_LISTS: Final = DocumentView(name="site_list", decider=SITE_LIST, document=SiteListDocument, read=read, columns={})
