"""How stock items, and the order lines that hold or await stock, are called."""

from typing import Final

WAREHOUSE_CODE: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"
"""The form of a warehouse's code: without a colon, which separates it from the SKU in the ids of stock items."""


def stock_id(warehouse: str, sku: str) -> str:
    """``MAIN`` and ``PUMP-40`` -> ``MAIN:PUMP-40``. A warehouse's code holds no colon; a SKU may."""
    return f"{warehouse}:{sku}"


def place_of(identity: str) -> tuple[str, str]:
    """``MAIN:PUMP-40`` -> warehouse ``MAIN`` and SKU ``PUMP-40``."""
    warehouse, _, sku = identity.partition(":")
    return warehouse, sku


REPAIR: Final = ".repair"
SCRAP: Final = ".scrap"


def repair_stock(warehouse: str) -> str:
    """Where a warehouse keeps what has to be repaired: ``main`` -> ``main.repair``, counted like a warehouse."""
    return warehouse + REPAIR


def scrap_stock(warehouse: str) -> str:
    """Where a warehouse keeps what will be thrown away, at no value."""
    return warehouse + SCRAP


def is_set_apart(warehouse: str) -> bool:
    """Whether goods there are not fit for sale: no order gets any."""
    return warehouse.endswith((REPAIR, SCRAP))


def site_of(warehouse: str) -> str:
    """The site that a warehouse's stock is kept at: ``main`` of ``main.repair``, and ``main`` of itself."""
    return warehouse.removesuffix(REPAIR).removesuffix(SCRAP)


def line_key(order_id: str, line_no: int) -> str:
    """An order line as one word, for keys of what it holds and what it waits for."""
    return f"{order_id}/{line_no}"


def order_line_of(key: str) -> tuple[str, int]:
    """The order and the number of the line behind a `line_key`."""
    order_id, _, line_no = key.rpartition("/")
    return order_id, int(line_no)
