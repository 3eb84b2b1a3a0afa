"""A dispute: a customer contests an invoice, or a part of it. What is contested is not dunned until it is settled.

NotOpened --open, by a person; heard, from care--> Open
Open --for us--> Settled
Open --withdrawn--> Settled
Open --the invoice is paid, so nothing is contested any more--> Settled
Open --for the customer: a credit note is drafted--> Conceded
Conceded --the credit note is approved, by somebody else--> Settled
Conceded --the credit note is refused--> Open
Settled --care opens its complaint again--> Open
"""
