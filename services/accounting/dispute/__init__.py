"""A dispute: a customer contests an invoice, or a part of it. What is contested is not dunned until it is settled.

NotOpened --open, by a person; heard, from care--> Open
Open --for us--> Settled
Open --withdrawn--> Settled
Open --the invoice is paid, credited as a whole or written off, so nothing is contested any more--> Settled
Open --care decides for the customer--> ToCredit; where the goods came back and are settled already: Settled
NotOpened, Settled --care decides for the customer about what was paid, so that nothing could be contested--> ToCredit
ToCredit --the return that it waits for is settled, or all of it is credited--> Settled
ToCredit --the invoice is credited as a whole, or written off and nothing of it was paid--> Settled
ToCredit --there is nothing to credit; care decides anew--> Settled
Open, ToCredit --for the customer: a credit note is drafted--> Conceded
Conceded --the credit note is approved, by somebody else--> Settled
Conceded --the credit note is refused--> Open, or ToCredit; Settled, where it was withdrawn or made good by then
Conceded --another credit note leaves less than it takes back, of the invoice or of what is contested--> as if refused
Conceded --its complaint is about another invoice--> Settled, and the credit note is refused by rule
Settled --care opens its complaint again--> Open, as far as something is open that was not credited for it yet
Settled, not for the customer --reopened, by a person--> Open
Settled, as the invoice was paid or written off --that did not last, and care decided nothing else--> Open, or ToCredit
Settled by what came back --a credit note for that is cancelled--> ToCredit, whatever came back is settled since
Settled, not for the customer, or its complaint was opened again --care decides for the customer--> ToCredit
"""
