"""A support case: what a customer asks of us, until it is settled.

    (unopened) --open--> New --assign--> Assigned --begin--> InProgress
    Assigned | InProgress | WaitingThirdParty --await customer--> WaitingCustomer
    WaitingCustomer --customer replies, or resume--> InProgress
    WaitingCustomer --no answer within the time of the service level--> Closed
    Assigned | InProgress | WaitingCustomer --await third party--> WaitingThirdParty --resume--> InProgress
    Assigned | InProgress | WaitingCustomer | WaitingThirdParty --resolve--> Resolved --close, or seven days--> Closed
    Resolved | Closed --reopen within fourteen days--> InProgress
    New | Assigned | InProgress | WaitingCustomer | WaitingThirdParty --merge--> Merged
    New | Assigned | InProgress | WaitingCustomer | WaitingThirdParty --mark as spam--> Spam
    Spam --reopen--> New | Assigned

Two clocks run beside it in working time, as the service level promises for its priority: for the first response and
for the resolution. The second one stands still while the customer is to answer, and runs while a carrier or a supplier
is; a case that is reopened has a new one. After half and three quarters of its time a clock is warned of, inside care;
one that runs out escalates the case to a manager, and stays broken. A customer who was asked is reminded once per
question.

Later than fourteen days after its resolution, a case is not reopened: a new one follows it.
"""
