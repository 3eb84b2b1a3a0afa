"""An expected receipt: what a supplier is still to bring for one purchase order. Its id is the purchase order's.

    (not expected) --purchase order sent--> Expecting --goods taken--> Expecting | Complete
    Expecting | Complete --receipt corrected--> Expecting
    Expecting | Complete --the supplier names a day--> the same by that day, no longer overdue
    Expecting --expected day passed--> Expecting, overdue
    Expecting | Complete --purchase order cancelled or closed short--> Withdrawn
    (not expected) --cancelled or closed short--> WithdrawnBeforehand --sent--> Withdrawn
    (not expected) --the supplier names a day--> RescheduledBeforehand --sent--> Expecting by that day

It is the balance that goods receipts consume: more than was ordered cannot be taken. Rejected units consume nothing,
because the supplier still owes them.
"""
