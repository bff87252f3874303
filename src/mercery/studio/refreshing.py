"""Saying anew what a change of facts has made untrue: code's sentences are rendered again, a person's judged again. Pure.

Nothing else of the piece moves: an approved text stays the text that was approved. Where a sentence of code cannot be said
anew alone, because facts now stand together otherwise, and code wrote all of the piece, the piece is written anew. What cannot
be said at all is taken out and named, so that its owner is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from mercery.claims.sentence import Sentence
from mercery.studio.brief import Brief
from mercery.studio.checking import judge
from mercery.studio.editing import told
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, Piece, Told
from mercery.studio.standing import Standing, key_of

Write = Callable[[Brief, Materials], Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A sentence that another one stands for now; `after` is empty where it was taken out."""

    before: str
    after: str
    by_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """A piece over the facts in force now."""

    piece: Piece
    replaced: tuple[Replaced, ...] = ()
    lost: tuple[Replaced, ...] = ()
    """What could not be said anew, or what a person had written and code has said anew."""

    @property
    def changed(self) -> bool:
        """Whether it says anything else than before."""
        return bool(self.replaced or self.lost)


def refreshed(standing: Standing, brief: Brief, materials: Materials, write: Write) -> Refreshed:
    """The piece with each fallen sentence rendered anew, judged anew, or taken out."""
    broken = standing.fallen | _misnamed(standing, materials)
    if not broken:
        return Refreshed(piece=standing.piece)
    mending = _Mending(standing, brief, materials, write)
    mended = mending.of(broken)
    by_code = all(one.writer == "code" for one in standing.piece.sentences())
    return mending.whole(mended) if by_code and (mended.lost or _of_another_material(standing)) else mended


def _of_another_material(standing: Standing) -> bool:
    """Then sentences of the description that name the old one, and stand on the description alone, are not told again."""
    return any(
        key_of(fact_id)[2] == "material"
        for place, one in enumerate(standing.piece.sentences())
        if place in standing.fallen
        for fact_id in one.sentence.fact_ids
    )


def _misnamed(standing: Standing, materials: Materials) -> frozenset[int]:
    """Sentences of the pieces that are called something else now: all of code's on them, and whatever bears their names."""
    if not standing.renamed:
        return frozenset()
    main = standing.piece.product_ids[0]
    found, number = set[int](), 0
    for passage in standing.piece.passages:
        for one in passage.told:
            if one.holds and (passage.about or main) in standing.renamed and _names(one):
                found.add(number)
            number += 1
    return frozenset(found)


def _names(one: Told) -> bool:
    return one.writer != "code" or any(span.how == "name" for span in one.sentence.spans)


class _Mending:
    """One piece being put right."""

    def __init__(self, standing: Standing, brief: Brief, materials: Materials, write: Write) -> None:
        self._standing, self._brief, self._materials, self._write = standing, brief, materials, write
        self._fresh: list[tuple[Passage, Told]] | None = None
        self._replaced: list[Replaced] = []
        self._lost: list[Replaced] = []

    def of(self, broken: frozenset[int]) -> Refreshed:
        piece = self._standing.piece
        self._said = {one.sentence.text for place, one in enumerate(piece.sentences()) if place not in broken}
        number, passages = 0, list[Passage]()
        for passage in piece.passages:
            kept = list[Told]()
            for one in passage.told:
                kept += [one] if number not in broken else self._anew(one, passage)
                number += 1
            if kept:
                passages.append(replace(passage, told=tuple(kept)))
        return Refreshed(
            piece=replace(piece, passages=tuple(passages)), replaced=tuple(self._replaced), lost=tuple(self._lost)
        )

    def whole(self, mended: Refreshed) -> Refreshed:
        """All of it as code writes it now, if that tells what was lost; else what could be mended."""
        fresh = self._write(self._brief, self._materials)
        told_now = [one for one in fresh.sentences() if one.holds]
        known = {one.sentence.text for one in self._standing.piece.sentences()}
        topics = {one.sentence.text: _topics(one.sentence) for one in self._standing.piece.sentences()}
        replaced, lost = list(mended.replaced), list[Replaced]()
        for gone in mended.lost:
            wanted = topics.get(gone.before, frozenset())
            after = _nearest(wanted, told_now)
            (replaced if after else lost).append(replace(gone, after=after))
        if fresh.blocked or (mended.lost and len(lost) == len(mended.lost)):
            return mended
        said = {one.sentence.text for one in told_now}
        others = [text for text in known - said if text not in {one.before for one in (*replaced, *lost)}]
        replaced += [Replaced(before=text, after=_nearest(topics[text], told_now)) for text in sorted(others)]
        return Refreshed(piece=fresh, replaced=tuple(replaced), lost=tuple(lost))

    def _anew(self, one: Told, passage: Passage) -> list[Told]:
        return self._of_code(one, passage) if one.writer == "code" else self._of_person(one, passage)

    def _of_code(self, one: Told, passage: Passage) -> list[Told]:
        found = self._rendered(one, passage) or self._still_true(one, passage) or self._repaired(one, passage)
        return self._put(one, found)

    def _of_person(self, one: Told, passage: Passage) -> list[Told]:
        about = passage.about or self._standing.piece.product_ids[0]
        again = told(one.sentence.text, self._materials, about, one.writer)
        if again and all(other.holds for other in again):
            return list(again)
        clear = [other for other in again if not other.holds]
        instead = clear[0].instead if len(again) == 1 and len(clear) == 1 else ()
        by_code = Told(sentence=instead[0]) if len(instead) == 1 else None
        return self._put(one, by_code, by_person=True)

    def _put(self, one: Told, found: Told | None, *, by_person: bool = False) -> list[Told]:
        after = found.sentence.text if found else ""
        if after == one.sentence.text and found is not None:
            return [found]
        noted = Replaced(before=one.sentence.text, after=after, by_person=by_person)
        (self._lost if found is None or by_person else self._replaced).append(noted)
        if found is None:
            return []
        self._said.add(after)
        return [found]

    def _rendered(self, one: Told, passage: Passage) -> Told | None:
        """What code writes now on the same facts: in the same kind of passage first."""
        main = self._standing.piece.product_ids[0]
        wanted, about = _topics(one.sentence), passage.about or main
        alike = [
            (other, fresh)
            for other, fresh in self._written()
            if fresh.holds and (other.about or main) == about and _topics(fresh.sentence) == wanted
            and fresh.sentence.text not in self._said
        ]  # fmt: skip
        alike.sort(key=lambda pair: (pair[0].kind, pair[0].place) != (passage.kind, passage.place))
        return next((fresh for _, fresh in alike), None)

    def _repaired(self, one: Told, passage: Passage) -> Told | None:
        """What the frame of the same facts says, where it is clear which: a price put there by hand, say."""
        about = passage.about or self._standing.piece.product_ids[0]
        blocked = judge(Sentence(text=one.sentence.text), self._materials, writer="person", about=about)
        lines = [line for line in blocked.instead if _topics(line) == _topics(one.sentence)]
        if len(lines) != 1 or lines[0].text in self._said:
            return None
        checked = judge(lines[0], self._materials, writer="code", about=about)
        return checked if checked.holds else None

    def _written(self) -> list[tuple[Passage, Told]]:
        if self._fresh is None:
            fresh = self._write(self._brief, self._materials)
            self._fresh = [(passage, one) for passage in fresh.passages for one in passage.told]
        return self._fresh

    def _still_true(self, one: Told, passage: Passage) -> Told | None:
        """The same words, where only how many are left has changed and they still hold."""
        if not one.sentence.fact_ids or any(key_of(key)[2] != "stock" for key in one.sentence.fact_ids):
            return None
        about = passage.about or self._standing.piece.product_ids[0]
        pinned = _pinned(one.sentence, self._materials.by_id)
        checked = judge(pinned, self._materials, writer="code", about=about)
        return checked if checked.holds else None


def _nearest(wanted: frozenset[tuple[str, str]], among: Sequence[Told]) -> str:
    best = max(among, key=lambda one: len(_topics(one.sentence) & wanted), default=None)
    return best.sentence.text if best is not None and _topics(best.sentence) & wanted else ""


def _topics(sentence: Sentence) -> frozenset[tuple[str, str]]:
    """What it speaks of, whichever variant bears it: attributes, and the policies by name."""
    keys = [key_of(key) for key in sentence.fact_ids]
    return frozenset((subject if kind == "policy" else "", attribute) for kind, subject, attribute in keys)


def _pinned(sentence: Sentence, ids: Iterable[str]) -> Sentence:
    held = {key_of(key): key for key in ids}
    spans = tuple(
        replace(span, fact_id=held.get(key_of(span.fact_id), span.fact_id)) if span.fact_id else span
        for span in sentence.spans
    )
    return replace(sentence, spans=spans)
