"""A credit note: takes back a part of a posted invoice, or all of it. Drafted by one person, approved by another.

    NotDrafted --draft--> Drafted --approve(number)--> Approved
                          Drafted --refuse(reason)---> Refused
    Approved --propose cancellation(reason)--> Approved --approved by another(number)--> Cancelled
    NotDrafted --care granted it--> Drafted --in the same transaction--> Approved
    NotDrafted --care granted it--> Waiting(because) --draft again--> Drafted, Approved    the invoice has it by now, or
                                                                    what was conceded for the complaint was not this
                                    Waiting --refuse(reason)--> Settled                      in another way

Its amounts are decided when it is drafted. Approving consumes them on the invoice in the same transaction, so that
never more is credited than was billed, whatever was credited since the draft.
"""
