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


@event("site_list.site-used")
class SiteUsed:
    """Goods came to the closed site, or are to come, or are waited for there. `used_by` is the stream that says so."""

    code: str
    used_by: str


@event("site_list.site-vacated")
class SiteVacated:
    """Nothing is at the closed site any more, and nothing is to come."""

    code: str
    vacated_by: str
    vacated_on: date


@event("site_list.site-reopened")
class SiteReopened:
    """The site may be named again, vacated or not."""

    code: str
    name: str
    reason: str
    reopened_by: str
    reopened_on: date


SiteListEvent = SiteOpened | SiteRenamed | SiteClosed | SiteUsed | SiteVacated | SiteReopened
"""Opening a site, naming it, closing it and opening it again."""
