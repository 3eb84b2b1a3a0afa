"""A supply source: what all suppliers offer for one SKU.

    (no offers) --offer--> Offers --offer--> Offers
    Offers --withdraw(supplier)--> Offers without that supplier's

A supplier may have several offers that start on different days: of those that hold
on a day the one that started last counts, so that a promotion ends and the usual price is back.
"""
