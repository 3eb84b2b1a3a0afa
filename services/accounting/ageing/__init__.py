"""The ageing of receivables: what customers owe of their invoices at the end of a day, by how long it is overdue then.

It is told from every amount that came onto an instalment or off it, so that a day that has passed is told as it was.
Charges of dunning are receivables of their own and not in it; nor is money on account, which settles nothing yet.
"""
