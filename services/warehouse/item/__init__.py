"""An item: something that is kept, sold and bought under one stock keeping unit (SKU).

    (unlisted) --list--> Listed --describe--> Listed
    Listed --delist(reason)--> Delisted --relist--> Listed

Delisting is told to others, and to whoever reads it; no order or count is refused because of it, and what is in stock
may still leave.
"""
