"""When a reason says enough to be read back. No Django.

Source: domain reference 1.4: who deviates from a rule or overrides a result says why.
"""

LENGTH = 10  # characters


def is_readable(reason: str) -> bool:
    """True when the reason is more than a word; blanks and line ends round it do not count."""
    return len(reason.strip()) >= LENGTH
