"""An addressee: how a customer is written to. Sales owns who they are; care keeps what it needs to write.

Unheard --customer registered, details corrected--> Known
"""
