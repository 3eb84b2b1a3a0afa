"""Sales: customers, prices, quotations, contracts, orders and their fulfilment."""
