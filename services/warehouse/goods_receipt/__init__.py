"""A goods receipt: what a supplier brought for a purchase order, what of it we took, and what we refused.

    (not received) --receive--> Received

What was accepted is stock in the same transaction, valued at the purchase price, and goes first to the orders that
it was bought for. What was rejected never became ours.
"""
