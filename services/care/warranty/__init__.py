"""The warranty of one order: which delivered units we stand by, and until when. Its id is the order's.

    (nothing delivered) --goods delivered--> Running --goods delivered--> Running

    Running --return approved--> Running      these units cannot be returned again
    Running --given back------> Running      they never came, or the customer has them again, or others in their place
    Running --kept------------> Running      the customer pays for them beside those that were sent for them

What the order is paid in is noted when it is placed, before or after a delivery is heard of. Every delivery starts a
warranty of its own. None is ever closed: whether a unit is covered is asked for a day. Of each delivered line no more
units are in approved returns than were delivered, or kept beside these and paid for: approving a return consumes them
here, in the same transaction.
"""
