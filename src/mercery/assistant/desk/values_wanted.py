"""Which values are wanted instead of what a piece is, and the variant they come to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mercery.assistant.desk.comparing import compared
from mercery.assistant.desk.gloss import gloss
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import Mention, ValueTable, value_table, values_named
from mercery.assistant.desk.segments import segments
from mercery.assistant.desk.state import PieceWish, Task
from mercery.assistant.desk.variants import Choice, Wants, as_wants, choose, fits, merged
from mercery.assistant.desk.view import Piece, View


def mentions_for(text: str, piece: Piece, view: View | None = None) -> list[Mention]:
    """Values said, as far as they are options of this piece or, with `view`, of any variant of its product."""
    table = table_of(piece, view)
    return values_named(gloss(text), table)


def table_of(piece: Piece, view: View | None) -> ValueTable:
    """The options of the piece's product; of the piece alone where the catalogue has it no more."""
    from mercery.orders.actions.decision import KnownVariant

    known = view.product(piece.product_id) if view and piece.product_id else ()
    alone = KnownVariant(
        sku=piece.sku, product_id="", title=piece.title, options=piece.options, available=False, price=None
    )
    return value_table(known or (alone,))


def wanted_in(text: str, piece: Piece, view: View) -> list[Mention]:
    """What is wanted instead of the piece: values said that are not just a description of what it is."""
    mentions = mentions_for(text, piece, view)
    options = dict(piece.options)
    new = [one for one in mentions if _is_new(text, one, mentions)]
    changed = {option for one in new if not one.holds(options) for option in one.options}
    kept = [one for one in new if not (one.holds(options) and len(one.options) == 1 and one.options <= changed)]
    spoken = {option for one in kept for option in one.options}
    extra = [one for one in mentions if one not in new and not one.holds(options) and not one.options & spoken]
    spoken |= {option for one in extra for option in one.options}
    extra += [one for one in compared(text, options, view.product(piece.product_id)) if not one.options & spoken]
    shared = _shared_out([*extra, *kept], list(options))
    return _either(shared) if cues.EITHER.search(text) else _last_of_each(shared)


def _shared_out(mentions: Sequence[Mention], order: Sequence[str]) -> list[Mention]:
    """`black, brown` for frame and lens: values that fit several options go to those nobody else claims, in their order."""
    claimed = {next(iter(one.options)) for one in mentions if len(one.options) == 1}
    made: list[Mention] = []
    for one in mentions:
        free = tuple(pair for pair in one.pairs if pair[0] not in claimed)
        made.append(replace(one, pairs=free) if len(one.options) > 1 and free else one)
    open_ = [at for at, one in enumerate(made) if len(one.options) > 1]
    if (
        open_
        and all(made[at].options == made[open_[0]].options for at in open_)
        and len(open_) == len(made[open_[0]].options)
    ):
        options = [name for name in order if name in made[open_[0]].options]
        for at, name in zip(open_, options, strict=False):
            made[at] = replace(made[at], pairs=tuple(pair for pair in made[at].pairs if pair[0] == name))
    return made


def _either(mentions: Sequence[Mention]) -> list[Mention]:
    """`black or white`: values of one option beside each other."""
    found: list[Mention] = []
    for one in mentions:
        alike = next(
            (other for other in found if other.options == one.options and not other.negated and not one.negated), None
        )
        if alike is None:
            found.append(one)
        else:
            found[found.index(alike)] = replace(alike, pairs=tuple(dict.fromkeys((*alike.pairs, *one.pairs))))
    return found


def _last_of_each(mentions: Sequence[Mention]) -> list[Mention]:
    """Of two contradicting values of one option the later one."""
    found: list[Mention] = []
    for one in mentions:
        found = [other for other in found if not (other.options == one.options and len(one.options) == 1)]
        found.append(one)
    return found


def _is_new(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    late = cues.NEW_BEFORE.search(text)
    if late and any(one.end <= late.start() for one in mentions):
        return mention.end <= late.start()
    if late:
        # `替换掉黑色那个,要白色的`: only what stands right behind the marker is old.
        return mention.start > late.end() + 16 or bool(cues.OLD_BEFORE.search(text[late.end() : mention.start]))
    markers = [match.end() for match in cues.OLD_BEFORE.finditer(text)]
    after = [place for place in markers if any(one.start >= place for one in mentions)]
    return not after or mention.start >= after[-1] or not any(place >= mention.end for place in after)


def with_wants(task: Task, text: str, view: View, listed: Sequence[str] = ()) -> Task:
    """The swap with what the text adds to the wishes for its pieces."""
    pieces = {(piece.index): piece for piece in view.pieces(task.order)}
    parts = segments(text, [pieces[wish.index].title for wish in task.pieces if wish.index in pieces])
    made = []
    for wish in task.pieces:
        piece = pieces.get(wish.index)
        if piece is None:
            continue
        mine = [text[part.start : part.end] for part in parts if piece.title in part.named.titles]
        if (
            len(mine) > 1
            and len({p.title for p in pieces.values() if any(w.index == p.index for w in task.pieces)}) == 1
        ):
            mine = [mine[[w.index for w in task.pieces].index(wish.index) % len(mine)]]
        own = "\n".join(mine) if mine else ("" if parts else text)
        made.append(_with_fallback(wish, own, piece, view, listed))
    return replace(task, pieces=tuple(made))


def _with_fallback(wish: PieceWish, text: str, piece: Piece, view: View, listed: Sequence[str] = ()) -> PieceWish:
    """`in blue, otherwise black`: the second only where the first cannot be had."""
    split = cues.OTHERWISE.search(text)
    if split is None:
        wanted = wanted_in(text, piece, view) if text else []
        soft = _preferred(text, wanted)
        if not soft:
            return _wish(wish, wanted, piece, view, listed, text)
        tried = _wish(wish, [one for one in wanted if one not in soft], piece, view)
        both = _wish(wish, wanted, piece, view)
        return both if both.new or (not tried.new and not tried.wants) else tried
    inside = mentions_for(text[split.start() : split.end()], piece, view)
    first = wanted_in(text[: split.start()], piece, view) or inside
    second = mentions_for(text[split.end() :], piece, view)
    tried = _wish(wish, first, piece, view)
    if tried.new or not second:
        return tried
    again = _wish(replace(wish, wants=merged(wish.wants, as_wants(first))), second, piece, view)
    return again if again.new else tried


def _preferred(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Values said as a preference: they choose between variants that all fit, and exclude none."""
    places = [(match.start(), match.end()) for match in cues.PREFER.finditer(text)]
    return [one for one in mentions if any(end <= one.start <= end + 24 for _, end in places)]


def _wish(
    wish: PieceWish, mentions: Sequence[Mention], piece: Piece, view: View, listed: Sequence[str] = (), text: str = ""
) -> PieceWish:
    if not mentions:
        return wish
    new = as_wants(mentions)
    if cues.ALSO_FINE.search(text):
        new = _widened(new, wish.wants)
    wants = merged(wish.wants, new)
    choice = look(replace(wish, wants=wants), piece, view)
    if choice.kind == "none" and wants != new:
        # What was wanted before cannot be had with it: one of those just listed may be meant.
        among = [one for one in view.product(piece.product_id) if one.sku in listed and fits(dict(one.options), new)]
        fresh = look(replace(wish, wants=new), piece, view)
        if len(among) == 1:
            wants, choice = new, Choice(kind="found", variant=among[0])
        elif fresh.kind == "found" and len(new) >= len(piece.options):
            wants, choice = new, fresh
    return replace(wish, wants=wants, new=choice.variant.sku if choice.kind == "found" and choice.variant else "")


def _widened(new: Wants, before: Wants) -> Wants:
    """`white is fine too`: the new value beside the one wanted before."""
    made = []
    for pairs, negated in new:
        options = {option for option, _ in pairs}
        earlier = [pair for held, denied in before if not denied and not negated for pair in held if pair[0] in options]
        made.append((tuple(dict.fromkeys((*pairs, *earlier))), negated))
    return tuple(made)


def look(wish: PieceWish, piece: Piece, view: View) -> Choice:
    """The variant a wish comes to."""
    return choose(view.product(piece.product_id), dict(piece.options), wish.wants, old_sku=piece.sku)
