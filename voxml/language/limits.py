"""Limits that the language sets to numbers."""

from __future__ import annotations

#: The largest integer that every JSON reader keeps exact (RFC 7493, I-JSON): 2^53 - 1.
MAX_INTEGER = 9_007_199_254_740_991
