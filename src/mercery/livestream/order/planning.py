"""The running order, made of the goods and of what the shop wants of the show. Pure: values in, values out, with the reason for each
choice in words.

A round goes: a welcome, then pieces with a welcome every so many minutes and questions after every few pieces. What is nearly
sold out comes early, so that it is still there when it is shown; what has more to say and more in stock gets more time; two
pieces of one kind do not follow one another where that can be helped.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.livestream.show import NO_WORDS, Goals, Item, ItemKind

FEW: Final = 3
_SOON: Final = timedelta(hours=24)
_WELCOME_MINUTES: Final = 0.5
_QUESTION_MINUTES: Final = 1.5
_LATELY: Final = 0.35
"""What a piece of the last round loses, so that others have their turn where there are more than fit."""
_COMPLETES: Final = 1.2
_TAKEN: Final = 0.8
"""What goes with what was just taken gains more than an offer or newness weighs; what most viewers have already loses."""
_GOES_WITH: Final = 0.5
"""From so much on that is the reason given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """What planning knows of a piece."""

    product_id: str
    title: Words
    category: str = ""
    said: int = 8
    """How many things there are to say of it."""
    stock: int | None = None
    """Pieces there are in all; None: not counted."""
    reduced: float = 0.0
    """Share its price is below the old one."""
    promoted: bool = False
    """Whether a promotion anybody may use is for it."""
    offer_ends: datetime | None = None
    newness: float = 0.0
    """1 the newest of the range, 0 the oldest."""
    margin: float | None = None
    """Share of the price that is left; None: not known."""
    completes: float = 0.0
    """How well it goes with what viewers of this show have just taken: 1 best, 0 not at all."""
    taken: float = 0.0
    """Share of the viewers of late who have put it into their bag already."""

    @property
    def there(self) -> bool:
        """Whether it can be had."""
        return self.stock is None or self.stock > 0

    @property
    def few(self) -> bool:
        """Whether it is nearly sold out."""
        return self.stock is not None and 0 < self.stock <= FEW


def plan(
    goods: Sequence[Good],
    goals: Goals,
    *,
    moment: datetime,
    round_number: int = 0,
    before: Sequence[Item] = (),
    running: str = "",
) -> tuple[Item, ...]:
    """The items of a round, in their places. `before`: the order as it stands, whose items keep their ids and, where a person put
    them there, their places. `running`: the item on air; it and what was before it stay."""
    behind = _behind(before, running)
    shown = {item.product_id for item in behind if item.kind == "piece"}
    own = {item.product_id for item in before if item.fixed and item.kind == "piece"}
    chosen = _chosen(
        [one for one in goods if one.there and one.product_id not in shown | own], goals, moment, round_number, before,
        many=max(0, goals.pieces - len([one for one in behind if one.kind == "piece"]) - len(own - shown)),
    )  # fmt: skip
    fresh = list(_round(chosen, goals, moment, welcomed=bool(behind)))
    rest = _with_ids(fresh, [item for item in before if item not in behind and not item.fixed])
    fixed = [item for item in before if item.fixed and item not in behind]
    row = [*behind, *_among(rest, fixed, len(behind))]
    end = [item for item in row if item.kind == "closing"]
    known = next((item for item in before if item.kind == "closing"), None)
    # Farewell is for the end of the show alone, wherever the rounds stand then.
    closing = end or ([known] if known else [_item("closing", _WELCOME_MINUTES, why=_CLOSED)])
    return _placed([*(item for item in row if item.kind != "closing"), *closing[:1]])


def _behind(before: Sequence[Item], running: str) -> list[Item]:
    places = [number for number, item in enumerate(before) if item.id == running]
    return list(before[: places[0] + 1]) if places else []


def _chosen(
    goods: Sequence[Good], goals: Goals, moment: datetime, round_number: int, before: Sequence[Item], *, many: int
) -> list[tuple[Good, Words]]:
    """The pieces in their order, each with the reason."""
    if goals.product_ids:
        by_id = {one.product_id: one for one in goods}
        named = [by_id[key] for key in goals.product_ids if key in by_id][:many]
        # Chosen by a person in this order: what is nearly gone does not jump the queue.
        return [(one, _with_time(_ASKED, one, moment)) for one in named]
    lately = {item.product_id for item in before if item.kind == "piece"} if round_number else set()
    row = sorted(
        goods, key=lambda one: (-_score(one, goals, moment, one.product_id in lately, round_number), one.product_id)
    )
    picked = _one_of_each(row, many) if goals.prefer == "range" else row[:many]
    return [(one, _with_time(_why(one, goals, moment), one, moment)) for one in _spread(picked, moment)]


def _score(one: Good, goals: Goals, moment: datetime, lately: bool, round_number: int) -> float:
    offer = 0.6 * min(1.0, one.reduced / 0.3) + 0.3 * bool(one.reduced) + 0.4 * one.promoted
    if _ends_soon(one, moment):
        offer += 0.5
    stock = 0.5 if one.stock is None else min(1.0, one.stock / 20)
    wanted = {"offers": offer, "new": one.newness, "stock": stock, "range": 0.3 * offer}[goals.prefer]
    margin = 0.1 * (one.margin or 0.0)
    turn = 0.15 * random.Random(f"{one.product_id}/{round_number}").random()  # noqa: S311 - whose turn it is among equals
    asked = _COMPLETES * one.completes - _TAKEN * one.taken
    return wanted + asked + 0.1 * stock + margin + turn + 0.02 * min(one.said, 20) - (_LATELY if lately else 0.0)


def _one_of_each(row: Sequence[Good], many: int) -> list[Good]:
    """One of each kind before a second of one."""
    taken: dict[str, int] = {}
    ranked = []
    for place, one in enumerate(row):
        number = taken[one.category] = taken.get(one.category, -1) + 1
        ranked.append((number, place, one))
    ranked.sort(key=lambda entry: entry[:2])
    return [one for _, _, one in ranked[:many]]


def _spread(picked: Sequence[Good], moment: datetime) -> list[Good]:
    """Nearly sold out and soon over first; then in the order of the choice, kinds apart."""
    left = sorted(picked, key=lambda one: 0 if one.few else 1 if _ends_soon(one, moment) else 2)
    row: list[Good] = []
    while left:
        urgent = [one for one in left if one.few or _ends_soon(one, moment)]
        among = urgent or left
        other = next((one for one in among if not row or one.category != row[-1].category), among[0])
        row.append(other)
        left.remove(other)
    return row


def _round(chosen: Sequence[tuple[Good, Words]], goals: Goals, moment: datetime, *, welcomed: bool) -> Iterator[Item]:
    minutes, pieces = (0.0, 0) if welcomed else (goals.welcome_every_minutes, 0)
    for good, why in chosen:
        if minutes >= goals.welcome_every_minutes:
            yield _item("welcome", _WELCOME_MINUTES, why=_WELCOMED)
            minutes = 0.0
        length = minutes_for(good, goals)
        yield replace(_item("piece", length, why=why), product_id=good.product_id, title=good.title)
        minutes += length
        pieces += 1
        if goals.questions_every_pieces and pieces % goals.questions_every_pieces == 0:
            yield _item("questions", _QUESTION_MINUTES, why=_QUESTIONS)
            minutes += _QUESTION_MINUTES


def minutes_for(good: Good, goals: Goals) -> float:
    """More to say and more in stock: longer. To half a minute."""
    share = 0.7 + 0.6 * min(1.0, good.said / 20)
    if good.stock is not None:
        share *= 0.8 if good.stock <= FEW else 1.1 if good.stock >= 12 else 1.0
    return max(1.0, round(2 * goals.minutes_a_piece * share) / 2)


def _item(kind: ItemKind, minutes: float, *, why: Words) -> Item:
    return Item(id=new_id("lit"), place=0, kind=kind, minutes=minutes, title=NO_WORDS, why=why)


def _with_ids(fresh: Sequence[Item], before: Sequence[Item]) -> list[Item]:
    """The same items under the ids they had, with what a person said of them: its own sentences, that it is skipped."""
    left = list(before)
    found = []
    for item in fresh:
        known = next((one for one in left if (one.kind, one.product_id) == (item.kind, item.product_id)), None)
        if known is None:
            found.append(item)
            continue
        left.remove(known)
        found.append(replace(item, id=known.id, own=known.own, only_own=known.only_own, skipped=known.skipped))
    return found


def _among(row: Sequence[Item], fixed: Sequence[Item], start: int) -> list[Item]:
    """A person's items at the places they had, as far as the row is long enough."""
    found = list(row)
    for item in sorted(fixed, key=lambda one: one.place):
        found.insert(min(max(0, item.place - start), len(found)), item)
    return found


def _placed(row: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(replace(item, place=place) for place, item in enumerate(row))


def _ends_soon(one: Good, moment: datetime) -> bool:
    return one.offer_ends is not None and bool(one.reduced or one.promoted) and one.offer_ends - moment <= _SOON


_ASKED: Final = Words("Chosen for this show", "为本场选定")
_WELCOMED: Final = Words("Whoever comes in is told that a machine speaks", "让新来的人知道是 AI 在讲解")
_CLOSED: Final = Words("Said when the show ends", "结束时说")
_QUESTIONS: Final = Words("Time for what viewers asked", "留给观众提问的时间")


def _why(one: Good, goals: Goals, moment: datetime) -> Words:
    if one.few:
        return Words(f"Early: {one.stock} left", f"提前：仅剩 {one.stock} 件")
    if _ends_soon(one, moment):
        return Words("Early: its offer ends within a day", "提前：优惠一天内结束")
    if one.completes >= _GOES_WITH:
        return Words("Goes with what viewers just took", "与观众刚加购的商品相配")
    if goals.prefer == "offers" and one.reduced:
        share = round(100 * one.reduced)
        return Words(f"Reduced by {share} %", f"已降价 {share}%")
    if goals.prefer == "offers" and one.promoted:
        return Words("A promotion is for it", "有促销适用")
    if goals.prefer == "new":
        return Words("Among the newest", "新近上架")
    if goals.prefer == "stock":
        return Words("Well stocked", "库存充足")
    if goals.prefer == "range":
        return Words(f"One of its kind: {one.category}" if one.category else "For variety", "同类中选一件")
    return Words("Its turn", "轮到它")


def _with_time(why: Words, one: Good, moment: datetime) -> Words:
    """Why as long as that."""
    more = one.said >= 14 and not one.few
    less = one.said <= 6 or one.few
    if more:
        return Words(f"{why.en}; longer, there is much to say", f"{why.zh}；可讲的多，时间稍长")
    if less:
        return Words(f"{why.en}; shorter", f"{why.zh}；时间稍短")
    return why
