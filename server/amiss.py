"""What keeps a command from being done, and somebody can put right."""


class Amiss(ValueError):
    """A line for each thing that is wrong: what it is called, and what would be right. Never what
    was given, because that may be a secret.
    """
