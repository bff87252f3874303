"""Spans counted against the calendar: a return said to be possible after its window, a warranty said to be over in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.over import OVER
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import BOUGHT, DELIVERED, Saying, ago, day_named, elapsed
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for

_SPANS: Final = {"return_window": DELIVERED, "exchange_window": DELIVERED, "warranty": BOUGHT, "trial": DELIVERED}
_ACTS: Final = {
    "return_window": frozenset({"return"}),
    "exchange_window": frozenset({"exchange"}),
    "warranty": frozenset({"warranty"}),
    "trial": frozenset({"return"}),
}
_OVER: Final = re.compile(
    OVER.format(
        "(?:has )?passed|no longer|out of time|outside|past (?:the|your)|not (?:covered|under|within|in) ",
        "过了|超[了期]|不在质保|来不及|不在.{0,6}内",
    )
)
_WITHIN: Final = re.compile(
    r"(?<![a-z])(?:still (?:within|in|under|covered|time|have|returnable|possible|fine|eligible|ok)|within (?:the|your)|well within|under warranty|covered|in time|you can still|eligible)(?![a-z])|还在|仍在|在.{0,8}(?:期|内)|没过|没超|未超|还没过|来得及|在保"
)
_GRANTS: Final = re.compile(
    r"(?<![a-z])(?:you can|you may|sure|yes|of course|no problem|that's fine|send it|bring it|we'll|i'll|we will|i will|we can|i can|happy to|go ahead|free repair|repair it for free)(?![a-z])|可以|能|给您|帮您|没问题|行的?$|免费修|随时"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By span, then by last day."""
    yield from deadlines(saying)
    for fact in saying.goods:
        for topic, since in _SPANS.items():
            if topic not in fact.topics or len(fact.of("time")) != 1:
                continue
            span = fact.of("time")[0]
            days = elapsed(saying, day_named(saying.facts, since) or day_named(saying.facts, BOUGHT))
            passed = Decimal(days) if days is not None else ago(saying)
            if passed is None or passed < 0:
                continue
            near = Decimal("0.05") * span.high if span.unit in ("month", "year", "half") else Decimal(0)
            over = True if passed > span.high + near else False if passed <= span.high - near else None
            if over is not None:
                yield from _against(saying, fact, topic, over)


_DEADLINE: Final = re.compile(r"expire|valid|until|through|ends?|deadline|by|到期|截止|有效|止|前")
_BACK: Final = re.compile(r"closed|stocktak|renovat|shut|停业|装修|盘点|关闭|歇业|放假|holiday")
_STILL: Final = re.compile(
    r"(?<![a-z])(?:still|valid|works?|active|running|yes|can use|usable)(?![a-z])|还能|有效|可以用|能用|还在|没过期|可用"
)
_ENDED: Final = re.compile(
    r"(?<![a-z])(?:expired|ended|over|no longer|not valid|invalid|ran out|finished|too late)(?![a-z])|过期|失效|结束|不能用|用不了|截止了"
)


def deadlines(saying: Saying) -> Iterator[Contradiction]:
    """Codes, offers and actions whose last day is known: said to run on when it is past, or to be over before."""
    for fact in saying.goods:
        days = [one for one in fact.amounts if one.family == "date"]
        text = f"{fact.name} {fact.value}"
        if len(days) != 1 or not _DEADLINE.search(text) or _BACK.search(text) or "delivery_time" in fact.topics:
            continue
        over = days[0].high < saying.today.toordinal()
        words = terms(text) & (terms(saying.asked) | terms(saying.text.lower()))
        if not words and not fact.topics & asked_for(saying.asked):
            continue
        for clause in saying.clauses:
            if not clause.asserts:
                continue
            ended = bool(_ENDED.search(clause.text))
            going = bool(_STILL.search(clause.text)) and not ended and not clause.denies
            if (over and going) or (not over and ended and not negated(_ENDED.sub(" ", clause.text))):
                yield contradiction(saying, clause, fact, _why(fact, over))
                break


def _against(saying: Saying, fact: Fact, topic: str, over: bool) -> Iterator[Contradiction]:
    for clause in saying.clauses:
        if not clause.asserts or not _about(saying, clause, topic):
            continue
        if over and not clause.denies and not _OVER.search(clause.text):
            if _WITHIN.search(clause.text):
                yield contradiction(saying, clause, fact, _why(fact, over))
                return
            if _GRANTS.search(clause.text) and _does(clause, topic):
                yield contradiction(saying, clause, fact, _why(fact, over), grants=True)
                return
        if (
            not over
            and _OVER.search(clause.text)
            and not _WOULD.search(clause.text)
            and not re.search(r"not|n't|没|未|不会", _before_over(clause.text))
        ):
            yield contradiction(saying, clause, fact, _why(fact, over))
            return
    if over and saying.answer == "yes" and _asks(saying, topic):
        yield contradiction(saying, saying.reply, fact, _why(fact, over))


_WOULD: Final = re.compile(r"(?<![a-z])(?:would|then|by then)(?![a-z])|到时|那时|就会")


def _before_over(text: str) -> str:
    match = _OVER.search(text)
    return text[max(0, match.start() - 8) : match.start()] if match else ""


def _about(saying: Saying, clause: Clause, topic: str) -> bool:
    topics = lexicon("attributes").keys(clause.text)
    if topic == "warranty" and re.search(r"免费.{0,5}修|修.{0,3}免费|repair|replace", clause.text):
        return True
    return (
        topic in topics or topic in lexicon("attributes").keys(clause.sentence_text) or topic in asked_for(saying.asked)
    )


def _does(clause: Clause, topic: str) -> bool:
    """Whether the clause itself speaks of doing it."""
    if topic == "warranty":
        return bool(re.search(r"repair|replace|cover|free|warranty|免费|保修|换新|修", clause.text))
    return bool(lexicon("acts").keys(clause.text) & _ACTS[topic])


def _asks(saying: Saying, topic: str) -> bool:
    if topic == "warranty":
        return bool(re.search(r"warranty|guarantee|covered|保修|质保|在保|过保", saying.asked))
    able = re.search(
        r"(?<![a-z])(?:can|could|may|still|possible|accept|take|allowed|ok)(?![a-z])|能|可以|还|行", saying.asked
    )
    return bool(able) and bool(lexicon("acts").keys(saying.asked) & _ACTS[topic])


def _why(fact: Fact, over: bool) -> Words:
    if over:
        return Words(
            f"By then it was over: {fact.known.name}: {fact.known.value}.",
            f"当时已经过期：{fact.known.name}：{fact.known.value}。",
        )
    return Words(
        f"It was not over yet: {fact.known.name}: {fact.known.value}.",
        f"当时还没有过期：{fact.known.name}：{fact.known.value}。",
    )
