"""An item: something that is kept, sold and bought under one stock keeping unit (SKU).

    (unlisted) --list--> Listed --describe--> Listed
    Listed --delist(reason)--> Delisted --relist--> Listed

Delisting stops new promises; what is in stock may still leave.
"""
