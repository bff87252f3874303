"""What a review is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Final, Literal, get_args

from mercery.core.i18n import Lang

ReviewState = Literal["pending", "shown", "hidden"]
"""Nobody has looked yet; customers see it; kept, and seen by nobody."""
STATES: Final[tuple[ReviewState, ...]] = get_args(ReviewState)
TEXT_LIMIT: Final = 4_000
NAME_LIMIT: Final = 80
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDraft:
    """A review as it comes in. `product`: the SKU of a variant, else the handle or key of a product."""

    product: str
    rating: int
    """One to five."""
    text: str
    written_at: datetime
    lang: Lang
    author: str = ""
    line: int | None = None

    def digest(self, product_id: str) -> str:
        """What makes it the same review again."""
        held = "\x1f".join((product_id, self.author, self.written_at.isoformat(), self.text))
        return sha256(held.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A stored review."""

    id: str
    product_id: str
    rating: int
    author: str
    text: str
    lang: Lang
    written_at: datetime
    state: ReviewState
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The shown reviews of one product, counted."""

    count: int
    total: int
    """Sum of the ratings."""

    @property
    def average(self) -> Decimal:
        """Of five, to one decimal."""
        return (Decimal(self.total) / Decimal(self.count)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def plain_text(text: str) -> str:
    """The text without control signs and with quiet line ends."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) != "Cc")
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def language_of(text: str) -> Lang:
    """By its script, where the file does not say."""
    return "zh" if len(_CHINESE.findall(text)) * 3 >= len(re.findall(r"[A-Za-z]+", text)) + 1 else "en"
