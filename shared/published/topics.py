"""The topics, as constants. One per published aggregate, keyed by its id, with all its event types on it."""

from typing import Final

PARTITIONS: Final = 4
"""Partitions of every topic and of every department's log. Fixed for the life of a company."""

SALES_CUSTOMER: Final = "sales.customer"
SALES_CONTRACT: Final = "sales.contract"
SALES_ORDER: Final = "sales.order"
PURCHASING_SUPPLIER: Final = "purchasing.supplier"
PURCHASING_PURCHASE_ORDER: Final = "purchasing.purchase-order"
PURCHASING_REQUISITION: Final = "purchasing.requisition"
PURCHASING_SUPPLIER_INVOICE: Final = "purchasing.supplier-invoice"
WAREHOUSE_SITE: Final = "warehouse.site"
WAREHOUSE_ITEM: Final = "warehouse.item"
WAREHOUSE_STOCK: Final = "warehouse.stock"
WAREHOUSE_RESERVATION: Final = "warehouse.reservation"
WAREHOUSE_GOODS: Final = "warehouse.goods"
WAREHOUSE_SHIPMENT: Final = "warehouse.shipment"
WAREHOUSE_RETURN: Final = "warehouse.return"
WAREHOUSE_REPLACEMENT: Final = "warehouse.replacement"
ACCOUNTING_CREDIT: Final = "accounting.credit"
ACCOUNTING_INVOICE: Final = "accounting.invoice"
ACCOUNTING_SUPPLIER_PAYMENT: Final = "accounting.supplier-payment"
ACCOUNTING_DUNNING: Final = "accounting.dunning"
CARE_WARRANTY: Final = "care.warranty"
CARE_SURVEY: Final = "care.survey"
CARE_COMPLAINT: Final = "care.complaint"
CARE_RETURN: Final = "care.return"
CARE_SUPPORT_CASE: Final = "care.support-case"

ALL: Final = (
    SALES_CUSTOMER,
    SALES_CONTRACT,
    SALES_ORDER,
    PURCHASING_SUPPLIER,
    PURCHASING_PURCHASE_ORDER,
    PURCHASING_REQUISITION,
    PURCHASING_SUPPLIER_INVOICE,
    WAREHOUSE_SITE,
    WAREHOUSE_ITEM,
    WAREHOUSE_STOCK,
    WAREHOUSE_RESERVATION,
    WAREHOUSE_GOODS,
    WAREHOUSE_SHIPMENT,
    WAREHOUSE_RETURN,
    WAREHOUSE_REPLACEMENT,
    ACCOUNTING_CREDIT,
    ACCOUNTING_INVOICE,
    ACCOUNTING_SUPPLIER_PAYMENT,
    ACCOUNTING_DUNNING,
    CARE_WARRANTY,
    CARE_SURVEY,
    CARE_COMPLAINT,
    CARE_RETURN,
    CARE_SUPPORT_CASE,
)


def owner_of(topic: str) -> str:
    """The department that alone writes the topic: ``sales.order`` -> ``sales``."""
    return topic.partition(".")[0]
