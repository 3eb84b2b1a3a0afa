"""Purchasing: suppliers and their prices, requisitions, purchase orders, supplier invoices."""
