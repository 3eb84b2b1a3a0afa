"""The sales policy: the limits within which a quotation needs no approval, and the defaults of a new one.

    Policy(version 0: the defaults) --set--> Policy(version n+1)

There is one per department, on the stream `policy-main`. Every approval records the version and the limits that it
was held against, so that a later change never rewrites why something was decided.
"""
