"""The supplier's table of contents."""

from typing import Final

from services.purchasing.supplier.clearing import (
    ApproveSupplier,
    BlockSupplier,
    UnblockSupplier,
    approve_supplier,
    block_supplier,
    unblock_supplier,
)
from services.purchasing.supplier.events import (
    SupplierApproved,
    SupplierBlocked,
    SupplierDetailsCorrected,
    SupplierRegistered,
    SupplierUnblocked,
)
from services.purchasing.supplier.registering import (
    CorrectSupplier,
    RegisterSupplier,
    correct_supplier,
    register_supplier,
)
from services.purchasing.supplier.state import (
    Approved,
    Blocked,
    Registered,
    Supplier,
    Unregistered,
    evolve,
)
from shared.kernel.decider import Decider

SUPPLIER: Final[Decider[Supplier]] = Decider(
    category="supplier",
    initial=Unregistered(),
    evolve=evolve,
    decisions={
        RegisterSupplier: register_supplier,
        CorrectSupplier: correct_supplier,
        ApproveSupplier: approve_supplier,
        BlockSupplier: block_supplier,
        UnblockSupplier: unblock_supplier,
    },
    events=(
        SupplierRegistered,
        SupplierDetailsCorrected,
        SupplierApproved,
        SupplierBlocked,
        SupplierUnblocked,
    ),
    shapes=(Unregistered, Registered, Approved, Blocked),
)
