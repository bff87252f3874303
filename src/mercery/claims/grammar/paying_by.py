"""Which ways to pay there are: each that is named must be one the shop takes for the currency, or one it does not take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.closed_text import METHODS, Taken, matter, taken
from mercery.claims.grammar.reading import Reading, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """By currency the ways to pay that one policy names, and those it refuses altogether."""

    clause: Clause
    taken: dict[str, frozenset[str]]
    refused: frozenset[str]


def ways_of(units: Iterable[Clause]) -> Ways | None:
    """The shop's own list, where just one policy gives one."""
    listed = [one for one in units if (one.affirmed | one.denied) & set(METHODS)]
    if not listed or len({one.fact_id for one in listed}) != 1:
        return None
    found = dict[str, frozenset[str]]()
    for clause in listed:
        currencies = [key.removeprefix("cur:").upper() for key in clause.affirmed if key.startswith("cur:")]
        if len(currencies) == 1:
            found[currencies[0]] = found.get(currencies[0], frozenset()) | (clause.affirmed & set(METHODS))
    refused = frozenset(key for clause in listed for key in clause.denied & set(METHODS))
    every = {key for own in found.values() for key in own}
    return None if refused & every else Ways(clause=listed[0], taken=found, refused=refused)


_WORDED: Final = matter(
    {
        "denied": (
            r"not|no|nor|(?:does|do|will) not work|cannot",
            r"(?:都|也|就|则|是)?(?:不支持|不接受|不收|不能|不可以|不行|不可|没有|用不了|无法)",
        ),
        "way": (r"H", r"H"),
        "currency": (
            r"(?:for |with |on |in )?R(?: orders?| basket| payments?)?|(?:for )?(?:orders?|payments?) in R",
            r"R(?:计价|标价|结算)?的?(?:订单|单子|单)?",
        ),
    },
    r"we|you|can|take|takes|accept|accepts|accepted|work|works|both|and|or|with|by|pay|paying|payment|for|order|orders|in|fine|is|are|use|used|be|also|too|either|through|via|if|like|possible|an option",
    r"都|可以|可|能|用|付款|付|支付|收|接受|支持|和|、|或者|或|也|我们|您|结账|均可|的|这里|店里|我们家|跟|还有|以及|两种|来|行|没问题",
)  # fmt: skip


def read_paying_by(reading: Reading) -> None:
    """Prove segments that say nothing but how one may pay."""
    ways = reading.grounds.rule(ways_of)
    if ways is None or not any(token.has(*METHODS) for token in reading.tokens):
        return
    currency, sentence = "", -1
    for segment in reading.segments:
        if segment.tokens[0].sentence != sentence:
            sentence, currency = segment.tokens[0].sentence, ""
        told = [token for token in segment.tokens if token.by != "talk"]
        roles = taken(told, _WORDED) if told and not any(one.by for one in told) else None
        if roles is None:
            continue
        currency = _currency(reading, segment, roles) or currency
        if _right(ways, roles, currency):
            reading.claim(ways.clause.attribute, currency, ways.clause.fact_id, subject=ways.clause.subject_id)
            segment.use(segment.tokens, "policy")
            reading.policy = (sentence, ways.clause.fact_id)


def _currency(reading: Reading, segment: Segment, roles: Sequence[Taken]) -> str:
    """The currency that is named, else that of the goods in question; `?` where there are several."""
    named = {key.upper() for one in roles if one.role == "currency" for token in one.tokens for key in token.of("cur")}
    if not named:
        views = segment.views or ([reading.about] if reading.about else [])
        named = {currency for view in views for currency in view.currencies}
    return "" if not named else next(iter(named)) if len(named) == 1 else "?"


def _right(ways: Ways, roles: Sequence[Taken], currency: str) -> bool:
    named = [token.keys & set(METHODS) for one in roles if one.role == "way" for token in one.tokens]
    denied = sum(one.role == "denied" for one in roles)
    if not named or denied > 1 or any(len(one) != 1 for one in named) or currency == "?":
        return False
    asked = {key for one in named for key in one}
    if currency:
        own = ways.taken.get(currency, frozenset())
        return bool(own) and (asked.isdisjoint(own) if denied else asked <= own)
    every = {key for own in ways.taken.values() for key in own}
    return asked <= ways.refused if denied else asked <= every
