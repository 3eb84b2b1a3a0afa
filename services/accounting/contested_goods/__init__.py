"""Goods of an order that a customer complains about: the invoices that bill them are contested while they do.

Its id is the order's. Per complaint: contested --decided or withdrawn--> over --opened again--> contested.
A customer complains about goods, not about invoices; which ones bill them is known here, also those posted later.
"""
