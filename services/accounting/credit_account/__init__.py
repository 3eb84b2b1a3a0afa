"""A customer's credit: how far they may owe us, and how far they do. One account per customer.

    Unopened --customer registered | first order--> Open

    of each order:  --reserve--> reserved | held        held --release (second person)--> reserved
                                                        held --refuse--> gone
                    reserved --shipped--> shipped, not billed --invoiced--> open --due date passed--> overdue
                    reserved --stop, lower limit, bounced payment--> delivery blocked --fits, released--> reserved
                    reserved --order reduced--> less reserved;   held --order reduced--> reserved | held
                    reserved --order cancelled--> gone;  open, overdue --paid, credited--> gone

    of each payment: on account --used, refunded, returned, released--> gone;  it counts off
    of each dunning case: charges claimed --> open --settled, waived, written off--> gone

The exposure is one amount that moves between these buckets, so it is counted once; what is held does not count.
Standing: ok; watch from 90 % of the limit; hold when a new order would exceed it; dunned from a level of dunning on
until the case is resolved, for new orders only; stop set by a person or at the end of a dunning, lifted by a person.
What was held for one of these two alone is checked again when it is over.
Without a limit nothing is checked. Orders that are settled are forgotten here, so that the account stays small.
"""
