"""A supplier payment: money that leaves for one or more payables of one supplier.

    NotProposed --propose--> Proposed --approve, by somebody else--> Approved --dispatch to the bank--> Sent
                             Proposed, Approved --refuse(reason)--> Refused
    Sent --confirm--> Succeeded;  Sent, Succeeded --fail(reason)--> Failed --confirm--> Succeeded
    NotProposed --clear what comes to nothing--> Cleared --take back(reason)--> TakenBack
    NotProposed --note what the supplier paid back--> Succeeded

Proposed, it holds its payables, so that no two payments pay the same one. A failure opens them and takes the journal
entry back; a payment that arrives after all settles them again, unless another payment holds them by then.

Bills and credits that come to nothing are cleared by one person: no money leaves, and nothing is booked, since the
books have both.

Credits that a supplier pays back are a payment of less than nothing, noted by one person when the money is there.
"""
