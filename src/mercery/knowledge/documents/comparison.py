"""What a version of a document changed against the one before it, passage by passage. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.knowledge.documents.document import Passage
from mercery.policies.comparison import Piece, pieces

ChangeKind = Literal["same", "moved", "changed", "added", "removed"]

_NUMBERING: Final = re.compile(
    r"^\s*(?:(?:\d+|[A-Za-z])(?:\.\d+)*[.)、．]|\d+(?:\.\d+)+|§\s*\d+|第[\d一二三四五六七八九十百]+[章节條条])\s*"
)
_WORDS: Final = re.compile(r"[A-Za-z]+|\d+(?:[.,:]\d+)*|[^\W\d_]")
_ALIKE: Final = 0.5
"""Share of words two passages must have in common for one to be the other, changed."""
_MOST_PAIRS: Final = 20_000
"""Pairs looked at in one gap; in a larger one only those near the same place are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageChange:
    """What became of one passage."""

    kind: ChangeKind
    """`same` also where only its number or page is another. `moved`: the same words at another place, or among other
    neighbours. `changed`: other words, or the same ones under a heading that says something else."""
    before: int | None
    """Its number in the earlier version; None for one that was added."""
    after: int | None
    """Its number in the later version; None for one that is gone."""
    words: tuple[Piece, ...] = ()
    """Of a changed one, the words that stayed, went and came. Empty when only its heading changed."""
    heading: tuple[Piece, ...] = ()
    """What changed of the heading it stands under."""

    @property
    def stands(self) -> bool:
        """Whether what was made from the passage can still stand on it."""
        return self.kind in ("same", "moved")


def compare(before: Sequence[Passage], after: Sequence[Passage]) -> list[PassageChange]:
    """What became of every passage, in order of the later version, those gone where they were missed."""
    pairs = dict(_aligned([_key(one) for one in before], [_key(one) for one in after]))
    kinds: dict[int, ChangeKind] = dict.fromkeys(pairs, "same")
    _find_moved(before, after, pairs, kinds)
    _find_changed(before, after, pairs, kinds)
    _look_at_headings(before, after, pairs, kinds)
    return list(_told(before, after, pairs, kinds))


def still_there(changes: Iterable[PassageChange]) -> dict[int, int]:
    """Old number to new number of the passages that say the same as before, under the same heading."""
    return {one.before: one.after for one in changes if one.stands and one.before is not None and one.after is not None}


def to_look_at(changes: Iterable[PassageChange]) -> list[PassageChange]:
    """Those on which nothing can stand as it did, and those that are new."""
    return [one for one in changes if not one.stands]


def _key(passage: Passage) -> tuple[object, ...]:
    heads = tuple(head for head, _ in passage.cells)
    text = _unnumbered(passage.text) if passage.kind == "heading" else passage.text
    return (passage.kind == "row", passage.kind == "heading", heads, *text.split())


def _unnumbered(heading: str) -> str:
    """A heading without its number: a chapter put in before it changes nothing that it says."""
    return _NUMBERING.sub("", heading).strip()


def _nearest_heading(passage: Passage) -> str:
    return _unnumbered(passage.anchor.headings[-1]) if passage.anchor.headings else ""


def _aligned(left: Sequence[object], right: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Places of equal keys in the same order: those that are unique first, then what lies between them."""
    todo = [(0, len(left), 0, len(right))]
    while todo:
        a, b, c, d = todo.pop()
        while a < b and c < d and left[a] == right[c]:
            yield a, c
            a, c = a + 1, c + 1
        while a < b and c < d and left[b - 1] == right[d - 1]:
            b, d = b - 1, d - 1
            yield b, d
        fixed = _unique_in_order(left, right, (a, b, c, d)) if a < b and c < d else []
        if not fixed:
            continue
        for (i, j), (k, m) in zip([(a - 1, c - 1), *fixed], [*fixed, (b, d)], strict=True):
            todo.append((i + 1, k, j + 1, m))
        yield from fixed


def _unique_in_order(
    left: Sequence[object], right: Sequence[object], gap: tuple[int, int, int, int]
) -> list[tuple[int, int]]:
    """The longest run of pairs, rising on both sides, of keys that stand once on each side of the gap."""
    a, b, c, d = gap
    ours, theirs = Counter(left[a:b]), Counter(right[c:d])
    places = {key: place for place, key in enumerate(right[c:d], c) if theirs[key] == 1}
    found = [(i, places[left[i]]) for i in range(a, b) if ours[left[i]] == 1 and left[i] in places]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(found):
        at = bisect_left(ends, place)
        ends[at:] = [place, *ends[at + 1 :]]
        last[at:] = [index, *last[at + 1 :]]
        before.append(last[at - 1] if at else -1)
    chain: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(found[index])
        index = before[index]
    return chain[::-1]


def _find_moved(
    before: Sequence[Passage], after: Sequence[Passage], pairs: dict[int, int], kinds: dict[int, ChangeKind]
) -> None:
    """Equal passages at other places; of several alike, those under the same heading go together first."""
    taken = set(pairs.values())
    for by_heading in (True, False):
        free: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for place, passage in enumerate(after):
            if place not in taken:
                free[(*_key(passage), _nearest_heading(passage) if by_heading else "")].append(place)
        for place, passage in enumerate(before):
            if place in pairs:
                continue
            there = free.get((*_key(passage), _nearest_heading(passage) if by_heading else ""))
            if there:
                pairs[place] = there.pop(0)
                taken.add(pairs[place])
                kinds[place] = "moved"


def _find_changed(
    before: Sequence[Passage], after: Sequence[Passage], pairs: dict[int, int], kinds: dict[int, ChangeKind]
) -> None:
    """Passages that were rewritten: the most alike of what is left between two that stand."""
    for gone, new in list(_gaps(len(before), len(after), pairs, kinds)):
        scored = sorted(
            (
                (score, -abs(i - gone[0] - j + new[0]), -i, -j)
                for i, j in _candidates(gone, new)
                if (score := _likeness(before[i], after[j])) >= _ALIKE
            ),
            reverse=True,
        )
        taken: set[int] = set()
        for _, _, i, j in scored:
            if -i not in pairs and -j not in taken:
                pairs[-i] = -j
                taken.add(-j)
                kinds[-i] = "changed"


def _gaps(
    count_before: int, count_after: int, pairs: Mapping[int, int], kinds: Mapping[int, ChangeKind]
) -> Iterator[tuple[list[int], list[int]]]:
    """The places left over between passages that kept their order."""
    taken = set(pairs.values())
    kept = [(i, pairs[i]) for i in sorted(pairs) if kinds[i] == "same"]
    for (a, c), (b, d) in zip([(-1, -1), *kept], [*kept, (count_before, count_after)], strict=True):
        gone = [i for i in range(a + 1, b) if i not in pairs]
        new = [j for j in range(c + 1, d) if j not in taken]
        if gone and new:
            yield gone, new


def _candidates(gone: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
    reach = len(new) if len(gone) * len(new) <= _MOST_PAIRS else max(2, _MOST_PAIRS // len(gone) // 2)
    for place, i in enumerate(gone):
        middle = place * len(new) // len(gone)
        for j in new[max(0, middle - reach) : middle + reach + 1]:
            yield i, j


def _likeness(one: Passage, other: Passage) -> float:
    """How much of the words two passages share; a heading is never the later state of a row."""
    if (one.kind == "row") != (other.kind == "row") or (one.kind == "heading") != (other.kind == "heading"):
        return 0.0
    ours, theirs = Counter(_WORDS.findall(one.text.lower())), Counter(_WORDS.findall(other.text.lower()))
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0


def _look_at_headings(
    before: Sequence[Passage], after: Sequence[Passage], pairs: Mapping[int, int], kinds: dict[int, ChangeKind]
) -> None:
    """The same words under a heading that says something else may mean something else."""
    for i, j in pairs.items():
        if before[i].kind != "heading" and _nearest_heading(before[i]) != _nearest_heading(after[j]):
            kinds[i] = "changed"


def _told(
    before: Sequence[Passage], after: Sequence[Passage], pairs: Mapping[int, int], kinds: Mapping[int, ChangeKind]
) -> Iterator[PassageChange]:
    """In order of the later version; what is gone follows the passage that stood before it."""
    back = {j: i for i, j in pairs.items()}
    reached = 0
    for j, passage in enumerate(after):
        i = back.get(j)
        if i is None:
            yield PassageChange(kind="added", before=None, after=passage.number)
            continue
        if kinds[i] != "moved":
            yield from _gone(before, range(reached, i), pairs)
            reached = max(reached, i + 1)
        yield _pair(before[i], passage, kinds[i])
    yield from _gone(before, range(reached, len(before)), pairs)


def _gone(before: Sequence[Passage], places: Iterable[int], pairs: Mapping[int, int]) -> Iterator[PassageChange]:
    for i in places:
        if i not in pairs:
            yield PassageChange(kind="removed", before=before[i].number, after=None)


def _pair(old: Passage, new: Passage, kind: ChangeKind) -> PassageChange:
    if kind != "changed":
        return PassageChange(kind=kind, before=old.number, after=new.number)
    above_old, above_new = (" › ".join(one.anchor.headings) for one in (old, new))
    same_heading = _nearest_heading(old) == _nearest_heading(new)
    return PassageChange(
        kind=kind,
        before=old.number,
        after=new.number,
        words=pieces(old.text, new.text) if old.text != new.text or same_heading else (),
        heading=() if same_heading else pieces(above_old, above_new),
    )
