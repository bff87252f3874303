"""Every test of this folder gets the desk of `desk.py`."""

from tests.knowledge.releases.desk import desk

__all__ = ["desk"]
