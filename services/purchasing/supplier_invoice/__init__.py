"""A supplier invoice: what a supplier bills, matched with what we ordered and what we received.

    (not recorded) --record, matches--> Approved
    (not recorded) --record, differs--> Blocked(variances) --rematch--> Approved | Blocked(variances)
    Blocked --goods came, and nothing else had differed--> Approved
    Blocked --release(reason), by another person, as long as it differs as it shows--> Approved
    Blocked --reject(reason)--> Rejected --record--> as recorded anew
    Approved --payment made, failed--> Approved    (noted as accounting tells it)
    Approved --goods missing, came--> Approved     (noted as receipts are corrected, so that it is not paid till then)

The id is made of the supplier and its reference, so the same invoice cannot be recorded twice. Approving uses up what
the purchase order received, in the same transaction, so the same receipt cannot be billed twice.
"""
