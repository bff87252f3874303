"""Where a line may end, in English and in Chinese, and which of those places to take. Pure: widths in, lines out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

NO_START: Final = frozenset("，。、；：？！）》」』】〉〕”’…—·～％%‰℃°ー々,.;:?!)]}’”›»")
"""What never begins a line."""
NO_END: Final = frozenset("（《「『【〈〔“‘([{$€£¥￥№#‹«")
"""What never ends one."""
CLOSING: Final = frozenset("，。、；：？！）》」』】〉〕”’")
"""Full-width marks whose right half is empty."""
OPENING: Final = frozenset("（《「『【〈〔“‘")
"""Full-width marks whose left half is empty."""
_UNIT: Final = re.compile(
    r"(?:mm|cm|m|km|in|inch(?:es)?|ft|g|kg|oz|lb|ml|cl|l|bar|atm|h|hours?|min(?:utes)?|days?|weeks?|months?|years?|ct|carats?|"
    r"mah|w|v|denier|pieces?|stitches|percent|x|%|°c|厘米|毫米|米|公分|英寸|克拉|克|千克|公斤|毫升|升|小时|分钟|天|日|周|"
    r"个月|个工作日|月|年|件|只|针|枚|副|双|条|瓶|块|位|人|次|页|层|粒|颗|支)(?![a-z])",
    re.IGNORECASE,
)
_CHINESE_RUN: Final = re.compile(r"[\u3400-\u9fff]+")
Measure = Callable[[int, int], float]
_INSIDE_WORD: Final = 1.0
_AT_HYPHEN: Final = 0.6
_INSIDE_PHRASE: Final = 0.15


def is_chinese(character: str) -> bool:
    """Whether it is a Chinese character or a full-width mark."""
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uffef"


def breaks(text: str, keep: Sequence[str] = ()) -> dict[int, float]:
    """Where a line may begin, with what it costs to begin one there (0: a good place, 1: inside a Chinese word).

    Never inside a Latin word, between a number and its unit, around ×, before a mark that may not begin a line, or inside a
    phrase of `keep` (a product's name).
    """
    kept = _inside(text, keep)
    words = _inside_words(text)
    found: dict[int, float] = {}
    for at in range(1, len(text)):
        if at not in kept and _may(text, at):
            found[at] = _cost(text, at, words)
    return found


def _cost(text: str, at: int, words: set[int]) -> float:
    if at in words:
        return _INSIDE_WORD
    numbered = text[at - 1] == " " and text[at].isdigit() and text[at - 2 : at - 1].isalpha()  # a name and its number
    if numbered or text[at - 1] in "-–":
        return _AT_HYPHEN
    # Chinese reads best when a line ends where a phrase does.
    phrase = text[at - 1] in CLOSING or text[at - 1] == " " or not is_chinese(text[at])
    return 0.0 if phrase else _INSIDE_PHRASE


def _inside(text: str, keep: Sequence[str]) -> set[int]:
    found: set[int] = set()
    for phrase in keep:
        start = text.find(phrase) if len(phrase) > 1 else -1
        while start >= 0:
            found.update(range(start + 1, start + len(phrase)))
            start = text.find(phrase, start + len(phrase))
    return found


def _inside_words(text: str) -> set[int]:
    import rjieba

    found: set[int] = set()
    for run in _CHINESE_RUN.finditer(text):
        at = run.start()
        for word in rjieba.cut(run[0]):
            found.update(range(at + 1, at + len(word)))
            at += len(word)
    return found


def _may(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after == " " or after in NO_START or before in NO_END or "\u00a0" in (before, after):
        return False
    if before == " ":
        return not _glued(text[:at].rstrip(" "), text[at:])
    if before in "-–" and at > 1:
        return text[at - 2].isalpha() and after.isalpha() and not is_chinese(after)
    if not is_chinese(before) and not is_chinese(after):
        return False
    if before.isdigit() and not is_chinese(before):
        return False  # a number and what it counts
    return not (_UNIT.match(text, at - 1) and re.search(r"[0-9一二三四五六七八九十百千两半]\s?$", text[: at - 1]))


def _glued(before: str, after: str) -> bool:
    last, first = before.rsplit(" ", 1)[-1], after.split(" ", 1)[0]
    if last == "×" or first.rstrip(",.;") in ("×", "–", "—", "·", "|"):
        return True
    return last[-1:].isdigit() and _UNIT.match(first) is not None


@dataclass(frozen=True, slots=True)
class LineOf:
    """Characters `start` to `end` (exclusive, without the spaces that fall away at the end)."""

    start: int
    end: int


def lines(
    text: str, advances: Sequence[float], places: Mapping[int, float], width: float, *, balanced: bool = False
) -> tuple[LineOf, ...]:
    """The lines of a paragraph in `width`: the set of breaks with the least ragged edge, even lines where `balanced` (titles).

    A word wider than the line is broken where it must be. A line feed ends a line.
    """
    found: list[LineOf] = []
    start = 0
    for part in text.split("\n"):
        end = start + len(part)
        here = {at: cost for at, cost in places.items() if start < at < end}
        found += _paragraph(text, advances, here, start, end, width, balanced)
        start = end + 1
    return tuple(found)


def _paragraph(
    text: str,
    advances: Sequence[float],
    places: Mapping[int, float],
    start: int,
    end: int,
    width: float,
    balanced: bool,
) -> list[LineOf]:
    sums = [0.0]
    for advance in advances[start:end]:
        sums.append(sums[-1] + advance)

    def measure(first: int, last: int) -> float:
        stop = last
        while stop > first and text[stop - 1] == " ":
            stop -= 1
        full = sums[stop - start] - sums[first - start]
        return full - (advances[stop - 1] / 2 if stop > first and text[stop - 1] in CLOSING else 0.0)

    ends = [*sorted(places), end]
    ends = _with_forced(ends, start, width, measure)
    target = width
    if balanced:
        good = next(
            (some for most in (0.1, 0.5) if _holds(some := _kept(ends, places, most), start, width, measure)), ends
        )
        target = min(width, _evened(good, start, width, measure) * 1.02)
    chosen = _least(ends, start, places, target, width, measure, balanced)
    return [LineOf(first, _trimmed(text, first, last)) for first, last in chosen]


def _kept(ends: list[int], places: Mapping[int, float], most: float) -> list[int]:
    """The places that cost no more than that, and the end."""
    return [at for at in ends if at == ends[-1] or places.get(at, 9.0) <= most]


def _holds(ends: list[int], start: int, width: float, measure: Measure) -> bool:
    """Whether every line between these places fits."""
    return all(measure(first, last) <= width for first, last in zip([start, *ends], ends, strict=False))


def _trimmed(text: str, first: int, last: int) -> int:
    while last > first and text[last - 1] == " ":
        last -= 1
    return last


def _with_forced(ends: list[int], start: int, width: float, measure: Measure) -> list[int]:
    """The places, and inside what is wider than a line as many more as it takes."""
    found: list[int] = []
    before = start
    for place in ends:
        if measure(before, place) > width:
            first = before
            for at in range(before + 1, place):
                if measure(first, at + 1) > width and at > first:
                    found.append(at)
                    first = at
        found.append(place)
        before = place
    return found


def _evened(ends: list[int], start: int, width: float, measure: Measure) -> float:
    """The narrowest width that needs no more lines than `width` does."""

    def count(limit: float) -> int:
        lines_, first, last = 1, start, start
        for place in ends:
            if measure(first, place) > limit and last > first:
                lines_, first = lines_ + 1, last
            last = place
        return lines_

    wanted, low, high = count(width), 0.0, width
    widest = max((measure(a, b) for a, b in zip([start, *ends], ends, strict=False)), default=0.0)
    for _ in range(24):
        middle = (low + high) / 2
        if middle >= widest and count(middle) <= wanted:
            high = middle
        else:
            low = middle
    return high


def _least(
    ends: list[int],
    start: int,
    places: Mapping[int, float],
    target: float,
    width: float,
    measure: Measure,
    balanced: bool,
) -> list[tuple[int, int]]:
    starts = [start, *ends[:-1]]
    best: list[tuple[float, int]] = [(0.0, -1)]
    for index, last in enumerate(ends):
        options: list[tuple[float, int]] = []
        for first in range(index, -1, -1):
            wide = measure(starts[first], last)
            if wide > width and first < index:
                break
            final = last == ends[-1]
            cost = _line_cost(wide, target, final=final, only=first == 0, balanced=balanced)
            cost += 0.0 if final else (2.0 if balanced else 0.12) * places.get(last, 4.0)
            options.append((best[first][0] + cost, first))
        best.append(min(options))
    chosen: list[tuple[int, int]] = []
    at = len(ends)
    while at > 0:
        first = best[at][1]
        chosen.append((starts[first], ends[at - 1]))
        at = first
    return chosen[::-1]


def _line_cost(wide: float, target: float, *, final: bool, only: bool, balanced: bool) -> float:
    slack = max(0.0, (target - wide) / target) if target else 0.0
    if final and not only:
        lonely = max(0.0, 0.22 - wide / target) * 4 if target else 0.0  # one word alone on the last line
        return (slack * slack * 0.5 if balanced else 0.0) + lonely
    if final:
        return 0.0
    return slack * slack + max(0.0, (wide - target) / target) * 4
