"""The business calendar: which days are worked on, by country."""
