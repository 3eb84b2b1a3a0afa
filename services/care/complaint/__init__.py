"""A complaint: a customer is not content with goods, a delivery or an invoice, and we promised by when we decide.

    (unopened) --open--> New --assign--> InProgress <--resume-- / --ask--> WaitingCustomer
    InProgress, WaitingCustomer --await third party--> WaitingThirdParty --resume--> InProgress
    WaitingThirdParty --ask--> WaitingCustomer
    New, InProgress, WaitingCustomer, WaitingThirdParty --resolve--> Resolved --7 days--> Closed
    Resolved, Closed --reopen, within 14 days--> InProgress; what the customer writes later opens another, which follows
    WaitingCustomer --10 working days without an answer, and no goods come back for it--> Closed, as if rejected
    New, InProgress, WaitingCustomer, WaitingThirdParty --withdraw--> Withdrawn

Two clocks run beside it in working time, for the first response and for the resolution. The second one stands still
while the customer is to answer, who is reminded, and runs while a carrier or a supplier is. After half and three
quarters of its time a clock is warned of, inside care; one that runs out escalates the complaint to a manager, and
stays broken.
"""
