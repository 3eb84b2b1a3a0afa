"""What can happen to the list of sites. Stored for ever: change by a new version and an upcaster, never in place."""

from datetime import date

from shared.kernel.shapes import event


@event("site_list.site-opened")
class SiteOpened:
    """Goods are kept there. One that is `found` was in use before there was a list, and nobody named it yet."""

    code: str
    name: str
    found: bool
    opened_by: str
    opened_on: date


@event("site_list.site-renamed")
class SiteRenamed:
    """The site's name was put right; its code stays."""

    code: str
    name: str
    renamed_by: str
    renamed_on: date


@event("site_list.site-closed")
class SiteClosed:
    """Nobody may name the site from now on."""

    code: str
    reason: str
    closed_by: str
    closed_on: date


@event("site_list.site-reopened")
class SiteReopened:
    """The site may be named again."""

    code: str
    name: str
    reason: str
    reopened_by: str
    reopened_on: date


SiteListEvent = SiteOpened | SiteRenamed | SiteClosed | SiteReopened
"""Opening a site, naming it, closing it and opening it again."""
