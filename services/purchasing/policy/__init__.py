"""The policy of purchasing: one document, `main`, that says what needs a second person and what may differ.

    (defaults) --set--> In force --set--> In force

Until somebody sets it, the defaults are in force.
"""
