"""The warehouse's items as we have heard of them: what was delisted is offered no more. One document, `main`.

    (nothing heard) --note a delisting--> ItemList(sku: Delisting) --note a listing--> ItemList(sku: offered again)

It follows the warehouse by its messages, so it can be behind: an item that was delisted a moment ago is still offered
until that is heard. Only what was delisted is kept: whatever else is asked for is offered, since nobody has to list
items. **No new promise is made of a delisted item**: it is not quoted, and a draft that has it is neither submitted nor
sent. What was promised is kept: an offer that was sent may be accepted and signed, and a contract called.
"""
