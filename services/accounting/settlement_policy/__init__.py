"""The settlement policy: how small a difference may be for an instalment to count as paid all the same.

    SettlementPolicy(version 0: every cent is owed) --set--> SettlementPolicy(version n+1)

There is one, on the stream `settlement_policy-main`. Nothing is let off before somebody has decided how much. Every
difference that is let off records the version that it was let off under.
"""
