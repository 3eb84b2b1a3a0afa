"""A customer: a company that may buy from us.

    (unregistered) --register--> Active
    Active --block(reason)--> Blocked --unblock(reason)--> Active

Details, contacts and payment terms are kept at both stages. A block stops new business: nothing is quoted any more;
what was agreed goes on.
"""
