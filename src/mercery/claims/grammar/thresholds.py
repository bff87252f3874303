"""From which amount delivery is free, and what it costs below: worked out for an order of so much.

A shop's text gives the amount (`free for orders of EUR 150 or more. Below that it costs EUR 9.50`); a sentence may repeat it,
or say what follows from it (`an order of 250 euros ships free`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.for_whom import held_for
from mercery.claims.grammar.left_untold import limiting_parts
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token

Relation = Literal["from", "below", "of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeFrom:
    """What one policy says: by currency the amount from which delivery is free, and the fee below it."""

    fact_id: str
    subject_id: str
    attribute: str
    free: Mapping[str, Decimal]
    fee: Mapping[str, Decimal]


def free_from(units: Iterable[Clause]) -> FreeFrom | None:
    """The shop's own rule for all, where its texts give just one."""
    found: dict[str, FreeFrom] = {}
    every = list(units)
    limited: set[str] = set()
    for clause in every:
        own = clause.affirmed
        if not ({"c:free"} <= own and own & {"c:postage", "c:deliver"} and "c:express" not in own and "c:order" in own):
            continue
        money = [one for one in clause.amounts if one.kind == "money" and one.high is None]
        if money and held_for(clause, (one for one in every if one.fact_id == clause.fact_id)):
            continue
        if clause.excepting or limiting_parts(every, clause):
            limited.add(clause.fact_id)
        free, fee = dict[str, Decimal](), dict[str, Decimal]()
        for one in money:
            if one.unit in free:
                fee.setdefault(one.unit, one.value)
            else:
                free[one.unit] = one.value
        held = found.get(clause.fact_id)
        if free and (held is None or len(free) + len(fee) > len(held.free) + len(held.fee)):
            found[clause.fact_id] = FreeFrom(
                fact_id=clause.fact_id, subject_id=clause.subject_id, attribute=clause.attribute, free=free, fee=fee
            )  # fmt: skip
    return next(iter(found.values())) if len(found) == 1 and found.keys().isdisjoint(limited) else None


_FREE: Final = ("c:free", "c:free_postage")
_PART: Final = frozenset({
    "c:deliver", "c:postage", "c:standard", "c:order", "c:fee", "c:paid", "c:extra", "c:free", "c:free_postage", "price:now",
    "price:sum", "c:include", "c:accept", "price:down", "c:customer", "stock:back", "time:still",
})  # fmt: skip
_UP: Final = frozenset({
    "from", "over", "above", "once", "reaches", "reach", "upwards", "exceed", "exceeds", "满", "超过", "达到", "达", "够", "起", "以上",
    "高于", "大于", "及以上", "或以上", "at least", "or more", "and up", "and above", "or above", "minimum", "至少", "starting at", "upwards of",
})  # fmt: skip
_DOWN: Final = frozenset({
    "under", "below", "less", "less than", "short of", "不满", "未满", "没到", "未到", "达不到", "没达到", "不足", "没满", "低于", "少于", "不到",
    "以下", "不够", "fall short of", "do not reach", "does not reach", "not reach", "beneath", "没有达到",
})  # fmt: skip
_REACHED: Final = frozenset({"已满", "已达", "达到", "已够", "once reached", "reached"})
_ELSE: Final = frozenset({"otherwise", "否则", "below that", "below", "under", "if not", "不满", "未满", "没到", "不够", "未到", "anything less", "less"})  # fmt: skip
_UNDECIDED: Final = frozenset(
    {"only", "只有", "仅", "every", "all", "any", "always", "所有", "任何", "每", "都", "一律", "全部"}
)


def read_thresholds(reading: Reading, segments: Sequence[Segment]) -> bool:
    """Whether the segments of a sentence say nothing but what is free from which amount on, and say it rightly."""
    own = [token for one in segments for token in one.tokens if token.by != "talk"]
    if any(token.by for token in own) or not _speaks_of_it(own):
        return False
    rule = reading.grounds.rule(free_from)
    if rule is None:
        return False
    threshold: Threshold | None = None
    proved = False
    freed: Segment | None = None
    for segment in segments:
        step = _step(rule, segment, threshold)
        if step is None:
            reading.refused = rule.fact_id
            return False
        before, (threshold, told) = threshold, step
        if proved and not told and threshold not in (None, before):
            # `… free from EUR 150, or CNY 1,500`: what was said of the one amount is said of the other too.
            assert threshold is not None
            if freed is None or not _right(rule, freed, threshold, None, _free_of(freed)):
                return False
        freed = segment if _free_of(segment) else freed
        proved = proved or told
    if not proved:
        return False
    reading.claim(rule.attribute, rule.subject_id, rule.fact_id, subject=rule.subject_id)
    for segment in segments:
        segment.use(segment.tokens, "policy")
    reading.policy = (segments[0].tokens[0].sentence, rule.fact_id)
    return True


def _free_of(segment: Segment) -> list[Token]:
    return [token for token in segment.tokens if token.has(*_FREE)]


Threshold = tuple[str, Decimal, Relation]


def _step(rule: FreeFrom, segment: Segment, threshold: Threshold | None) -> tuple[Threshold | None, bool] | None:
    """The amount of the order as one segment leaves it, and whether it says what is paid; None where it says it wrongly."""
    told = [token for token in segment.tokens if not token.punctuation and token.by != "talk"]
    money = [token for token in told if token.amount and token.amount.kind in ("money", "number")]
    fee = next((token for token in money if _is_fee(rule, token)), None)
    orders = [token for token in money if token is not fee]
    free = [token for token in told if token.has(*_FREE)]
    if fee is not None and any(token.text in _REACHED for token in told):
        return None
    if len(orders) > 1 or (orders and fee is None and not free and any(token.has(*_COSTS) for token in told)):
        return None
    if orders:
        threshold = _order(rule, segment, orders[0])
    elif threshold and any(token.text in _ELSE for token in told):
        threshold = None if threshold[2] == "below" else (threshold[0], rule.free[threshold[0]], "below")
    elif threshold and free and any(token.has(*_COSTS) for token in told):
        return None
    if fee is None and not free:
        return (threshold, False) if threshold else None
    if threshold is None or not _right(rule, segment, threshold, fee, free):
        return None
    return threshold, True


_COSTS: Final = ("c:fee", "price:now", "c:paid")


def _order(rule: FreeFrom, segment: Segment, order: Token) -> Threshold | None:
    amount = order.amount
    if amount is None or amount.unit not in rule.free or amount.high is not None:
        return None
    return amount.unit, amount.value, _relation(segment, order)


def _speaks_of_it(own: Sequence[Token]) -> bool:
    """Delivery and nothing else: every word is part of such a rule."""
    if not any(token.has("c:deliver", "c:postage", "c:free_postage") for token in own):
        return False
    for token in own:
        if token.punctuation or token.amount is not None:
            if token.amount is not None and token.amount.kind not in ("money", "number"):
                return False
            continue
        if token.text in _UNDECIDED or token.has("c:express", "c:return", "c:refund") or token.is_a("place"):
            return False
        if token.is_a("n", "s") or token.text in _UP | _DOWN | _ELSE or token.keys & _PART or token.is_a("neg", "cur"):
            continue
        if token.has("quant:least", "quant:about", "cmp:more", "cmp:less", "noun:item"):
            continue
        return False
    return any(token.amount and token.amount.kind == "money" for token in own)


def _is_fee(rule: FreeFrom, token: Token) -> bool:
    assert token.amount is not None
    if token.amount.kind == "number":
        return token.amount.value in rule.fee.values()
    return rule.fee.get(token.amount.unit) == token.amount.value


def _relation(segment: Segment, order: Token) -> Relation:
    near = [*segment.before(order, 3), *segment.after(order, 2)]
    denied = any(
        token.is_a("neg") and not token.is_a("c") and token.text not in _DOWN for token in segment.before(order, 3)
    )
    if any(token.text in _DOWN or token.has("cmp:less") for token in near):
        return "from" if denied else "below"
    if denied:
        return "below"
    if any(token.text in _UP or token.has("quant:least", "cmp:more") for token in near):
        return "from"
    return "of"


def _right(rule: FreeFrom, segment: Segment, threshold: Threshold, fee: Token | None, free: Sequence[Token]) -> bool:
    currency, value, relation = threshold
    if currency not in rule.free:
        return False
    least = rule.free[currency]
    reached = relation != "below" and value >= least
    if relation in ("from", "below") and value != least:
        return False
    if free:
        denied = any(_denied(segment, token) for token in free)
        return fee is None and (not reached if denied else reached)
    assert fee is not None and fee.amount is not None
    right = fee.amount.kind == "number" or fee.amount.unit == currency
    return not reached and right and fee.amount.value == rule.fee.get(currency) and not segment.negative(fee)


def _denied(segment: Segment, token: Token) -> bool:
    """`not free`, 不包邮; `if it does not reach 150` denies something else."""
    return any(one.is_a("neg") and not one.is_a("c") and one.text not in _DOWN for one in segment.before(token, 2))
