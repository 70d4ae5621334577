"""Help for tests of call documents: assertions that show what is wrong, and strategies for hypothesis."""

from __future__ import annotations

from voxml.testing.asserting import assert_valid

__all__ = ["assert_valid"]
