"""A contract: what a customer may call from us, at which prices and on which terms.

    (unsigned) --sign, from an accepted quotation--> Active
    Active --suspend(reason)--> Suspended --resume--> Active
    Active --call off--> Active        (consumes the balance of the lines; places an order)
    Active, Suspended --return a call--> the same    (a cancelled order gives back exactly what it took)
    (any signed) --a returned call is billed--> the same    (its goods had left: they are taken again)
    Active, Suspended --close(reason)--> ClosedShort
    Active --nothing left, every order completed--> Fulfilled    (by rule)
    Fulfilled --an order was reopened--> Active    (by rule)

The balance is quantity and net amount left to call, line by line. A part costs its share of the line, rounded half up;
the call that takes the last units takes what is left of the amount, so that all orders together cost what was agreed.
"""
