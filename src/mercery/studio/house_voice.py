"""How a shop wants to sound, as data its people edit: what to do, what not to do, its words, sentences it likes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.core.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferred:
    """One word the house uses instead of another: `piece` for `item`, `裁制` for `制作`."""

    instead_of: Words
    use: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseVoice:
    """A way of writing. It changes how facts are put, never which facts there are."""

    key: str
    name: Words
    do: tuple[Words, ...] = ()
    """Notes to whoever writes, a model too."""
    avoid: tuple[Words, ...] = ()
    """Words and turns that never appear; a sentence with one is not used."""
    lexicon: tuple[Preferred, ...] = ()
    samples: tuple[Words, ...] = ()
    """Sentences the house likes, for rhythm. They say nothing of the goods and are not copied."""
    pace: Literal["calm", "brisk"] = "calm"
    """Whether sentences run on or stop."""
    version: int = 1


HOUSE = HouseVoice(
    key="house",
    name=Words("House voice", "品牌语气"),
    do=(
        Words("Say what the piece is before what it does.", "先说是什么，再说好在哪里。"),
        Words("One thought a sentence. Figures where there are figures.", "一句一意；有数说数。"),
    ),
    avoid=(
        Words("must-have", "必入"),
        Words("iconic", "爆款"),
        Words("luxurious", "奢华"),
        Words("stunning", "绝美"),
    ),
)
"""What a shop starts with."""
