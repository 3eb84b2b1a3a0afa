"""The dunning policy: how late payers are reminded, charged and, in the end, given up.

    DunningPolicy(version 0: nobody is dunned) --set--> DunningPolicy(version n+1)

    DunningPolicy --letterhead set, bank reconciled--> the same version

There is one, on the stream `dunning_policy-main`. Nobody is reminded or charged before somebody has decided how. Every
level that is raised records the version that it was raised under.
"""
