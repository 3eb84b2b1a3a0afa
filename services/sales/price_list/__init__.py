"""A price list: what goods cost from a day on, in one currency, and the floor below which we do not sell unasked.

    (unopened) --open--> Open --rename, set price, withdraw price--> Open
    Open --close(reason)--> Closed --reopen--> Open

An open-ended price holds until the next open-ended one begins; a price with an end interrupts it on its days. In which
order they are set does not matter. Any other overlap is refused. Quotations copy the prices of their day, so that
nothing here changes what was offered.
"""
