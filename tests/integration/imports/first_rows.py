"""A folder of the real one's rows: all that its first orders name, and a few rows that nothing names."""

from pathlib import Path

from deploy.imports.adventureworks import files as names
from deploy.imports.adventureworks.files import read_folder
from deploy.imports.texts import comma_separated, decoded, records

PRODUCTS_BESIDE = 60
STORES = 40


def first_rows(real: Path, folder: Path, orders: int) -> Path:
    """Writes them. Every import of a test plays what the tables have, however few orders it asks for."""
    found = read_folder(real)
    first = found.orders[:orders]
    numbers = {order.order_id for order in first}
    ordered = {line.product_id for order in first for line in order.lines}
    products = ordered | set(list(found.products)[:PRODUCTS_BESIDE])
    vendors = {price.vendor_id for price in found.vendor_prices if price.product_id in products}
    kept = {
        names.PRODUCTS: (0, products),
        names.STOCK: (0, products),
        names.PRICES: (0, products),
        names.VENDORS: (0, vendors),
        names.STORES: (0, set(list(found.resellers)[:STORES])),
        names.ORDERS: (0, numbers),
        names.LINES: (0, numbers),
        names.TRACKING: (1, numbers),
    }
    for file in (*names.COLUMNS, *names.HEADED):
        column, wanted = kept.get(file, (0, None))
        _copy(real / file, folder / file, file, column, wanted)
    return folder


def _copy(source: Path, target: Path, file: str, column: int, wanted: set[int] | None) -> None:
    end = "&|\n" if file == names.STORES else "\n"
    rows = [record for _, record in records(decoded(source.read_bytes()), end)]
    header = rows[:1] if file in names.HEADED else []
    body = rows[len(header) :]
    if wanted is not None:
        body = [row for row in body if int(_cells(file, row)[column]) in wanted]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(row + end for row in [*header, *body]), encoding="utf-8")


def _cells(file: str, row: str) -> list[str]:
    if file in names.COLUMNS:
        return row.split("+|" if file == names.STORES else "\t")
    return comma_separated(row)
