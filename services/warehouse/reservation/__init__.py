"""A reservation: what is set aside for one order, where, what is short, and what of it has left.

    (unheard) --order confirmed--> Held --topped up--> Held --shipped / returned--> Held
    Held --reduction begun--> Held --reduced--> Held    (in one transaction: down to what left or is off the shelf)
    Held --to be shipped again--> Held            (what came back is set aside once more, or awaited)
    Held --goods withdrawn--> Held                (a person gave them to others, or a count missed them: awaited again)
    Held --order cancelled--> Released            (what has left stays left)
    (unheard) --order cancelled--> CalledOff      (heard first: a later confirmation reserves nothing)
    (unheard) --reduction noted--> the same       (heard first: it begins with the reservation)
    (unheard), Held --delivery blocked, unblocked by credit--> the same    (while blocked nothing leaves)
    (unheard), Held --order held, hold released by sales--> the same       (while a hold stands nothing leaves)

The units themselves are a balance on the stock items, which have the last word: this is the order's side of it. Every
line keeps ordered = set aside + short, until the release.
"""
