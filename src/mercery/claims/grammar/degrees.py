"""`slightly heavier`, `much lighter`, 稍贵, 轻得多: how great a difference may be called so."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token

_LITTLE: Final = frozenset(
    {
        "slightly",
        "slight",
        "marginally",
        "bit",
        "little",
        "touch",
        "a touch",
        "shade",
        "tad",
        "fraction",
        "略",
        "略微",
        "稍",
        "稍微",
        "稍稍",
        "一点",
        "一点点",
        "一点儿",
        "小一圈",
    }
)
_MUCH: Final = frozenset(
    {
        "much", "far", "considerably", "noticeably", "significantly", "substantially", "markedly", "distinctly", "lot", "way", "clearly",
        "得多", "多了", "不少", "很多", "许多", "明显", "远", "大幅",
    }
)  # fmt: skip
_ANY: Final = frozenset({"somewhat", "even", "also", "rather", "quite", "一些", "些", "要", "还要", "更加", "会"})
_MOST_OF_LITTLE: Final = Decimal("0.25")
_LEAST_OF_MUCH: Final = Decimal("0.12")


def fits_degree(segment: Segment, cues: Sequence[Token], difference: Decimal, other: Decimal) -> bool:
    """Whether the words of degree beside the comparing word agree with the difference; they are accounted for."""
    share = difference / other if other else Decimal(1)
    for cue in cues:
        reach = segment.before(cue, 3) if cue.text.isascii() else [*segment.before(cue, 2), *segment.after(cue, 2)]
        told = [one for one in reach if not one.by and one.text in _LITTLE | _MUCH | _ANY]
        if any(one.text in _LITTLE for one in told) and share > _MOST_OF_LITTLE:
            return False
        if any(one.text in _MUCH for one in told) and share < _LEAST_OF_MUCH:
            return False
        segment.use(told, "comparison")
    return True
