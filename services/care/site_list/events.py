"""What is heard of the sites. Stored for ever: change by a new version and an upcaster, never in place."""

from shared.kernel.shapes import event


@event("site_list.site-noted")
class SiteNoted:
    """The warehouse opened the site, or closed it for that reason. `told_version` is that of its own list then."""

    code: str
    name: str
    closed_because: str
    told_version: int


SiteListEvent = SiteNoted
