"""`mercery eval substitutes [DIR]`: is somebody who has just bought something that lasts offered another of its type?

Of each customer the last order is held back. Everybody is asked directly after the order before it, with all orders but the
last ones known; pieces bought already are left out of every list, as is usual for this measure.

`sap10` (substitutes after purchase): for each type of which the order before held a durable piece, the places among the ten
with a piece of that type the customer does not buy later, divided by ten times the requests. `sap_any`: the share of those
requests with at least one. `recall10`: of what the last order holds and was not bought before, the mean share among the same
ten. Low SAP alone proves nothing, so both are told for the same lists: with suppression, without (`…_without`), and for each
other method. `recall_loss` is relative. Suppression goes through the product's own code (`recommendations/owning.py`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.evals.durable_files import TypedProduct, TypedShop, read_shop
from mercery.evals.next_basket import COUNTED_HALF_LIVES, DATED_HALF_LIVES, Numbers, lines_of
from mercery.evals.next_basket import Bought as InNumbers
from mercery.evals.recommenders import Answers, Ids, Lesson, Told, all_recommenders, ask
from mercery.evals.registry import Result, made
from mercery.recommendations.durable.kinds import CONFIDENCE, kind_named
from mercery.recommendations.history import Bought
from mercery.recommendations.history import History as Known
from mercery.recommendations.model.exact import Lines
from mercery.recommendations.model.fitting import Case
from mercery.recommendations.model.history import History
from mercery.recommendations.owning import lessened, owning, ruled_out
from mercery.recommendations.piece import Piece
from mercery.recommendations.recommendation import Asked

Say = Callable[[str], None]
AT: Final = 10
ASKED_FOR: Final = 250
"""Pieces each method names, so that ten are left when some fall out."""
MOST: Final = 20_000
"""Requests; of more a sample is drawn, the same each time."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
OURS: Final = "mercery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One customer directly after an order."""

    case: Case
    had: tuple[tuple[int, float], ...]
    """Piece and day of everything bought before, the latest last."""
    types: tuple[str, ...]
    """Types of which the order before held a durable piece."""
    wanted: frozenset[int]
    """What the last order holds and was not bought before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Everything the methods are asked with."""

    told: Told
    requests: Sequence[Request]
    pieces: Sequence[Piece | None]
    """By number."""
    dated: bool


def run(paths: list[Path], say: Say) -> Result:
    """Figures with suppression at the top level, without it beside them, and of every method."""
    shop = read_shop(paths[0]) if paths else made_shop()
    setting = set_up(shop)
    if not setting.requests:
        raise Invalid("No customer has two orders.", remedy="Give orders of customers who came again.")
    durable = sum(1 for one in setting.requests if one.types)
    say(f"{len(setting.requests)} requests, {durable} of them after something durable, {setting.told.items} pieces")
    by_method: dict[str, Mapping[str, object]] = {}
    ours: dict[str, object] = {}
    for recommender in all_recommenders():
        answers: Answers | None = ask(recommender, setting.told, [one.case for one in setting.requests], ASKED_FOR, say)
        if answers is None:
            by_method[recommender.name] = {"note": "not installed here"}
            continue
        plain = [_unbought(one, found) for one, found in zip(setting.requests, answers.lists, strict=True)]
        by_method[answers.name] = {**scores(setting, plain), **answers.costs()}
        say(f"{answers.name}: {by_method[answers.name]}")
        if answers.name == OURS:
            kept = [_suppressed(setting, one, found) for one, found in zip(setting.requests, plain, strict=True)]
            ours = compared(scores(setting, kept), by_method[OURS])
            by_method["mercery_suppressing"] = scores(setting, kept)
    return Result(n=len(setting.requests), figures={**ours, "dated": setting.dated, "by_method": by_method})


def compared(on: Mapping[str, object], off: Mapping[str, object]) -> dict[str, object]:
    """Figures with suppression, those without beside them, and what it costs."""
    before, after = off["recall10"], on["recall10"]
    loss = None
    if isinstance(before, float) and isinstance(after, float) and before:
        loss = round(1 - after / before, 4)
    without = {f"{name}_without": off[name] for name in ("sap10", "sap_any", "recall10")}
    return {**on, **without, "recall_loss": loss}


def scores(setting: Setting, lists: Sequence[Ids]) -> dict[str, object]:
    """SAP and recall of ten pieces for each request."""
    slots, hit, asked, recall = 0, 0, 0, []
    for one, found in zip(setting.requests, lists, strict=True):
        ten = [int(each) for each in found[:AT]]
        if one.wanted:
            recall.append(len(one.wanted.intersection(ten)) / len(one.wanted))
        later = set(one.case.bought)
        for type_ in one.types:
            stale = sum(1 for each in ten if _type(setting, each) == type_ and each not in later)
            slots, hit, asked = slots + stale, hit + bool(stale), asked + 1
    spread = float(np.std(recall) / np.sqrt(len(recall))) if recall else 0.0
    return {
        "sap10": round(slots / (AT * asked), 5) if asked else None,
        "sap_any": round(hit / asked, 5) if asked else None,
        "recall10": round(float(np.mean(recall)), 4) if recall else None,
        "recall10_se": round(spread, 4),
        "n_durable": asked,
        "n_recall": len(recall),
    }


def set_up(shop: TypedShop) -> Setting:
    """Requests, what is known at them, and the lesson weights are learnt from: the orders before."""
    items = Numbers()
    items.of(shop.products)
    by_customer: dict[str, list[tuple[float, list[int]]]] = {}
    for order in shop.orders:
        by_customer.setdefault(order.customer, []).append((order.when, items.of(order.items)))
    people = list(by_customer.values())
    pieces = _pieces(shop, items)
    several = [orders for orders in people if len(orders) > 1]
    if len(several) > MOST:
        several = random.Random(7).sample(several, MOST)  # noqa: S311 - a sample, not a secret
    end = max((order.when for order in shop.orders), default=0.0)
    half_lives = DATED_HALF_LIVES if shop.dated else COUNTED_HALF_LIVES
    told = Told(
        lines=_known(people, 1), items=len(items), day=end,
        lessons=[Lesson(lines=_known(people, 2), day=end, cases=_lesson(people))], half_lives=half_lives,
    )  # fmt: skip
    requests = [_request(orders, pieces) for orders in several]
    return Setting(told=told, requests=requests, pieces=pieces, dated=shop.dated)


def _known(people: Iterable[Sequence[tuple[float, list[int]]]], back: int) -> Lines:
    """Lines of everybody but of the last `back` orders of those who have more."""
    return lines_of(
        InNumbers(person, day, bought)
        for person, orders in enumerate(people)
        for day, bought in (orders[:-back] if len(orders) > back else orders[:1])
    )


def _lesson(people: Iterable[Sequence[tuple[float, list[int]]]]) -> list[Case]:
    """What was bought anew in the order before the last one."""
    cases = []
    for orders in people:
        if len(orders) < 3:
            continue
        before, (day, bought) = orders[:-2], orders[-2]
        had = {one for _, some in before for one in some}
        if fresh := [one for one in bought if one not in had]:
            cases.append(Case(history=History.of(before), day=day, bought=fresh))
    return cases


def _request(orders: Sequence[tuple[float, list[int]]], pieces: Sequence[Piece | None]) -> Request:
    before, (_, bought) = orders[:-1], orders[-1]
    day, just = before[-1]
    had = [(one, when) for when, some in before for one in some]
    types = dict.fromkeys(piece.group for one in just if (piece := pieces[one]) is not None and piece.durable)
    known = {one for one, _ in had}
    return Request(
        case=Case(history=History.of(before), day=day, bought=bought),
        had=tuple(had),
        types=tuple(types),
        wanted=frozenset(bought) - known,
    )


def _unbought(one: Request, found: Ids) -> Ids:
    return found[~np.isin(found, np.asarray([piece for piece, _ in one.had], dtype=np.intp))]


def _suppressed(setting: Setting, one: Request, found: Ids) -> Ids:
    """The list as the product's own rules leave it: durable kinds out, what an unchecked draft says moved back."""
    today, at = _times(setting, one)
    bought = tuple(Bought(product_id=str(piece), at=at(when)) for piece, when in one.had)
    known = Known(bought=tuple(reversed(bought)), allowed="all")
    owns = owning(Asked(placement="home"), known, lambda key: setting.pieces[int(key)], today)
    kept: list[int] = []
    moved: list[int] = []
    for number in found.tolist():
        piece = setting.pieces[number]
        if piece is not None and ruled_out(piece, owns, "home", today, {}) is not None:
            continue
        back = piece is not None and piece.durable is not False and lessened(piece, owns, today) < 1
        (moved if back else kept).append(number)
    return np.asarray([*kept, *moved], dtype=np.intp)


def _times(setting: Setting, one: Request) -> tuple[date, Callable[[float], datetime]]:
    if setting.dated:
        return (_EPOCH + timedelta(days=one.case.day)).date(), lambda when: _EPOCH + timedelta(days=when)
    # Without dates the latest order is of today, and each before it a day older: no window is over.
    first = min(when for _, when in one.had)
    now = _EPOCH + timedelta(days=20_000)
    return now.date(), lambda when: now - timedelta(days=one.case.day - max(when, first))


def _type(setting: Setting, number: int) -> str:
    piece = setting.pieces[number]
    return piece.group if piece else ""


def _pieces(shop: TypedShop, items: Numbers) -> list[Piece | None]:
    for order in shop.orders:
        items.of(order.items)
    found: list[Piece | None] = [None] * len(items)
    for product in shop.products.values():
        found[items.of([product.id])[0]] = _piece(product, items)
    return found


def _piece(product: TypedProduct, items: Numbers) -> Piece:
    title = Words(product.title)
    named = kind_named(title) if product.durable is None else None
    group = product.type or (named.kind.group if named else "")
    return Piece(
        id=str(items.of([product.id])[0]), title=title, kind=group, group=group or product.id, broad=group,
        durable=product.durable if named is None else named.kind.durable,
        days=product.replacement_days or (named.kind.days if named else None),
        basis="checked" if product.durable is not None else "draft" if named else "none",
        confidence=1.0 if named is None else CONFIDENCE[named.sure],
    )  # fmt: skip


def made_shop() -> TypedShop:
    """The shop written by whoever was named; Invalid where nobody was."""
    write = made()
    if write is None:
        raise Invalid("This eval needs a folder.", remedy="mercery eval substitutes DIR")
    with TemporaryDirectory() as folder:
        write(Path(folder))
        return read_shop(Path(folder))
