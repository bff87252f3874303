"""The guide's advice as acts, buttons, cards and chips: what code says of it, from facts alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mercery.assistant.goods import Goods
from mercery.assistant.guiding.replying import (
    anew,
    card_replies,
    chips,
    dismissed,
    label_of,
    question_replies,
    remembering,
    without,
)
from mercery.assistant.guiding.talk import Guided, Reply, WayOut
from mercery.assistant.turns import Choice, Decision
from mercery.claims.facts import Fact
from mercery.claims.plan import (
    Act,
    AskWish,
    Because,
    LeaveOut,
    Offer,
    Propose,
    Proposed,
    Table,
    TableRow,
    facts_named,
)
from mercery.claims.values import Materials, Text
from mercery.core.i18n import Words
from mercery.guide.advice import Advice, Offered
from mercery.guide.comparing import Compared
from mercery.guide.memory import lasting
from mercery.guide.need import Need, Wish
from mercery.guide.service import Advised

MOST_REASONS: Final = 4
MOST_ROWS: Final = 8
MOST_BUTTONS: Final = 7
_LONGEST_CELL: Final = 90
REMEMBER: Final = "remember"
"""Among the questions asked: whether something may be remembered. Asked once in a talk."""
_REMEMBER: Final = Words("Shall I remember this for your next visit", "要为您记住以下几点，方便下次选购吗")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What the advice is put into acts with."""

    shelf: Mapping[str, Goods]
    policies: Mapping[str, Fact]
    """Facts of policies by id, for what is promised about delivery."""
    ways_out: tuple[WayOut, ...] = ()
    may_ask_to_remember: bool = False
    before: Need = field(default_factory=Need)


def told(advised: Advised, counter: Counter, person: Choice) -> Decision | None:
    """The decision of a turn of the guide; None where the advice comes to nothing that can be said."""
    advice = advised.advice
    facts = {fact.id: fact for goods in counter.shelf.values() for fact in goods.facts} | dict(counter.policies)
    offers, near = (_proposed(rows, counter.shelf, facts) for rows in (advice.offers, advice.near))
    table = _table(advised.compared, counter.shelf, facts) if advised.compared else None
    acts: list[Act] = [table] if table else _acts(advice, offers, near)
    if advice.outcome != "none" and advice.question and not table:
        acts.append(AskWish(question=advice.question.words))
    if not acts:
        return None
    keep = _to_remember(advice, counter) if offers and not advice.question else ()
    if keep:
        acts.append(AskWish(question=_REMEMBER, wishes=_labels(keep)))
    answers = _answers(advice, counter, table=table is not None, keep=keep)
    if not (offers or near or table or advice.question):
        acts.append(Offer())
    guided = Guided(
        state=replace(advised.state, asked=(*advised.state.asked, REMEMBER)) if keep else advised.state,
        before=counter.before,
        outcome=advice.outcome,
        chips=chips(advice.need, counter.shelf),
        on_cards=card_replies([*offers, *near], counter.shelf),
        answers=answers,
        beside=(anew(),),
    )
    return _decision(tuple(acts), facts, guided, person, offers or near, table)


def _decision(
    acts: tuple[Act, ...],
    facts: Mapping[str, Fact],
    guided: Guided,
    person: Choice,
    shown: Sequence[Proposed],
    table: Table | None,
) -> Decision:
    named = {fact_id for act in acts for fact_id in facts_named(act)}
    buttons = tuple(Choice(label=one.label, value=one.words) for one in guided.answers[:MOST_BUTTONS])
    pieces = [one.about.product_id for one in (table.columns if table else shown)]
    return Decision(
        acts=acts,
        facts={fact_id: facts[fact_id] for fact_id in named},
        path=("guide:compare" if table else f"guide:{guided.outcome}",),
        choices=(*buttons, person) if guided.outcome == "none" else buttons,
        shown=tuple(dict.fromkeys(pieces)),
        guided=guided,
    )


def _acts(advice: Advice, offers: Sequence[Proposed], near: Sequence[Proposed]) -> list[Act]:
    if advice.outcome == "none":
        # Where pieces come close, each says what it misses; else every wish is named.
        acts: list[Act] = [
            LeaveOut(
                wishes=() if near else _labels([one for one in advice.need.wishes if one.kind != "product"]),
                offered=False,
            )
        ]
        return [*acts, Propose(offers=tuple(near), near=True)] if near else acts
    acts = [LeaveOut(wishes=_labels(advice.given_up))] if offers and _labels(advice.given_up) else []
    if offers:
        acts.append(Propose(offers=tuple(offers), more=advice.left > len(offers)))
    return acts


def _labels(wishes: Sequence[Wish]) -> tuple[Words, ...]:
    return tuple(label_of(wish) for wish in wishes if wish.label.en or wish.label.zh)


def _proposed(rows: Sequence[Offered], shelf: Mapping[str, Goods], facts: Mapping[str, Fact]) -> list[Proposed]:
    """The offers whose price and facts are at hand; what cannot be told in full is not offered."""
    found = []
    for row in rows:
        goods = shelf.get(row.product_id)
        price = next((fact for fact in goods.prices if fact.subject.id == row.variant_id), None) if goods else None
        if goods is None or price is None:
            continue
        stock = next((fact for fact in goods.stock if fact.subject.id == row.variant_id), None)
        reasons = [
            Because(fact_id=one.fact_id, term=_term(one.wish)) for one in row.reasons if one.fact_id in facts
        ]  # fmt: skip
        if not any(facts[one.fact_id].subject.kind == "product" for one in reasons):
            reasons += [Because(fact_id=fact.id) for fact in goods.of("material") if isinstance(fact.value, Materials)]
        once = {one.fact_id: one for one in reversed(reasons)}
        found.append(
            Proposed(
                about=goods.about,
                variant_id=row.variant_id,
                price_id=price.id,
                stock_id=stock.id if stock else None,
                reasons=tuple(once.values())[::-1][:MOST_REASONS],
                misses=_labels(row.misses),
            )
        )
    return found


def _term(wish: Wish) -> Words:
    word = (wish.term or (wish.values[0] if wish.values else wish.name)).replace("_", " ").replace("-", " ")
    return Words(f"{word} {wish.label.en}".strip(), wish.label.zh)


def _table(compared: Compared, shelf: Mapping[str, Goods], facts: Mapping[str, Fact]) -> Table | None:
    columns = [
        Proposed(about=shelf[product_id].about, variant_id=variant_id, price_id="")
        for product_id, variant_id in zip(compared.product_ids, compared.variant_ids, strict=True)
        if product_id in shelf
    ]
    if len(columns) != len(compared.product_ids):
        return None
    own = [_prices(shelf[one.about.product_id], one.variant_id) for one in columns]
    rows = []
    for row in compared.rows:
        ids = [cell.fact_id if cell.fact_id in facts else None for cell in row.cells]
        if row.attribute == "price":
            ids = [price or cell for price, cell in zip(own, ids, strict=True)]
        if (row.differs or len(compared.rows) == 1) and any(ids) and not any(_long(facts, one) for one in ids):
            rows.append(TableRow(label=row.label, fact_ids=tuple(ids)))
    return Table(columns=tuple(columns), rows=tuple(rows[:MOST_ROWS])) if rows else None


def _prices(goods: Goods, variant_id: str) -> str | None:
    return next((fact.id for fact in goods.prices if fact.subject.id == variant_id), None)


def _long(facts: Mapping[str, Fact], fact_id: str | None) -> bool:
    fact = facts.get(fact_id or "")
    return fact is not None and isinstance(fact.value, Text) and len(fact.value.words.text("en")) > _LONGEST_CELL


def _to_remember(advice: Advice, counter: Counter) -> tuple[Wish, ...]:
    """What may be remembered of what was said; of a piece for somebody else nothing is."""
    if not counter.may_ask_to_remember or advice.need.of("audience"):
        return ()
    return tuple(wish for wish in lasting(advice.need.wishes) if wish.label.en or wish.label.zh)


def _answers(advice: Advice, counter: Counter, *, table: bool, keep: Sequence[Wish]) -> tuple[Reply, ...]:
    """The answers to what is asked; of what nothing meets, each thing that could be left out."""
    if keep:
        return remembering()
    if table:
        return ()
    if advice.outcome == "none":
        ways = counter.ways_out or tuple(WayOut(wish=wish) for wish in advice.given_up[:3])
        out = tuple(without(one) for one in ways if one.wish.label.en or one.wish.label.zh)
        return out or (anew(),)
    if advice.question is None:
        return ()
    return (*question_replies(advice.question), dismissed(advice.question.kind))


__all__ = ["REMEMBER", "Counter", "told"]
