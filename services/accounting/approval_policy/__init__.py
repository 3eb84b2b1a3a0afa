"""The approval policy: up to which amount a role approves what somebody else has proposed.

    ApprovalPolicy(version 0: no limit) --set--> ApprovalPolicy(version n+1)

There is one, on the stream `approval_policy-main`. Every approval over HTTP is held against it, beside the rule that
nobody approves what is their own: credit notes and their cancellations, write-offs, waivers of charges, refunds,
payments to suppliers, releases of held orders, and credit limits that are raised or taken off, of a customer or of new
ones, since goods are let go by that as well. What is approved by rule, because another department has decided it, is
not.
"""
