"""Accounting: credit, billing, invoices, payments, the ledger, payables."""
