"""An invoice: what a customer owes for delivered goods. Its id is derived from the shipment's.

    NotPosted --post--> Posted(number)                    what can be taxed and numbered is posted at once
    NotPosted --post--> Withheld(reason) --post--> Posted a missing tax rate, say: it waits for a person
    NotPosted --take over--> Posted(its own number)       an open item of the books before these, without an order

    of a posted one:  posted -> partly-credited -> credited                  by credit notes
    of its instalments:  open -> part-paid -> paid, and back when money bounces;  overdue from the day after it is due

Posted, it is never un-posted: a credit note takes back what was wrong.
"""
