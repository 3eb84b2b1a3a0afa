"""A stock count: what somebody counted in a warehouse, and what a second person made of it.

    (not counted) --count--> Counted --approve, by somebody else--> Approved
    Counted --refuse--> Refused

Approval books the differences in the same transaction. Opening stock is a count of what was there before us.
"""
