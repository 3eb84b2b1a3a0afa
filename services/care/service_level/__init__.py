"""The service level that care promises: when it works, and how soon it answers and resolves, by priority.

    Standard --set--> Set --set--> Set

There is one, under the id ``standard``. A complaint, or a support case, keeps the promise that was in force when
it was opened.
"""
