"""An order: goods that a customer called under a contract, until they are delivered, billed and paid.

    (unplaced) --place--> Placed
    Placed --credit reserved and no hold left--> Confirmed    (by rule)
    Confirmed --everything delivered, billed and paid--> Completed    (by rule)
    Completed --a payment bounced--> Confirmed    (by rule)
    Placed, Confirmed --cancel(reason), nothing shipped--> Cancelled
    Placed, Confirmed --credit refused, nothing shipped--> Cancelled    (by rule)

Holds are a set beside the stage: each has a name, a reason, and who set it when. On a placed order they stand in the
way of the confirmation, on a confirmed one in the way of the goods that have not left. Every line keeps a ledger of
what was reserved, shipped, delivered, returned, billed and credited. How far supply, fulfilment, billing and payment
have come is derived from it and never stored. What other departments report is noted whatever the stage: what
happened, happened.
"""
