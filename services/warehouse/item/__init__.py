"""An item: something that is kept, sold and bought under one stock keeping unit (SKU).

    (unlisted) --list--> Listed --describe--> Listed
    Listed --delist(reason)--> Delisted --relist--> Listed

Delisting is told to sales, which makes no new offer of the item until it is listed again. What was promised is kept: no
order is refused because of it, nor a count, and what is in stock may still leave.
"""
