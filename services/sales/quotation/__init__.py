"""A quotation: what we offer to a customer, revision by revision, until it is agreed or over.

    (undrafted) --draft--> Draft --submit--> InApproval --approve--> Approved --send--> Sent
    Draft --send or submit, nothing beyond the limits--> Approved (by rule)
    InApproval --refuse(reason)--> Draft            Draft, Approved --edit--> Draft (voids the approval)
    Sent --accept--> Accepted --contract--> Contracted
    Sent --reject(reason, competitor)--> Rejected   Sent --validity passes--> Expired
    Sent, Rejected, Expired --draft next revision--> Draft
    Draft, InApproval, Approved, Sent, Accepted --withdraw(reason)--> Withdrawn

While revision n+1 is prepared, revision n stands: the customer may still accept or reject it, and it may expire.
Sending n+1 supersedes n. What the warehouse delisted is neither drafted, submitted nor sent; an offer that the customer
holds stands. Prices, net amounts and limits are stored when decided and never recomputed.
"""
