"""The version of voxml, and where its documentation is: each is defined here only."""

__version__ = "0.1.0"

#: The documentation, without a slash at the end.
HOME = "https://voxml.readthedocs.io/en/stable"


def rule_url(rule: str) -> str:
    """Return the address of a rule's manual."""
    return f"{HOME}/rules.html#{rule}"
