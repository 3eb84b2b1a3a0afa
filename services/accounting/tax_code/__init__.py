"""A tax code: what a kind of supply is taxed at, by the day.

    (unnamed) --name--> Named --set rate from a day--> Named --close from a day--> Closed --name--> Named

Of the rates whose days include the day of supply, the one that began last holds. A rate may end: a lowered rate
until the end of a year lies over the standing one, which then holds again by itself. Documents keep the rate that
they were made with. The code EXEMPT (and no code at all) is untaxed without being set up.
"""
