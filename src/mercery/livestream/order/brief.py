"""How long an answer may keep others waiting, and what is said of it instead where it would take longer: its beginning, where that
stands by itself, else that it stands written. Pure.

Nothing is lost by it: the whole answer stands below the comment. And nothing becomes untrue: a beginning is cut only where the gate
lets out what was said as if nothing were to follow (`leaving.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from mercery.core.ids import new_id
from mercery.livestream.line import Line
from mercery.livestream.order.breaths import part
from mercery.livestream.order.leaving import Leave
from mercery.livestream.order.spoken_length import seconds_of

ALONE_S: Final = 5.4
"""Seconds without a place to break while nobody waits, where comments come one after the other."""
AWAITED_S: Final = 4.4
"""While one other viewer waits."""
BESET_S: Final = 3.0
"""While more do: each of them waits for all the others."""
_WORDS_S: Final = 3.4
"""Rules of the shop that nobody asked for, where comments come one after the other: each may come while one is said."""
_LET_END_S: Final = 1.3
"""So near its end no line gives way any more."""
_GAINED_S: Final = 1.0
"""Pointing at an answer has to save so much, or it is said."""


def patience(others: int, *, lively: bool) -> float | None:
    """Seconds an answer may last without a place at which it could give way. None: as long as it lasts."""
    if others == 0:
        return ALONE_S if lively else None
    return AWAITED_S if others == 1 else BESET_S


def lasts(lines: Sequence[Line], places: Sequence[Leave] = ()) -> float:
    """Seconds of the longest stretch in which another answer cannot begin. Of an answer of several lines that is all of it: its own
    next line comes first."""
    if len(lines) != 1:
        return sum(seconds_of(one.text, one.lang) for one in lines)
    text, lang = lines[0].text, lines[0].lang
    whole = seconds_of(text, lang)
    left = (seconds_of(text[: one.at], lang) for one in places)
    return max(b - a for a, b in pairwise([0.0, *(one for one in left if whole - one > _LET_END_S), whole]))


def untimely(line: Line) -> bool:
    """Whether a line is not for a lively chat: a long rule nobody asked for, or the whole of an answer over again."""
    if line.rest:
        return lasts([line]) > AWAITED_S
    return line.kind == "filler" and lasts([line]) > _WORDS_S


def brief(lines: Sequence[Line], places: Sequence[Leave], pointer: Line | None, most_s: float) -> Line | None:
    """What is said instead of these lines of one answer; None: they are said as they are. `places`: where the only line may be left.
    `pointer`: says that the answer stands written, where it does."""
    if not lines or lasts(lines, places) <= most_s:
        return None
    first = next((one for one in places if one.enough), None) if len(lines) == 1 else None
    cut = _beginning(lines[0], first) if first is not None else None
    if cut is not None and seconds_of(cut.text, cut.lang) <= most_s:
        return cut
    if pointer is not None and lasts(lines, places) - seconds_of(pointer.text, pointer.lang) >= _GAINED_S:
        return replace(pointer, id=new_id("lin"))
    return cut


def _beginning(line: Line, leave: Leave) -> Line:
    """Up to there, with a full stop."""
    said = part(line.sentence, 0, len(line.text[: leave.at].rstrip(" ，,；;：:。.")))
    return replace(
        line, id=new_id("lin"), sentence=replace(said, text=said.text + ("。" if line.lang == "zh" else "."))
    )
