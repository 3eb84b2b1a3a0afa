"""A price list: what goods cost from a day on, in one currency, and the floor below which we do not sell unasked.

    (unopened) --open--> Open --rename, set price, withdraw price--> Open
    Open --close(reason)--> Closed --reopen--> Open

A new price ends the open-ended one before it on the day before it starts; where the new one has an end, the one before
holds again from the day after. Any other overlap is refused. Quotations copy the prices of their day, so that nothing
here changes what was offered.
"""
