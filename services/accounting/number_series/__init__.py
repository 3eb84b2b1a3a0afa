"""A series of document numbers without a gap, such as INV-2026: one per kind of document and year of posting.

    Series(last=0) --take--> Series(last=1) --take--> Series(last=2) ...

A document is numbered in the transaction that posts it: its decision is given the series, names the next number,
and consumes it here. Nothing is ever given back, since nothing posted is ever un-posted.
"""
