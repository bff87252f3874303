"""What is known of the likeliest stretches of a text, as rows of numbers: what each model says of them and of the other
attributes, what was counted, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.lore import Lore
from mercery.studio.extracting.learner.span_model import Guess
from mercery.studio.extracting.learner.stretches import LONGEST, plain
from mercery.studio.extracting.learner.taken import Taken
from mercery.studio.extracting.learner.tokens import shape

_BEST: Final = 5
_LEAST: Final = 1e-6
_DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a text that may be a value, with what each model says of it."""

    first: int
    more: int
    each: tuple[float, ...]
    p: float = field(init=False)
    """What the models say together."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "p", sum(self.each) / len(self.each))

    @property
    def last(self) -> int:
        """The last token."""
        return self.first + self.more


@dataclass(frozen=True, slots=True)
class Option:
    """What may be the value of one attribute."""

    best: tuple[Candidate, ...]
    none: tuple[float, ...]


def joined(guesses: Sequence[Mapping[str, Guess]]) -> dict[str, Option]:
    """What several models guess of one text, together."""
    found: dict[str, Option] = {}
    for attribute in guesses[0]:
        rows: dict[tuple[int, int], list[float]] = {}
        for number, guess in enumerate(guesses):
            for one in guess[attribute].best:
                rows.setdefault((one.first, one.more), [_LEAST] * len(guesses))[number] = one.p
        best = sorted(
            (Candidate(*place, tuple(each)) for place, each in rows.items()),
            key=lambda one: (-one.p, one.first, one.more),
        )
        found[attribute] = Option(tuple(best[:_BEST]), tuple(guess[attribute].none for guess in guesses))
    return found


class Features:
    """Turns candidates into rows of numbers."""

    def __init__(self, lore: Lore, numbers: Mapping[tuple[str, str], int]) -> None:
        self._lore = lore
        self._numbers = numbers
        """(category, attribute) to a number."""

    def rows(self, taken: Taken, options: Mapping[str, Option]) -> dict[str, Floats]:
        """For each attribute a row for each of its candidates."""
        ones = [one for option in options.values() for one in option.best]
        if not ones:
            return {attribute: np.zeros((0, 0), np.float32) for attribute in options}
        many = [len(option.best) for option in options.values()]
        of = np.repeat(np.arange(len(options)), many)
        first, more = np.array([one.first for one in ones]), np.array([one.more for one in ones])
        p = np.array([one.p for one in ones])
        seen: dict[tuple[int, int], _Seen] = {}
        counted = [
            self._counted(taken, attribute, one, seen) for attribute, option in options.items() for one in option.best
        ]
        table = np.concatenate(
            [
                _by_models(options), np.array(counted), _by_place(taken, first, more),
                _by_rivals(len(taken.parts), of, first, more, p), np.full((len(ones), 1), len(taken.parts)),
                np.repeat(many, many)[:, None],
            ],
            axis=1,
        ).astype(np.float32)  # fmt: skip
        ends = np.cumsum(many)
        return {name: table[end - size : end] for name, end, size in zip(options, ends, many, strict=True)}

    def _counted(self, taken: Taken, attribute: str, one: Candidate, seen: dict[tuple[int, int], _Seen]) -> list[float]:
        lore, kind = self._lore, taken.example.category
        place = one.first, one.more
        of = seen.get(place)
        if of is None:
            of = seen[place] = _seen(taken, one, lore)
        here = lore.values.get((kind, attribute, of.string), 0)
        other = lore.elsewhere.get((attribute, of.string), 0) - here
        total = of.total - here
        stated, absent = lore.stated.get((kind, attribute), 0), lore.absent.get((kind, attribute), 0)
        within = [
            lore.within.get((kind, attribute, word), 0) / (count + 1)
            for word, count in zip(of.inner, of.words, strict=True)
        ]

        def share(table: Mapping[tuple[str, str, str], int], word: str, count: int) -> float:
            return table.get((kind, attribute, word), 0) / (count + 1)

        return [
            self._numbers.get((kind, attribute), -1), here, other, total, here / (of.texts + 0.5),
            total / (of.texts + 0.5), stated, absent / (absent + stated + 1), of.texts,
            stated / max(lore.texts.get(kind, 0), 1),
            lore.lengths.get((kind, attribute, min(one.more + 1, LONGEST - 1)), 0) / (stated + 1),
            share(lore.first, of.inner[0], of.words[0]), share(lore.last, of.inner[-1], of.words[-1]),
            share(lore.within, of.after, of.after_count), share(lore.within, of.before, of.before_count),
            lore.before.get((kind, attribute, of.before), 0) / (stated + 1),
            lore.after.get((kind, attribute, of.after), 0) / (stated + 1),
            sum(within) / len(within), min(within), max(within), of.known,
            lore.shapes.get((kind, attribute, of.shapes), 0), *of.look,
        ]  # fmt: skip


@dataclass(slots=True)
class _Seen:
    """What is counted of a stretch for all attributes alike."""

    string: str
    texts: int
    """Texts of the category that have it."""
    total: int
    """How often it is a value of anything in the category."""
    inner: list[str]
    words: list[int]
    """Of each word inside: texts of the category that have it."""
    known: float
    """Share of the words inside that the category knows."""
    before: str
    before_count: int
    after: str
    after_count: int
    shapes: str
    look: tuple[bool, ...]


def _seen(taken: Taken, one: Candidate, lore: Lore) -> _Seen:
    kind, low = taken.example.category, taken.low
    string = plain(taken.surface(one.first, one.more))
    inner = low[one.first : one.last + 1]
    words = [lore.words.get((kind, word), 0) for word in inner]
    before = low[one.first - 1] if one.first else "<"
    after = low[one.last + 1] if one.last + 1 < len(low) else ">"
    return _Seen(
        string=string, texts=lore.strings.get((kind, string), 0), total=lore.any.get((kind, string), 0), inner=inner,
        words=words, known=sum(count > 0 for count in words) / len(words),
        before=before, before_count=lore.words.get((kind, before), 0),
        after=after, after_count=lore.words.get((kind, after), 0),
        shapes=" ".join(shape(part.text) for part in taken.parts[one.first : one.last + 1]),
        look=_look(taken.surface(one.first, one.more)),
    )  # fmt: skip


def _by_models(options: Mapping[str, Option]) -> NDArray[np.float64]:
    """What the models say of each candidate, of none, and of the best beside it."""
    rows: list[tuple[float, ...]] = []
    for option in options.values():
        best = option.best
        none = sum(option.none) / len(option.none)
        for rank, one in enumerate(best):
            second = best[1].p if rank == 0 and len(best) > 1 else one.p
            rows.append((one.p, none, *one.each, *option.none, rank, best[0].p - one.p, second))
    table = np.array(rows)
    logs = 2 + 2 * len(next(iter(options.values())).none)
    said = np.log(table[:, :logs] + _LEAST)
    ahead = said[:, :1] - np.log(table[:, -1:] + _LEAST)
    return np.concatenate([said, table[:, logs:-1], ahead], axis=1)


def _by_place(taken: Taken, first: Any, more: Any) -> NDArray[np.float64]:
    """Where each stretch stands and how long it is."""
    parts, size, last = taken.parts, len(taken.parts), first + more
    commas = np.cumsum([word in ",;|，；" for word in taken.low])
    letters = [parts[end].stop - parts[begin].start for begin, end in zip(first, last, strict=True)]
    columns = [
        more + 1, letters, first, first / size, last / size,
        np.where(first > 0, commas[np.maximum(first - 1, 0)], 0), commas[-1] - commas[last],
    ]  # fmt: skip
    return np.concatenate([np.stack(columns, axis=1), taken.of_place[first, more][:, :7]], axis=1)


def _look(surface: str) -> tuple[bool, ...]:
    return _DIGIT.search(surface) is not None, surface.isupper(), surface[:1].isupper(), surface.islower()


def _by_rivals(size: int, of: Any, first: Any, more: Any, p: Any) -> NDArray[np.float64]:
    """How much other attributes want the same stretch, its tokens and those beside it; and what speaks for longer and
    shorter stretches around and inside, and how many cross this one."""
    last = first + more
    same = of[:, None] == of
    exact = np.where(~same & (first[:, None] == first) & (more[:, None] == more), p, 0).max(axis=1)
    around = same & (first <= first[:, None]) & (last >= last[:, None])
    inside = same & (first >= first[:, None]) & (last <= last[:, None])
    itself = np.eye(len(p), dtype=bool)
    longer = np.where(around & ~itself, p, 0).max(axis=1)
    shorter = np.where(inside & ~around & ~itself, p, 0).max(axis=1)
    crossing = (same & (first <= last[:, None]) & (first[:, None] <= last)).sum(axis=1)
    wanted = _wanted(size, of, first, more, p)
    summed = np.concatenate([np.zeros((len(wanted), 1)), np.cumsum(wanted, axis=1)], axis=1)
    mean = (summed[of, last + 1] - summed[of, first]) / (more + 1)
    most, widest = np.zeros(len(p)), wanted
    for step in range(LONGEST):
        here = more == step
        most[here] = widest[of[here], first[here]]
        widest = np.maximum(widest[:, :-1], wanted[:, step + 1 :])
        if not widest.shape[1]:
            break
    left = np.where(first > 0, wanted[of, np.maximum(first - 1, 0)], 0)
    right = np.where(last + 1 < size, wanted[of, np.minimum(last + 1, size - 1)], 0)
    return np.stack([exact, mean, most, left, right, longer, shorter, crossing], axis=1)


def _wanted(size: int, of: Any, first: Any, more: Any, p: Any) -> NDArray[np.float64]:
    """Of each attribute and token how much the attribute that wants it most among the others wants it."""
    cover = np.zeros((int(of[-1]) + 1, size + 1))
    np.add.at(cover, (of, first), p)
    np.add.at(cover, (of, first + more + 1), -p)
    cover = np.maximum(np.cumsum(cover, axis=1)[:, :size], 0)
    if len(cover) < 2:
        return np.zeros_like(cover)
    order = np.argsort(cover, axis=0)
    best = order[-1]
    found = np.broadcast_to(cover[best, np.arange(size)], cover.shape).copy()
    found[best, np.arange(size)] = cover[order[-2], np.arange(size)]
    return found
