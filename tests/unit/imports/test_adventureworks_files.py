"""The AdventureWorks reader: every bad row is named with file, line and reason, and the rest goes on.

The small folders are invented here. One test reads the real folder, which stands beside the project.
"""

import os
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from deploy.imports import BadRow
from deploy.imports.adventureworks import Milestone, SalesOrder
from deploy.imports.adventureworks import files as names
from deploy.imports.adventureworks.files import FolderUnreadable, read_folder
from tests.unit.imports.small_folder import DAY, Folder, order, price, product, seen, sold, stock, store, vendor


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


class TestASoundFolder:
    def test_tables_are_read_with_their_separators_and_units(self, folder: Folder) -> None:
        found = folder.read()
        assert (found.rejected, found.noticed) == ([], [])
        assert found.products[1].number == "SKU-1"
        assert found.products[1].standard_cost == Decimal("4.5")
        assert [item.made_in_house for item in found.products.values()] == [False, True]
        assert [(row.location_id, row.quantity) for row in found.stock] == [(1, 12), (6, 12)]
        assert [(one.vendor_id, one.active) for one in found.vendors.values()] == [(50, True), (51, False)]
        (asked,) = found.vendor_prices
        assert (asked.unit_price, asked.lead_time_days) == (Decimal("3.25"), 17)
        assert (asked.min_order_quantity, asked.max_order_quantity) == (5, 50)
        assert found.resellers[300].name == "Shop 300"
        assert found.territories[1].country_code == "US"

    def test_an_order_carries_its_lines_and_tracking(self, folder: Folder) -> None:
        (only,) = folder.read(TRACKING=[seen(701, 7, 6), seen(700, 7, 3, "2031-02-03 09:00:00")]).orders
        assert only.ordered_at == datetime(2031, 2, 3, 4, 5, 6, tzinfo=UTC)
        assert (only.due_on, only.stated_ship_on) == (date(2031, 2, 10), date(2031, 2, 8))
        assert [line.quantity for line in only.lines] == [2]
        assert [event.milestone for event in only.tracking] == [Milestone.IN_TRANSIT, Milestone.DELIVERED]
        assert only.delivered_at == datetime(2031, 2, 4, 2, tzinfo=UTC)

    def test_orders_come_in_order_date_order(self, folder: Folder) -> None:
        days = {7: "2031-02-05", 8: "2031-02-03 10:00:00", 9: "2031-02-03 10:00:00"}
        found = folder.read(
            ORDERS=[order(number, ordered=day) for number, day in reversed(days.items())],
            LINES=[sold(number, number) for number in days],
        )
        assert [one.order_id for one in found.orders] == [8, 9, 7]

    def test_a_discount_that_lost_its_column_is_recovered(self, folder: Folder) -> None:
        header = order(7, "18.0006", tax="0", freight="0", total="18.0006")
        line = sold(7, 70, quantity="10", unit="1.8368", total="18.00064")
        assert folder.read(ORDERS=[header], LINES=[line]).orders[0].lines[0].discount_rate == Decimal("0.02")

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
    def test_encodings_and_line_ends_of_windows(self, folder: Folder, encoding: str) -> None:
        for file in (names.STORES, names.ORDERS, names.VENDORS):
            folder.rows[names.STORES] = ["300+|Xe đạp Đà Lạt+|275+|+|guid+|now", store(302)]
            folder.write(file, folder.text(file).replace("\n", "\r\n").encode(encoding))
        found = folder.read()
        assert found.rejected == []
        assert [shop.name for shop in found.resellers.values()] == ["Xe đạp Đà Lạt", "Shop 302"]
        assert [one.order_id for one in found.orders] == [7]

    def test_blank_lines_are_passed_over_and_counted(self, folder: Folder) -> None:
        folder.write(names.STORES, f"\n{store(300)}&|\n\n{store(302)}+|too many&|")
        folder.write(names.VENDORS, f"{vendor(50)}\n\n  \n{vendor(0)[2:]}")
        found = folder.read()
        assert (list(found.resellers), list(found.vendors)) == ([300], [50])
        assert found.rejected == [
            BadRow(names.VENDORS, 4, "has 7 fields, not 8"),
            BadRow(names.STORES, 4, "has 7 fields, not 6"),
        ]


UNEXPLAINED = "LineTotal {} is neither OrderQty x UnitPrice {} nor less by a discount"
# Each row: the table, a row that follows the table's own good ones, and what is said of it.
BAD_ROWS = [
    ("LOCATIONS", f"x\tNowhere\t0\t0\t{DAY}", "LocationID 'x' is not a whole number"),
    ("LOCATIONS", f"9\t \t0\t0\t{DAY}", "Name is empty"),
    ("LOCATIONS", f"1\tAgain\t0\t0\t{DAY}", "repeats 1 of line 1"),
    ("LOCATIONS", "9\tShort", "has 2 fields, not 5"),
    ("LOCATIONS", f"9\tA\x00B\t0\t0\t{DAY}", "holds a NUL or bytes that are no text in the file's encoding"),
    ("PRODUCTS", product(1, sku="OTHER"), "repeats 1 of line 1"),
    ("PRODUCTS", product(3, sku="SKU-1"), "ProductNumber SKU-1 is that of product 1"),
    ("PRODUCTS", product(3, make="Y"), "MakeFlag 'Y' is neither 0 nor 1"),
    ("PRODUCTS", product(3, cost="NaN"), "StandardCost 'NaN' is not a plain number"),
    ("PRODUCTS", product(3, cost="1e99"), "StandardCost '1e99' is not a plain number"),
    ("PRODUCTS", product(3, cost="1_0"), "StandardCost '1_0' is not a plain number"),
    ("PRODUCTS", product(3, cost="-1.5"), "StandardCost -1.5 is negative"),
    ("STOCK", stock(99, 1), f"ProductID 99 is not in {names.PRODUCTS}"),
    ("STOCK", stock(1, 99), f"LocationID 99 is not in {names.LOCATIONS}"),
    ("STOCK", stock(1, 1), "repeats (1, 1) of line 1"),
    ("STOCK", stock(2, 1, "-4"), "Quantity -4 is less than 0"),
    ("STOCK", stock(2, 1, "4.5"), "Quantity '4.5' is not a whole number"),
    ("STOCK", stock(2, 1, "٤"), "Quantity '٤' is not a whole number"),
    ("PRICES", price(99, 50), f"ProductID 99 is not in {names.PRODUCTS}"),
    ("PRICES", price(2, 99), f"BusinessEntityID 99 is not in {names.VENDORS}"),
    ("PRICES", price(1, 50), "repeats (1, 50) of line 1"),
    ("PRICES", price(2, 50, asked="0.0000"), "StandardPrice is 0"),
    ("PRICES", price(2, 50, least="0"), "MinOrderQty 0 is less than 1"),
    ("PRICES", price(2, 50, least="51"), "MaxOrderQty 50 < MinOrderQty 51"),
    ("STORES", store(300), "repeats 300 of line 1"),
    ("TERRITORIES", '1,"Again","US"', "repeats 1 of line 2"),
    ("MILESTONES", '8,"Lost at sea"', "EventName 'Lost at sea' is not a known milestone"),
    ("ORDERS", order(7), "repeats 7 of line 2"),
    ("ORDERS", order(8, ordered="soon"), "OrderDate 'soon' is not a date"),
    ("ORDERS", order(8, due="2031-02-02"), "DueDate 2031-02-02 is before OrderDate 2031-02-03"),
    ("ORDERS", order(8, ordered="2031-02-09"), "ShipDate 2031-02-08 is before OrderDate 2031-02-09"),
    ("ORDERS", order(8)[:-5] + '"19.89', "is not comma-separated text: unexpected end of data"),
    ("ORDERS", order(8), "has no usable lines; left out with 0 lines and 0 tracking events"),
    ("LINES", sold(99, 71), f"SalesOrderID 99 is not in {names.ORDERS}"),
    ("LINES", sold(7, 71, product=99), f"ProductID 99 is not in {names.PRODUCTS}"),
    ("LINES", sold(7, 71, quantity="0"), "OrderQty 0 is less than 1"),
    ("LINES", sold(7, 70), "repeats 70 of line 2"),
    ("LINES", sold(7, 71, total="19"), UNEXPLAINED.format("19", "18")),
    ("LINES", sold(7, 71, unit="0"), UNEXPLAINED.format("18", "0")),
    ("LINES", sold(7, 71, unit="0.0000000001", total="999999999999"), UNEXPLAINED.format("9" * 12, "2E-10")),
    ("TRACKING", seen(701, 99, 6), f"SalesOrderID 99 is not in {names.ORDERS}"),
    ("TRACKING", seen(701, 7, 2), f"TrackingEventID 2 is not in {names.MILESTONES}"),
    ("TRACKING", seen(700, 7, 7), "repeats 700 of line 2"),
    ("TRACKING", seen(701, 7, 7, "2031-02-30"), "EventDateTime '2031-02-30' is not a date"),
    ("TRACKING", seen(701, 7, 7, "0001-01-01T00+14:00"), "EventDateTime '0001-01-01T00+14:00' is not a date"),
]


class TestBadRows:
    @pytest.mark.parametrize(("table", "row", "reason"), BAD_ROWS)
    def test_a_bad_row_is_named_and_the_rest_goes_on(self, folder: Folder, table: str, row: str, reason: str) -> None:
        file = getattr(names, table)
        good = folder.rows[file]
        found = folder.read(**{table: [*good, row]})
        line = len(good) + 1 + (file in names.HEADED)
        assert found.rejected == [BadRow(file, line, reason)]
        assert [one.order_id for one in found.orders] == [7]
        assert len(found.orders[0].lines) == 1

    def test_bytes_that_are_no_text_spoil_only_their_row(self, folder: Folder) -> None:
        folder.write(
            names.VENDORS,
            vendor(50).encode() + b"\n" + vendor(52).replace("Vendor", "V\xe9lo").encode("latin-1"),
        )
        found = folder.read()
        assert list(found.vendors) == [50]
        assert [(bad.file, bad.line) for bad in found.rejected] == [(names.VENDORS, 2)]

    def test_a_repeated_record_is_seen_though_both_stand_on_one_line(self, folder: Folder) -> None:
        folder.write(names.STORES, f"{store(300)}&|{store(300)}&|")
        assert [bad.reason for bad in folder.read().rejected] == ["repeats 300 of line 1"]


class TestOrdersThatDoNotAddUp:
    def test_an_order_that_lost_a_line_is_left_out_whole(self, folder: Folder) -> None:
        found = folder.read(
            ORDERS=[order(7), order(8, "36", total="37.89")],
            LINES=[sold(7, 70), sold(8, 80), sold(8, 81, quantity="many")],
            TRACKING=[seen(700, 7, 6), seen(800, 8, 6)],
        )
        assert [one.order_id for one in found.orders] == [7]
        assert found.rejected == [
            BadRow(names.LINES, 4, "OrderQty 'many' is not a whole number"),
            BadRow(
                names.ORDERS,
                3,
                "SubTotal 36 is not the 18 of its usable lines; left out with 1 lines and 1 tracking events",
            ),
        ]

    def test_the_total_is_the_sum_of_its_parts(self, folder: Folder) -> None:
        found = folder.read(ORDERS=[order(7, total="19.90")])
        assert found.orders == ()
        assert found.rejected[0].reason.startswith("TotalDue 19.90 is not SubTotal + TaxAmt + Freight;")

    def test_less_than_the_last_decimal_of_the_header_is_no_difference(self, folder: Folder) -> None:
        header = order(7, "18.0001", tax="0", freight="0", total="18.0001")
        line = sold(7, 70, quantity="1", unit="18.00005", total="18.00005")
        assert len(folder.read(ORDERS=[header], LINES=[line]).orders) == 1

    def test_strange_and_harmless_is_noticed_and_used(self, folder: Folder) -> None:
        found = folder.read(TRACKING=[seen(700, 7, 1, "2031-02-02 23:00:00"), seen(701, 7, 7)])
        assert [event.tracking_id for event in found.orders[0].tracking] == [700, 701]
        assert found.orders[0].delivered_at is None
        assert found.noticed == [
            BadRow(names.ORDERS, 2, "1 tracking events are dated before the day of the order"),
            BadRow(names.ORDERS, 2, "was never reported as delivered"),
        ]


class TestCents:
    def test_both_roundings_are_named_and_add_up(self, folder: Folder) -> None:
        (only,) = folder.read(
            LINES=[sold(7, line, quantity="1", unit="1.005", total="1.005") for line in (70, 71, 72)],
            ORDERS=[order(7, "3.015", tax=".0044", freight=".0044", total="3.0238")],
        ).orders
        stated = only.in_cents()
        assert stated.lines == (Decimal("1.01"),) * 3  # half up, each by itself
        assert (stated.net, stated.line_rounding) == (Decimal("3.02"), Decimal("-0.01"))
        assert stated.tax + stated.freight + stated.payable_rounding == 0
        assert stated.total == Decimal("3.02")

    def test_what_the_parts_lose_the_payable_amount_keeps(self, folder: Folder) -> None:
        (only,) = folder.read(ORDERS=[order(7, tax="1.444", freight=".454", total="19.898")]).orders
        stated = only.in_cents()
        assert (stated.tax, stated.freight, stated.total) == (
            Decimal("1.44"),
            Decimal("0.45"),
            Decimal("19.90"),
        )
        assert stated.line_rounding == 0
        assert stated.payable_rounding == Decimal("0.01")


class TestMissing:
    def test_all_missing_files_are_named_at_once(self, folder: Folder) -> None:
        folder.read()
        (folder.root / names.STORES).unlink()
        (folder.root / names.TRACKING).unlink()
        with pytest.raises(FolderUnreadable) as refused:
            read_folder(folder.root)
        named = [file for file in (*names.COLUMNS, *names.HEADED) if file in str(refused.value)]
        assert named == [names.STORES, names.TRACKING]

    def test_no_folder_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(FolderUnreadable) as refused:
            read_folder(tmp_path / "nowhere")
        assert all(file in str(refused.value) for file in (*names.COLUMNS, *names.HEADED))

    @pytest.mark.parametrize(
        ("header", "said"),
        [
            ("", "its first line lacks TerritoryID, TerritoryName, CountryCode"),
            ("TerritoryID,CountryCode", "its first line lacks TerritoryName"),
            ("TerritoryID,TerritoryName,CountryCode,\x00", "its first line holds a NUL"),
            ('TerritoryID,TerritoryName,"CountryCode', "its first line is not comma-separated text"),
        ],
    )
    def test_a_header_line_without_the_columns(self, folder: Folder, header: str, said: str) -> None:
        folder.write(names.TERRITORIES, header + '\n1,"North","US"\n')
        with pytest.raises(FolderUnreadable) as refused:
            folder.read()
        assert said in str(refused.value)

    def test_columns_may_stand_in_any_order_beside_others(self, folder: Folder) -> None:
        folder.write(names.TERRITORIES, 'CountryCode,Group,TerritoryName,TerritoryID\n"VN","Asia","South",1\n')
        assert folder.read().territories[1].country_code == "VN"


def real_folder() -> Path:
    """The data beside the project. In CI it has to be there; elsewhere its absence is a skip that says so."""
    root = Path(__file__).resolve().parents[3]
    path = Path(os.environ.get("O2C_DATA") or root.parent / "shared" / "data")
    if not path.is_dir():
        absent = f"no AdventureWorks data at {path}: set O2C_DATA or put it beside the project at ../shared/data"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(absent)
        pytest.skip(absent)
    return path


class TestTheRealFolder:
    def test_what_its_sources_say_is_found(self) -> None:
        found = read_folder(real_folder())
        assert found.rejected == []
        assert (len(found.products), len(found.stock), len(found.locations)) == (504, 1_069, 14)
        assert (len(found.vendors), len(found.vendor_prices), len(found.resellers)) == (104, 460, 701)
        assert len(found.orders) == 1_561
        assert sum(len(one.lines) for one in found.orders) == 6_032
        assert sum(len(one.tracking) for one in found.orders) == 9_366
        milestones = Counter(event.milestone for one in found.orders for event in one.tracking)
        assert len(milestones) == 7
        assert milestones[Milestone.DELIVERY_ERROR] == 6
        assert len(found.noticed) == 2

    def test_every_sum_of_every_order_survives_in_cents(self) -> None:
        orders = read_folder(real_folder()).orders
        assert sum(one.total for one in orders) == Decimal("6360534.0914")
        for one in orders:
            stated = one.in_cents()
            assert sum(stated.lines) + stated.line_rounding == stated.net
            assert stated.net + stated.tax + stated.freight + stated.payable_rounding == stated.total
            assert abs(stated.payable_rounding) <= Decimal("0.01")
            assert abs(stated.line_rounding) <= Decimal("0.005") * (len(stated.lines) + 1)
        assert sum(one.in_cents().total for one in orders) == Decimal("6360533.88")

    def test_what_no_vendor_sells_is_made_in_house(self) -> None:
        found = read_folder(real_folder())
        bought = {price.product_id for price in found.vendor_prices}
        assert all(item.made_in_house != (item.product_id in bought) for item in found.products.values())

    def test_tax_is_a_rate_for_online_orders_only(self) -> None:
        def at_eight_percent(one: SalesOrder) -> bool:
            return abs(one.net * Decimal("0.08") - one.tax) <= Decimal("0.0001")

        matches = Counter((one.online, at_eight_percent(one)) for one in read_folder(real_folder()).orders)
        assert matches == {(True, True): 1_352, (False, True): 12, (False, False): 197}
