"""A supplier: a company that we buy from, and whether we may.

    (unregistered) --register--> Registered --approve (another person)--> Approved
    Registered | Approved --correct details--> the same; Approved --correct who it is--> Registered
    Registered | Approved --block(reason)--> Blocked --unblock(reason)--> as before

Who makes a supplier does not approve it. Whether approval is needed before buying is the policy's to say.
"""
