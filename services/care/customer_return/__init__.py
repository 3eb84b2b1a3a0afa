"""A customer's return: goods that come back, and what the customer gets for them.

    (nothing) --request--> Requested --approve--> Approved --received / inspected / remedy granted--> Approved
    Requested --refuse--> Refused           Requested, Approved (nothing arrived) --cancel--> Cancelled
    Approved --30 days, nothing arrived--> Expired --it arrived after all--> Approved
    Approved --everything that came is settled--> Closed --what was granted is taken back--> Approved

Of each item no more is received than was approved, as far as the warehouse lets it, no more settled than was inspected,
and no more repaired or scrapped than the inspection found fit for it. Approving uses up the units on the warranty; what
never comes, and what the customer gets in place of returned units, is given back there.
"""
