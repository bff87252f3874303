"""One sentence the host says: what it stands on, how it is said, and until when it holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.claims.sentence import Sentence
from mercery.core.i18n import Lang

LineKind = Literal["welcome", "piece", "answer", "notice", "reaction", "filler", "closing"]
"""`notice`: that a machine speaks, and what has to be said by law; `reaction`: a price or stock changed; `filler`: what is
said when few watch."""
Mood = Literal["calm", "warm", "glad", "thoughtful", "sorry"]
Gesture = Literal["none", "card", "nod", "greet", "listen"]
"""`card`: towards the product card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """It was judged when it was made, and is judged again against the facts of the moment before it is spoken."""

    id: str
    sentence: Sentence
    lang: Lang
    kind: LineKind
    item_id: str = ""
    product_id: str = ""
    """What stands on the counter while it is said; empty: as before."""
    comment_id: str = ""
    mood: Mood = "calm"
    gesture: Gesture = "none"
    holds_until: datetime | None = None
    """When what it says of a price ends, where that is known."""
    pause_ms: int = 420
    """Quiet after it."""
    called: tuple[int, int] = (0, 0)
    """The characters that say a viewer's name, in an answer that does."""
    rest: bool = False
    """Whether it brings an answer to its end that gave way to another one: it comes after the answers, and gives way like the script."""
    grounds: tuple[tuple[str, str], ...] = ()
    """What its facts said when it was made, those of other variants beside them: kind, subject and attribute, and a digest.
    A fact that says the same under a newer version still bears it (`order/rejudging.py`)."""

    @property
    def text(self) -> str:
        """What is spoken and written below the picture."""
        return self.sentence.text
