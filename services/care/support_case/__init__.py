"""A support case: what a customer asks of us, until it is settled.

    (unopened) --open--> New --assign--> Assigned --begin--> InProgress
    InProgress --await customer--> WaitingCustomer --customer replies, or resume--> InProgress
    Assigned | InProgress | WaitingCustomer --resolve--> Resolved --close, or seven days--> Closed
    Resolved | Closed --reopen within fourteen days--> InProgress
    New | Assigned | InProgress | WaitingCustomer --merge--> Merged
    New | Assigned | InProgress | WaitingCustomer --mark as spam--> Spam --reopen--> New | Assigned

Later than fourteen days after its resolution, a case is not reopened: a new one follows it.
"""
