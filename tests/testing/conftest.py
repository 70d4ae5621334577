"""The plugin's fixtures, also where the package's entry point is not installed."""

from voxml.pytest_plugin import phone, tryvox  # noqa: F401
