"""The one place where the version of voxml is written."""

__version__ = "0.1.0"
