"""The warehouse: items, stock, reservations, receipts, shipments, counts."""
