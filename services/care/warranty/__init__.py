"""The warranty of one order: which delivered units we stand by, and until when. Its id is the order's.

    (nothing delivered) --goods delivered--> Running --goods delivered--> Running

Every delivery starts a warranty of its own. None is ever closed: whether a unit is covered is asked for a day.
"""
