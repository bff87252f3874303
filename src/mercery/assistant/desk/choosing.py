"""Pieces and variants for a return or an exchange, as a message names, adds, removes or picks them. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import goods_named, value_table, values_named
from mercery.assistant.desk.pieces_meant import described_pieces
from mercery.assistant.desk.segments import segments
from mercery.assistant.desk.state import DeskState, PieceWish, Refusal, Task
from mercery.assistant.desk.values_wanted import with_wants
from mercery.assistant.desk.variants import as_wants, fits
from mercery.assistant.desk.view import Piece, View
from mercery.assistant.desk.wanting import speaks_of_goods


def with_pieces(task: Task, heard: Heard, view: View, state: DeskState, *, fresh: bool) -> Task:
    if task.kind == "return" and cues.ALL_PIECES.search(heard.text):
        task = replace(task, everything=True)
    if not task.pieces:
        if fresh:
            return _for_the_offered(task, heard, view, state) if task.kind == "swap" else task
        text = (
            heard.text
            if not (heard.yes and not segments(heard.text, [p.title for p in view.pieces(task.order)]))
            else ""
        )
        return replace(task, said=f"{task.said}\n{text}".strip())
    if fresh or speaks_of_goods(heard.text, view):
        task = _more_pieces(task, heard, view)
    if task.kind == "swap" and (other := _another_described(task, heard, view)) is not None:
        wish = with_wants(replace(task, pieces=(PieceWish(index=other.index, sku=other.sku),)), heard.text, view).pieces
        return replace(task, pieces=(*task.pieces, *wish))
    if task.kind == "swap":
        task = _by_sku(_picked(with_wants(task, heard.text, view, state.listed), heard, view, state), heard, view)
    return task


_FOR_IT: Final = re.compile(
    r"\b(?:for|to|into|with) (?:it|that|this|that one|this one)\b(?! order| parcel)|换[成为]?(?:它|这个|这款|那个|那款|这种|那种)(?!订单)",
    re.IGNORECASE | re.ASCII,
)


def _for_the_offered(task: Task, heard: Heard, view: View, state: DeskState) -> Task:
    """`Swap the 2K one for it`: the variant that was just spoken of takes the place of the piece described."""
    sku = state.listed[0] if len(state.listed) == 1 else state.variant
    offered = view.variants.get(sku)
    if offered is None or not task.order or not _FOR_IT.search(heard.text):
        return task
    own = [one for one in view.pieces(task.order) if one.product_id == offered.product_id and one.sku != sku]
    meant = own if len(own) == 1 else described_pieces(own, heard.text)
    if len(meant) != 1:
        return task
    wants = tuple((((name, value),), False) for name, value in offered.options)
    wish = PieceWish(index=meant[0].index, sku=meant[0].sku, wants=wants, new=sku if offered.available else "")
    return replace(task, pieces=(wish,))


def other_goods(task: Task, heard: Heard, view: View) -> Refusal | None:
    """Goods of another kind wanted in place of a piece."""
    own = {piece.title for piece in view.pieces(task.order)} if task.order else {piece.title for piece in view.pieces()}
    turning = [match.end() for match in cues.OLD_BEFORE.finditer(heard.text)]
    for one in goods_named(heard.tokens, view.titles.values()):
        if (
            not one.titles & own
            and any(place <= one.start for place in turning)
            and segments(heard.text[: one.start], list(own))
        ):
            return Refusal(kind="swap", order=task.order, code="other_product", detail=min(one.titles))
    return None


def _more_pieces(task: Task, heard: Heard, view: View) -> Task:
    """Pieces named on top of those already meant, and pieces taken out again."""
    pieces = view.pieces(task.order)
    have = {wish.index for wish in task.pieces}
    titles = {piece.title for piece in pieces if piece.index in have}
    parts = segments(heard.text, [piece.title for piece in pieces])
    wishes = list(task.pieces)
    for part in parts:
        if not part.named.titles & titles:
            there = [piece for piece in pieces if piece.title in part.named.titles and piece.index not in have]
            wishes += [PieceWish(index=piece.index, sku=piece.sku) for piece in there[:1]]
            titles |= part.named.titles
            have |= {piece.index for piece in there[:1]}
    if task.kind == "return" and parts and _ONLY.search(heard.text):
        named = {name for part in parts for name in part.named.titles}
        meant = {piece.index for piece in pieces if piece.title in named}
        wishes = [wish for wish in wishes if wish.index in meant] or wishes
    if task.kind == "return":
        named = {name for part in parts for name in part.named.titles}
        for one in goods_named(heard.tokens, [piece.title for piece in pieces]):
            if not one.titles & named and cues.KEEP.search(heard.text):
                gone = {piece.index for piece in pieces if piece.title in one.titles}
                wishes = [wish for wish in wishes if wish.index not in gone] or wishes
    return replace(task, pieces=tuple(wishes))


_ONLY: Final = re.compile(
    r"\b(?:only|just) (?:the|my|that|those)\b|\bkeep (?:it|that|this|them|those)\b|\binstead\b|只[退换]|只要[退换]|改[退成]|留着它|它留下",
    re.IGNORECASE | re.ASCII,
)
"""What was meant before and is not named now stays with the customer."""


def _another_described(task: Task, heard: Heard, view: View) -> Piece | None:
    """`and the 1L one to white`: another piece of the same name, told by what it is."""
    have = {wish.index for wish in task.pieces}
    pieces = view.pieces(task.order)
    products = {piece.product_id for piece in pieces if piece.index in have}
    alike = [piece for piece in pieces if piece.product_id in products]
    if len(alike) == len(have):
        return None
    best = described_pieces(alike, heard.text)
    return best[0] if len(best) == 1 and best[0].index not in have else None


def _by_sku(task: Task, heard: Heard, view: View) -> Task:
    """A variant named by its article number."""
    for sku in re.findall(r"(?<![\w-])[A-Za-z0-9][\w-]{4,}(?![\w-])", heard.raw, re.ASCII):
        known = view.variants.get(sku)
        if known is None or any(wish.sku == sku for wish in task.pieces):
            continue
        wants = tuple((((name, value),), False) for name, value in known.options)
        task = replace(task, pieces=tuple(
            replace(wish, new=sku if known.available else "", wants=wants) if _product(wish, task, view) == known.product_id else wish
            for wish in task.pieces
        ))  # fmt: skip
    return task


def _picked(task: Task, heard: Heard, view: View, state: DeskState) -> Task:
    """A variant chosen from what was listed or offered: by place, by price, or as `that one`."""
    extreme = heard.cue("CHEAPEST") or heard.cue("DEAREST")
    open_ = [wish for wish in task.pieces if not wish.new or (extreme and len(task.pieces) == 1)]
    if len(open_) != 1:
        return task
    sku = ""
    listed = [view.variants[one] for one in state.listed if one in view.variants]
    if extreme:
        product = [
            one for one in view.product(_product(open_[0], task, view)) if one.available and one.sku != open_[0].sku
        ]
        said = as_wants(values_named(heard.tokens, value_table(product))) if product else ()
        known = [one for one in listed if one in product and fits(dict(one.options), said)]
        listed = known or [one for one in product if fits(dict(one.options), said or open_[0].wants)]
    for number, pattern in cues.ORDINALS:
        if pattern.search(heard.text) and number <= len(listed):
            sku = listed[number - 1].sku
    priced = [one for one in listed if one.price is not None]
    if cues.CHEAPEST.search(heard.text) and priced:
        sku = min(priced, key=lambda one: one.price.minor if one.price else 0).sku
    elif cues.DEAREST.search(heard.text) and priced:
        sku = max(priced, key=lambda one: one.price.minor if one.price else 0).sku
    elif not sku and (cues.SAME_AS_THAT.search(heard.text) or heard.yes) and (state.variant or len(listed) == 1):
        sku = listed[0].sku if len(listed) == 1 else state.variant
    picked = view.variants.get(sku)
    if picked is None or picked.product_id != _product(open_[0], task, view):
        return task
    wants = tuple((((name, value),), False) for name, value in picked.options)
    chosen = replace(open_[0], new=sku if picked.available else "", wants=wants)
    return replace(task, pieces=tuple(chosen if wish == open_[0] else wish for wish in task.pieces))


def _product(wish: PieceWish, task: Task, view: View) -> str:
    return next((piece.product_id for piece in view.pieces(task.order) if piece.index == wish.index), "")
