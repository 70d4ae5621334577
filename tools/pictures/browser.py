"""Screenshots by headless Chromium: the driver of the tests."""

from __future__ import annotations

from tests.emulator.browser import Browser, browsing

__all__ = ["Browser", "browsing"]
