"""The fulfilment of an order: a process that knows what the order waits for, and says so when it does not come.

    Waiting --order placed, confirmed; credit, stock, shipment, delivery, invoice or payment heard--> Waiting
    Waiting --order held--> Waiting, but not for the shipment    (until no hold is left)
    Waiting --a deadline passes--> Waiting, with an alarm on the order
    Waiting --what was late comes--> Waiting, the alarm cleared
    Waiting --order completed or cancelled--> Finished
    Finished --order reopened--> Waiting

Each order has one, on the stream `fulfilment-<order id>`. It hears what the order hears, in any order. It never invents
an answer: a deadline that passes raises a named alarm, and a person looks. News after the end changes nothing.
"""
