"""The people of the embedded company: who they are and which roles they have, for demo tokens, journeys and imports."""

from typing import Final

STAFF: Final[dict[str, tuple[str, ...]]] = {
    "sara.rep": ("sales.rep",),
    "marc.sales-manager": ("sales.manager", "sales.rep"),
    "bao.buyer": ("purchasing.buyer",),
    "petra.purchasing-manager": ("purchasing.manager", "purchasing.buyer"),
    "wim.storekeeper": ("warehouse.clerk",),
    "wanda.warehouse-manager": ("warehouse.manager", "warehouse.clerk"),
    "anh.accountant": ("accounting.clerk",),
    "chi.chief-accountant": ("accounting.manager", "accounting.clerk"),
    "cara.agent": ("care.agent",),
    "carl.care-manager": ("care.manager", "care.agent"),
    "ines.integrator": ("company.integrator", "company.reader"),
    "olga.operator": ("company.operator", "company.reader"),
    "otto.auditor": ("company.auditor", "company.reader"),
    "dana.director": ("accounting.director", "company.reader"),
}
"""Person -> roles. Two people per department, because maker and checker are never the same."""

ROLES: Final[tuple[str, ...]] = tuple(sorted({role for roles in STAFF.values() for role in roles}))
"""Every role that a department knows: the staff has them all."""
