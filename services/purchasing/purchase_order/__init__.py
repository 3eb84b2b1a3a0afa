"""A purchase order: what we buy from one supplier for one warehouse, and the ledger of what came and what was billed.

    (not drafted) --draft--> Approved by rule --> Sent                 up to the policy's amount: one transaction
    (not drafted) --draft--> InApproval                                above it
    InApproval --approve (not a maker)--> Approved --dispatch--> Sent
    InApproval --refuse(reason)--> Draft --revise--> as drafted anew
    Sent --acknowledge(expected on)--> Sent --receipts, bills--> Completed    once all is received and billed
    Completed --receipt corrected--> Sent                              what had not come is expected again
    Sent --close(reason)--> ClosedShort                                after a receipt
    Draft | InApproval | Approved | Sent --cancel(reason)--> Cancelled before any receipt

Receipts are noted at every stage: what came, came. What a supplier bills consumes what was received and not billed.
"""
