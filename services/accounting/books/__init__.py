"""The books as accountants and auditors read them: the trial balance and the sheets of accounts, of any period."""
