"""A shipment: goods of one order on their way from one warehouse to the customer.

    (unplanned) --plan--> Planned --pick--> Picked --pack--> Packed --dispatch--> Shipped --deliver--> Delivered
    Picked --dispatch--> Shipped                      (what needs no packing leaves as it is)
    Packed --undo packing--> Picked --undo picking--> Planned
    Shipped --delivery fails--> DeliveryFailed --redeliver--> Shipped
    DeliveryFailed --deliver--> Delivered
    DeliveryFailed --return--> Returned --inspect--> Returned
    Planned --reduce--> Planned                       (when the order is for less)
    Planned | Picked | Packed --cancel--> Cancelled   (when the order's reservation is released, or nothing is left)

Picking less than planned makes a new planned shipment of the rest by itself. Stock leaves the books when the shipment
is dispatched, at its share of the stock's value. Goods that come back wait outside the stock until somebody has looked
at them: good ones are stock again, at that same cost; those to be repaired and scrap go where those of customers go.
"""
