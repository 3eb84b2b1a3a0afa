"""A payable: what we owe a supplier for one approved invoice. Its id is the supplier invoice's.

    NotOpened --invoice approved--> Open --taken into a payment--> InPayment --payment sent--> Paid
                                    Open <--payment refused--      InPayment
                                    Open <--payment failed--                                   Paid

It falls due by time, whatever stage it is at, and is in one live payment at most: taking it is a fact of its own.
"""
