"""`make sabotage`: takes one guard away at a time, and expects a test to notice.

Nothing in the product knows of it: a guard is a line of code or SQL that is replaced in the process of the tests.
"""
