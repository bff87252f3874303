"""A claim that advertising may not make."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What was claimed: the words and why they may not be said."""

    words: str
    why: Words
