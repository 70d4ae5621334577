"""Callees: what the one on the phone does when it rings, and while they listen. Begin with `callee.py`."""
