"""Words that say a span is over, for the patterns that go on from them."""

from __future__ import annotations

from typing import Final

OVER: Final = (
    r"(?<![a-z])(?:expired|lapsed|(?:has )?ended|ran out|too late|(?:is|are) (?:over|up)|out of (?:warranty|guarantee)|{})(?![a-z])"
    r"|过期|过保|超过|超出|已过|不在保|{}"
)
"""With what a use of it says besides, in English and Chinese, in its two places."""
