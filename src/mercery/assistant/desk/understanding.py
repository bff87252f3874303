"""Which pieces of which order a wish is about, and which variants are wanted instead. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mercery.assistant.desk.comparing import compared
from mercery.assistant.desk.gloss import gloss
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import Mention, Named, ValueTable, goods_named, value_table, values_named
from mercery.assistant.desk.state import PieceWish, Task
from mercery.assistant.desk.variants import Choice, Wants, as_wants, choose, fits, merged
from mercery.assistant.desk.view import Piece, View
from mercery.assistant.desk.wishes import clauses, sentences
from mercery.orders.order import Order

ACTIONS: Final = {
    "cancel": ("cancel_order",), "return": ("return_items",), "swap": ("change_order_items", "exchange_items"),
    "order_address": ("change_order_address",), "payment": ("change_order_payment",),
}  # fmt: skip
_SEPARATOR: Final = re.compile(
    r"\b(?:and|also|plus|then)\b|[,;\n]|\.(?!\d)|还有|另外|和|跟|、", re.IGNORECASE | re.ASCII
)
_STATUS_WORDS: Final = (
    (re.compile(r"\bpending\b|\bnot (?:yet )?shipped\b|待处理|没发货|未发货", re.IGNORECASE | re.ASCII), ("pending", "paid")),
    (re.compile(r"\bdelivered\b|\barrived\b|\breceived\b|\bi got\b|\bgot (?:it|them|my)\b|收到|送达|到货|到了", re.IGNORECASE | re.ASCII), ("delivered",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of text about one kind of goods."""

    named: Named
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The outcome of looking for pieces."""

    kind: Literal["found", "several", "none"]
    wishes: tuple[PieceWish, ...] = ()
    several: tuple[Piece, ...] = ()
    """Pieces between which the words do not decide."""


def allowed_statuses(kind: str, view: View) -> frozenset[str]:
    """Statuses in which an order may have this done, by the rules in force."""
    rules = [view.rule(action) for action in ACTIONS.get(kind, ())]
    return frozenset(status for rule in rules if rule for status in rule.statuses)


def segments(text: str, titles: Sequence[str]) -> list[Segment]:
    """The text cut up by the goods it names; what is to be kept is left out."""
    tokens = gloss(text)
    named = [one for one in goods_named(tokens, titles) if not _is_kept(text, one)]
    found: list[Segment] = []
    for at, one in enumerate(named):
        start = found[-1].end if found else 0
        end = _boundary(text, one.end, named[at + 1].start) if at + 1 < len(named) else len(text)
        found.append(Segment(named=one, start=start, end=end))
    return found


def _boundary(text: str, left: int, right: int) -> int:
    """Where the words about one thing end and those about the next begin."""
    places = [match.start() + left for match in _SEPARATOR.finditer(text[left:right])]
    strong = [place for place in places if text[place] in ";.\n"]
    return (strong or places or [right])[-1]


def _is_kept(text: str, named: Named) -> bool:
    for start, end in sentences(text):
        if start <= named.start < end:
            keep = re.search(
                r"\b(?:except|keep|keeping|but not|not the|not my|apart from|leave)\b", text[start : named.start]
            )
            if keep and not re.search(
                r"\b(?:but|and) (?:return|exchange|send)\b", text[start + keep.end() : named.start]
            ):
                return True
            for left, right in clauses(text, start, end):
                if left <= named.start < right and re.search(
                    r"保留|留下|留着|除了|不退|不动|不换|别动|不用[换退]", text[left:right]
                ):
                    return True
    return False


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
            if _is_kept(task.said, one)
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
    best = _best(pieces, task.said, None)
    return best if len(best) == 1 else []


def _decided(there: Sequence[Piece], text: str, view: View, *, swap: bool) -> list[Piece]:
    """The pieces of one name that are meant: the only one, both, or the one described."""
    if len(there) <= 1:
        return list(there)
    if cues.BOTH.search(text) or _counted(text) == len(there) or re.search(r"(?a)\ball\b", text):
        return list(there)
    if len({piece.sku for piece in there}) == 1:
        return list(there[: max(1, _counted(text))])
    best = _best(there, text, _turning(text) if swap else None)
    if len({piece.sku for piece in best}) == 1:
        return best[: max(1, min(_counted(text), len(best)))]
    if swap and len({piece.product_id for piece in there}) > 1:
        # The product that knows the values said.
        known = [(len(mentions_for(text, piece, view)), piece) for piece in there]
        most = max(count for count, _ in known)
        fitting = [piece for count, piece in known if count == most]
        return fitting if len(fitting) == 1 else []
    return []


def _counted(text: str) -> int:
    found = re.search(
        r"(?a)\b(two|three|2|3)\b(?! ?(?:cups?|l\b|liters?|ft|inch|hours?))|([两二三])[个件台双把只条]", text
    )
    return {"two": 2, "2": 2, "两": 2, "二": 2, "three": 3, "3": 3, "三": 3}.get((found[1] or found[2]) if found else "", 0)  # fmt: skip


def _best(pieces: Sequence[Piece], text: str, until: int | None) -> list[Piece]:
    """The pieces whose options the text describes best. `until`: only what stands before counts."""
    scores = []
    for piece in pieces:
        mentions = mentions_for(text, piece)
        early = [one for one in mentions if until is None or one.end <= until]
        options = dict(piece.options)
        scores.append(sum(1 if one.holds(options) else -1 for one in early))
    top = max(scores, default=0)
    return [piece for piece, score in zip(pieces, scores, strict=True) if score == top] if top > 0 else []


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


def _turning(text: str) -> int | None:
    """Where the words turn from what the customer has to what they want; None when they do not."""
    late = cues.NEW_BEFORE.search(text)
    if late:
        return None
    places = [match.start() for match in cues.OLD_BEFORE.finditer(text)]
    return places[-1] if places else None


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


def described_pieces(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces that the words before a turn (`the 1L one to white`) describe best."""
    turning = _turning(text)
    return _best(pieces, text, turning) if turning is not None else []


def look(wish: PieceWish, piece: Piece, view: View) -> Choice:
    """The variant a wish comes to."""
    return choose(view.product(piece.product_id), dict(piece.options), wish.wants, old_sku=piece.sku)


def orders_meant(task: Task, view: View) -> list[Order]:
    """The orders a task without a number may be about."""
    allowed = allowed_statuses(task.kind, view)
    parts = segments(task.said, [piece.title for piece in view.pieces()])
    named = [title for part in parts for title in part.named.titles]
    holding = [
        order for order in view.orders if not named or any(piece.title in named for piece in view.pieces(order.number))
    ]
    if named and len(parts) > 1:
        every = [
            one
            for one in holding
            if all(any(piece.title in part.named.titles for piece in view.pieces(one.number)) for part in parts)
        ]
        holding = every or holding
    fitting = [order for order in holding if order.status in allowed]
    for pattern, statuses in _STATUS_WORDS:
        if pattern.search(task.said):
            fitting = [order for order in fitting if order.status in statuses] or fitting
    if len(fitting) > 1 and task.kind == "swap":
        late = re.search(r"\bexchang|\breplac|换货|退换", task.said, re.IGNORECASE | re.ASCII)
        early = re.search(r"\bmodif|\bchange\b|修改|改", task.said, re.IGNORECASE | re.ASCII)
        if bool(late) != bool(early):
            change = view.rule("change_order_items")
            open_ = change.statuses if change else ()
            fitting = [order for order in fitting if (order.status in open_) == bool(early)] or fitting
    if len(fitting) > 1 and named:
        fitting = _described(fitting, named, task, view) or fitting
    if not named and cues.NEWEST.search(task.said) and (newest := _newest(view)) is not None:
        return [newest]
    return fitting or (holding if named else [])


def _newest(view: View) -> Order | None:
    """The order placed last, whether or not it may still have the thing done."""
    dated = [(order.placed_at, order.number, order) for order in view.orders if order.placed_at is not None]
    return max(dated)[2] if dated else None


def _described(orders: Sequence[Order], named: Sequence[str], task: Task, view: View) -> list[Order]:
    """Those that hold the piece as the customer describes it."""
    pieces = [piece for order in orders for piece in view.pieces(order.number) if piece.title in named]
    best = _best(pieces, task.said, _turning(task.said) if task.kind == "swap" else None)
    numbers = {piece.order for piece in best}
    return [order for order in orders if order.number in numbers]
