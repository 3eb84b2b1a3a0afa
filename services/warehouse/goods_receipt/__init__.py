"""A goods receipt: what a supplier brought for a purchase order, what of it we took, and what we refused.

    (not received) --receive--> Received --correct(reason), by another person--> Received, with less

What was accepted is stock in the same transaction, valued at the purchase price, and goes first to the orders that
it was bought for. What was rejected never became ours. What had not come after all is taken off stock and is still to
come, in the transaction of the correction; where it is set aside, those whom it was bought for wait again.
"""
