"""Which visitors have a feature. Pure: the same visitor gets the same answer for ever, with nothing stored.

A visitor's place between 0 and 1 is a hash of shop, feature and visitor; below the hold-out share means without.
The feature is the salt, so the groups of two features are independent (Kohavi, Tang, Xu: "Trustworthy Online
Controlled Experiments", 2020, ch. 4). Raising a share only moves visitors into the hold-out, never out of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

Assignment = Literal["treatment", "holdout"]


def place(shop_id: str, feature: str, visitor_id: str) -> float:
    """The visitor's place for a feature, uniform from 0 (inclusive) to 1 (exclusive)."""
    digest = hashlib.sha256(f"{shop_id}\0{feature}\0{visitor_id}".encode()).digest()
    # 53 bits, as many as a float holds: with 64 the largest places would be rounded up to 1.
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53


def assign(shop_id: str, feature: str, visitor_id: str, *, holdout: float) -> Assignment:
    """`holdout` is the share of visitors without the feature."""
    return "holdout" if place(shop_id, feature, visitor_id) < holdout else "treatment"


def holdout_share(shares: Mapping[str, float], feature: str, default: float) -> float:
    """The shop's own share for a feature, else the installation's."""
    return shares.get(feature, default)
