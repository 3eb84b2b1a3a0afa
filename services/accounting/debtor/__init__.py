"""A debtor: how a customer is written to about money. Sales owns who they are; accounting keeps what it needs to write.

Unheard --customer registered, details corrected--> Known
"""
