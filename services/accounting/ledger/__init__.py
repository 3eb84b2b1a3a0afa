"""The general ledger: the chart of accounts that a company adopts, and the journal that is never rewritten.

    chart    (built-in roles) --adopt--> Adopted --add account | point role from a day on--> Adopted

    entry    (nothing) --record--> Recorded --reverse(reason)--> Reversed
             (nothing) --draft--> Drafted --approve, by somebody else--> Recorded
                                  Drafted --refuse(reason)--> Refused

A document's posting speaks of roles (`receivable`, `output-vat`); the chart says which account plays a role on the day
of the entry. Before a chart is adopted the roles of the generic chart are in force, so that no posting ever waits for
set-up. An entry balances in every currency, or it is not recorded; a wrong one is answered by its reversal.
"""
