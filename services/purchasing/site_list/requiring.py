"""Asking for a site to be open, in the same transaction as what a person does about goods for it."""

from services.purchasing.site_list.decider import SITE_LIST_STREAM
from services.purchasing.site_list.naming import RequireOpenSite
from shared.kernel.decider import Send


def must_be_open(code: str) -> Send:
    """Goes before what names the site, or brings goods nearer to it that were wanted while it was open."""
    return Send(RequireOpenSite(code=code, field="warehouse"), SITE_LIST_STREAM)
