"""A dunning case: what a debtor owes in one currency, how they are reminded of it, and what comes of it.

    Unwatched --an instalment nears its day, or passed it unpaid--> Watched(reminded before due)
    Watched --something is overdue--> Running(level 0) --days and working days passed--> Running(level 1 .. last)
    Running --nothing overdue and no charge is open--> Watched (the case is resolved; the next one has another number)

A running case is held by a block (of a person, until a date). A promise to pay (kept or broken by its day) and a
payment plan (by its instalments) let rest what they name; what is outside of them goes on. What the procedure cannot
go on with, charges alone or money on account that covers what is owed, is left to a person. Each level may claim a fee
and interest: charges of the case, which money settles in the clearing order of the dunning policy. At a level that
stops credit new orders of the debtor are held. An instalment comes to its levels by its own days and its own last
letter; one letter lists them all, and the case's level is the highest of what is owed. What nobody expects to collect
any more is written off, when two persons agree; charges are waived the same way. A person may hand over what has got
the final letter to a lawyer or a collection agency: we write no more about that until it is recalled, and what is owed
goes on living.

What is in dispute is not dunned. The case follows its invoices in the transaction that changes them, and looks at
itself on the day that its review is scheduled for: one durable deadline per case.
"""
