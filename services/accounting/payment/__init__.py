"""A payment: money that came in, and where it went. Its id is derived from the bank's reference, so it is noted once.

    NotReceived --receive--> Unidentified --identify--> Identified --allocate | propose, approve a refund--> Identified
    NotReceived --receive, with a reference that we know--> Identified
    NotReceived --credit note on a paid invoice--> Identified
    Unidentified, Identified --refund that did not arrive--> with so much more that is free
    Identified --release(reason)--> Unidentified
    Unidentified, Identified --return(reason), by the bank--> Returned
    Identified, of which something was refunded --return(reason)--> Returned, and reclaimed from its customer
    Unidentified, Identified, Returned --void(reason): entered in error--> Voided --receive--> as if for the first time
    Returned, of which something was refunded while nobody knew whose it was --reclaim(customer)--> Returned

At every moment: what is allocated + what is free + what is refunded or proposed to be = what came in.
"""
