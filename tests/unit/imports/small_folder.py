"""A sound little AdventureWorks folder that was invented here, and its rows one by one."""

from collections.abc import Sequence
from pathlib import Path

from deploy.imports.adventureworks import AdventureWorks
from deploy.imports.adventureworks import files as names
from deploy.imports.adventureworks.files import read_folder

DAY = "2031-01-01 00:00:00.000"
NAMES = {1: "Order processing", 3: "In transit", 6: "Order delivered", 7: "Delivery error"}


def product(number: int, *, sku: str | None = None, make: str = "0", cost: str = "4.5000") -> str:
    cells = [str(number), f"Item {number}", sku or f"SKU-{number}", make, "1", "", "10", "5", cost, "9.0000"]
    return "\t".join([*cells, "", "", "", "", "1", "", "", "", "", "", DAY, "", "", "guid", DAY])


def stock(number: int, location: int, quantity: str = "12") -> str:
    return "\t".join([str(number), str(location), "N/A", "0", quantity, "guid", DAY])


def vendor(number: int, active: str = "1") -> str:
    return "\t".join([str(number), f"ACCOUNT{number}", f"Vendor {number}", "2", "1", active, "", DAY])


def price(number: int, seller: int, *, asked: str = "3.2500", least: str = "5", most: str = "50") -> str:
    cells = [str(number), str(seller), "17", asked, "3.0000", DAY, least, most, "", "EA ", DAY]
    return "\t".join(cells)


def store(number: int) -> str:
    return "+|".join([str(number), f"Shop {number}", "275", "", "guid", DAY])


def order(
    number: int,
    net: str = "18",
    *,
    tax: str = "1.44",
    freight: str = ".45",
    total: str = "19.89",
    ordered: str = "2031-02-03 04:05:06",
    due: str = "2031-02-10",
) -> str:
    cells = [str(number), ordered, due, "2031-02-08", "0", "29999", "1", net, tax, freight, total]
    return ",".join(f'"{cell}"' if "-" in cell else cell for cell in cells)


def sold(number: int, line: int, *, product: int = 1, quantity: str = "2", unit: str = "9", total: str = "18") -> str:
    return f"{number},{line},{quantity},{product},{unit},{total}"


def seen(tracking: int, number: int, event: int, at: str = "2031-02-04 02:00:00.000000") -> str:
    return f'{tracking},{number},{event},"{at}"'


class Folder:
    """A sound little folder with one order; a test puts its own rows in place of a table's."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows: dict[str, Sequence[str]] = {
            names.LOCATIONS: [f"1\tTool crib\t.0000\t.00\t{DAY}", f"6\tStorage\t.0000\t.00\t{DAY}"],
            names.PRODUCTS: [product(1), product(2, make="1")],
            names.STOCK: [stock(1, 1), stock(1, 6)],
            names.VENDORS: [vendor(50), vendor(51, active="0")],
            names.PRICES: [price(1, 50)],
            names.STORES: [store(300)],
            names.TERRITORIES: ['1,"North","US"'],
            names.MILESTONES: [f'{number},"{name}"' for number, name in NAMES.items()],
            names.ORDERS: [order(7)],
            names.LINES: [sold(7, 70)],
            names.TRACKING: [seen(700, 7, 6)],
        }

    def write(self, file: str, text: str | bytes) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def text(self, file: str) -> str:
        end = "&|\n" if file == names.STORES else "\n"
        header = [names.HEADED[file].replace(" ", ",")] if file in names.HEADED else []
        return "".join(row + end for row in [*header, *self.rows[file]])

    def read(self, **tables: Sequence[str]) -> AdventureWorks:
        self.rows |= {getattr(names, table): rows for table, rows in tables.items()}
        for file in self.rows:
            if not (self.root / file).exists():
                self.write(file, self.text(file))
        return read_folder(self.root)
