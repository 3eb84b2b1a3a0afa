"""A tax id: which customers have it. There is one at most, and its branches; the stream is named by country and number.

    TaxId(nobody) --claim--> TaxId(customer) --claim as a branch of it--> TaxId(customer, branch)
    TaxId(customer) --release--> TaxId(nobody)

It is claimed in the transaction that registers the customer or corrects their details, so that of two who ask at once
one is refused. Where branches have numbers of their own, as in Vietnam (10 digits, a dash and 3 more), those are ids of
their own. Who was registered before tax ids were claimed has none here: the desk looks them up.
"""
