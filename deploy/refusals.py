"""What a command says to whoever asked for something that cannot be."""


class Refused(Exception):
    """It cannot be done as it was asked for: told in a sentence, with exit status 2."""
