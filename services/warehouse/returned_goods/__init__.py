"""Returned goods: what a customer may send back, what came of it, and what it was found to be. Its id is the return's.

    (unheard) --return approved--> Expected --received / inspected--> Expected --return withdrawn--> Withdrawn

Of each item received <= approved and inspected <= received. What came waits outside the stock until it is inspected:
fit for sale it is stock again, to be repaired it is in the warehouse's repair stock, else in its scrap stock, worth
nothing; never by itself fit for sale. What came after the withdrawal came all the same: it is received and inspected
too. What care grants in place of the goods is sent from here, free of charge.
"""
