"""A requisition: goods that somebody needs, until they are ordered from suppliers.

    (not raised) --raised by a shortage--> Approved by rule --> Sourced --> Ordered      at once where offers allow
    (not raised) --proposed by a person--> Proposed --approve (another person)--> Approved
    Proposed --reject(reason)--> Rejected
    Approved --source--> Sourced once every line is on a purchase order --> Ordered once all of these are sent
    Sourced | Ordered --a purchase order was cancelled or closed short--> Approved: the lines it leaves are open again
    Approved | Sourced | Ordered --the sales order is for less--> lines that are open are lowered, those on purchase
        orders stay bought; once nothing is short any more it is cancelled, unless everything has come, and goes on when
        the order is short again
    any but Rejected --cancel--> Cancelled: orders not sent go with it, sent ones stay and become free stock
    (not raised) --the sales order was cancelled first--> Forestalled: a shortage heard later raises nothing

A shortage's requisition has the sales order's id, and its lines the numbers of the order's lines.
"""
