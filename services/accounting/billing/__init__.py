"""The billing of one order: how much of each line may be billed, and what of it has been.

    AwaitingOrder --order placed--> Open --order cancelled--> Open(cancelled)
    AwaitingOrder --order cancelled--> AwaitingOrder       nothing; deliveries heard before their order are remembered
    Open --order reduced--> Open                            fewer units, each worth the same share of the placed line

    of each shipment:  (unheard) --shipped--> shipped --delivered--> delivered = billed | left unbilled
                                              shipped --returned--> returned

What may be billed is a balance: quantity that the order is for now, less quantity billed. Delivered goods that it does
not cover (more than that, or an order that was cancelled) are left unbilled and wait for a person. What is expected, at
the tax rates of the order's date, is what the customer's credit is charged with until the invoice says the real one.
"""
