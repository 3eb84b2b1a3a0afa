"""`o2c proof`: the invariants of the company, over all five databases, with how many rows each looked at."""
