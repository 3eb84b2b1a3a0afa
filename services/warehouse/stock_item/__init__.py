"""A stock item: what one warehouse holds of one SKU, what of it is promised, what it is worth, and who waits for more.

A balance has no stages of life; it is moved by facts, and three rules hold after each of them:

    0 <= reserved <= on hand        nothing is promised twice, nothing leaves that is not there
    value >= 0, and 0 with on hand  the moving average: the last units take the remainder of the value
    nobody waits while there is     goods that become free go to the backlog, to those who waited longest

    received, put back, adjusted up --> on hand up ----> the backlog is filled (pegged orders first)
    reserved ------------------------> reserved up
    released, given back ------------> reserved down --> the backlog is filled
    withdrawn by a person -----------> reserved down --> other orders in the backlog get it, the named one first
    issued --------------------------> reserved and on hand down, at their share of the value
    shortage noted ------------------> the order line waits in the backlog
"""
