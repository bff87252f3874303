"""Which pieces of an order a wish is about. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mercery.assistant.desk.gloss import gloss
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import goods_named
from mercery.assistant.desk.segments import is_kept, segments
from mercery.assistant.desk.state import PieceWish, Task
from mercery.assistant.desk.values_wanted import mentions_for
from mercery.assistant.desk.view import Piece, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The outcome of looking for pieces."""

    kind: Literal["found", "several", "none"]
    wishes: tuple[PieceWish, ...] = ()
    several: tuple[Piece, ...] = ()
    """Pieces between which the words do not decide."""


def find_pieces(task: Task, view: View) -> Pieces:
    """The pieces of the task's order that its words mean."""
    pieces = view.pieces(task.order)
    if not pieces:
        return Pieces(kind="none")
    found: list[Piece] = []
    unclear: list[Piece] = []
    parts = segments(task.said, [piece.title for piece in pieces])
    # `the grill order` tells which order is meant, not what of it.
    telling = [
        part for part in parts if not re.match(r"(?a)\s?orders?\b|那[个张]?(?:订单|单)", task.said[part.named.end :])
    ]
    for part in telling or parts:
        there = [piece for piece in pieces if piece.title in part.named.titles and piece not in found]
        chosen = _decided(there, task.said[part.start : part.end], view, swap=task.kind == "swap")
        found += chosen
        unclear += [] if chosen else there
    if task.everything:
        kept = {
            name
            for one in goods_named(gloss(task.said), [p.title for p in pieces])
            for name in one.titles
            if is_kept(task.said, one)
        }
        found = [piece for piece in pieces if piece.title not in kept]
    if not found and not unclear:
        found = _without_name(pieces, task)
    if unclear:
        return Pieces(kind="several", several=tuple(dict.fromkeys(unclear)))
    if not found:
        return Pieces(kind="none", several=pieces)
    return Pieces(kind="found", wishes=tuple(PieceWish(index=one.index, sku=one.sku) for one in dict.fromkeys(found)))


def _without_name(pieces: Sequence[Piece], task: Task) -> list[Piece]:
    """No goods are named: the only piece there is, or the one whose options are described."""
    if len({piece.sku for piece in pieces}) == 1:
        return list(pieces[:1])
    best = best_described(pieces, task.said, None)
    return best if len(best) == 1 else []


def _decided(there: Sequence[Piece], text: str, view: View, *, swap: bool) -> list[Piece]:
    """The pieces of one name that are meant: the only one, both, or the one described."""
    if len(there) <= 1:
        return list(there)
    if cues.BOTH.search(text) or counted(text) == len(there) or re.search(r"(?a)\ball\b", text):
        return list(there)
    if len({piece.sku for piece in there}) == 1:
        return list(there[: max(1, counted(text))])
    best = best_described(there, text, turning_place(text) if swap else None)
    if len({piece.sku for piece in best}) == 1:
        return best[: max(1, min(counted(text), len(best)))]
    if swap and len({piece.product_id for piece in there}) > 1:
        # The product that knows the values said.
        known = [(len(mentions_for(text, piece, view)), piece) for piece in there]
        most = max(count for count, _ in known)
        fitting = [piece for count, piece in known if count == most]
        return fitting if len(fitting) == 1 else []
    return []


def counted(text: str) -> int:
    """How many pieces the words speak of, two or three; 0 where they do not say."""
    found = re.search(
        r"(?a)\b(two|three|2|3)\b(?! ?(?:cups?|l\b|liters?|ft|inch|hours?))|([两二三])[个件台双把只条]", text
    )
    return {"two": 2, "2": 2, "两": 2, "二": 2, "three": 3, "3": 3, "三": 3}.get((found[1] or found[2]) if found else "", 0)  # fmt: skip


def best_described(pieces: Sequence[Piece], text: str, until: int | None) -> list[Piece]:
    """The pieces whose options the text describes best. `until`: only what stands before counts."""
    scores = []
    for piece in pieces:
        mentions = mentions_for(text, piece)
        early = [one for one in mentions if until is None or one.end <= until]
        options = dict(piece.options)
        scores.append(sum(1 if one.holds(options) else -1 for one in early))
    top = max(scores, default=0)
    return [piece for piece, score in zip(pieces, scores, strict=True) if score == top] if top > 0 else []


def turning_place(text: str) -> int | None:
    """Where the words turn from what the customer has to what they want; None when they do not."""
    late = cues.NEW_BEFORE.search(text)
    if late:
        return None
    places = [match.start() for match in cues.OLD_BEFORE.finditer(text)]
    return places[-1] if places else None


def described_pieces(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces that the words before a turn (`the 1L one to white`) describe best."""
    turning = turning_place(text)
    return best_described(pieces, text, turning) if turning is not None else []
