"""The credit policy: up to how much a new customer may owe us before somebody has looked at them.

    CreditPolicy(version 0: no limit, so that nothing is checked) --set--> CreditPolicy(version n+1)

There is one, on the stream `credit_policy-main`. It is for accounts that are opened from then on: whoever has one keeps
the limit that they have, or none.
"""
