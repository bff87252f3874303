"""Two products side by side: which is cheaper, lighter, smaller; or both in short."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.assistant.decide.about_goods import ATTRIBUTES, answer_goods
from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.goods import Goods
from mercery.assistant.turns import Command, Topic
from mercery.claims.facts import Fact
from mercery.claims.plan import Compare, Relation, Verdict
from mercery.claims.values import Price
from mercery.claims.verify import comparable

_IN_SHORT: tuple[Topic, ...] = ("price", "material", "dimensions", "weight")


def answer_compare(command: Command, goods: Sequence[Goods], ground: Ground) -> list[Piece]:
    """The comparison asked for, where both values are recorded and tell one from the other; else both in short."""
    first, second = goods[0], goods[1]
    side = command.asked.relation if command.asked and command.asked.relation else "under"
    facts = _value(command.attribute, first), _value(command.attribute, second)
    if facts[0] and facts[1] and (act := _act(command, first, second, (facts[0], facts[1]), side)):
        return [
            Piece(
                rule=f"compare:{command.attribute}",
                acts=(act,),
                facts=(facts[0], facts[1]),
                shown=(first.id, second.id),
            )
        ]
    topics: tuple[Topic, ...] = (_topic(command.attribute),) if command.attribute else _IN_SHORT
    pieces = []
    for one in goods[:3]:
        told = [answer_goods(Command(topic=topic, text=""), one, ground.voice) for topic in topics]
        pieces += [piece for piece in told if piece.facts] or told[:1]
    return pieces


def _topic(attribute: str) -> Topic:
    return "price" if attribute == "price" else ("weight" if attribute == "weight" else "dimensions")


def _act(command: Command, first: Goods, second: Goods, facts: tuple[Fact, Fact], side: Relation) -> Compare | None:
    values = comparable(facts[0]), comparable(facts[1])
    if values[0] is None or values[1] is None or values[0][0] != values[1][0] or len(values[0][1]) != len(values[1][1]):
        return None
    pairs = list(zip(values[0][1], values[1][1], strict=True))
    attribute = _topic(command.attribute)
    assert attribute in ("price", "weight", "dimensions")
    verdict: Verdict | None = None
    if all(a == b for a, b in pairs):
        verdict = "no" if command.yes_no else None
        return Compare(
            about=first.about,
            other=second.about,
            attribute=attribute,
            side="equal",
            fact_ids=(facts[0].id, facts[1].id),
            verdict=verdict,
        )
    less, more = all(a <= b for a, b in pairs), all(a >= b for a, b in pairs)
    if not less and not more:
        return None
    holds = less if side == "under" else more
    verdict = ("yes" if holds else "no") if command.yes_no else None
    one, other, ordered = (first, second, facts) if holds else (second, first, (facts[1], facts[0]))
    return Compare(
        about=one.about,
        other=other.about,
        attribute=attribute,
        side=side,
        fact_ids=(ordered[0].id, ordered[1].id),
        verdict=verdict,
    )


def _value(attribute: str, goods: Goods) -> Fact | None:
    """The one fact of the attribute; a piece with several prices has none."""
    if attribute == "price":
        prices = {fact.value.amount for fact in goods.prices if isinstance(fact.value, Price)}
        return goods.prices[0] if len(prices) == 1 else None
    return next(iter(goods.of(*ATTRIBUTES.get(attribute, ()))), None)
