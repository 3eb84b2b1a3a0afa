"""A payable: what we owe a supplier for one approved invoice. Its id is the supplier invoice's.

    NotOpened --invoice approved--> Open --taken into a payment--> InPayment --payment sent--> Paid
                                    Open <--payment refused--      InPayment
                                    Open <--payment failed--                                   Paid

Held, for goods that had not come or by hand, it is neither taken into a payment nor sent with the one that took it,
until it is released. What is paid stays paid: a hold says that the money is to be claimed back.

It falls due by time, whatever stage it is at, and is in one live payment at most: taking it is a fact of its own. What
comes to nothing with its credits is paid by being cleared, and open again where that is taken back.
"""
