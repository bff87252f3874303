"""Rules with conditions: said to be possible what a rule forbids in this case, or impossible what it allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.contradictions.stages import ranks, stage_of
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.rules import Rule, circumstances, rules
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_DOES: Final = re.compile(
    r"(?<![a-z])(?:i'll|we'll|i will|we will|i've|we've|i have|done|let me|i'd|we'd)(?![a-z])|给您|帮您|为您|我来|已(?:经)?(?:为|帮|给)|我给|给你|帮你"
)
_ABLE: Final = re.compile(
    r"(?<![a-z])(?:can|may|could|able|possible|allowed|free to|sure|yes|of course|fine|no problem|ok|okay|works?|will|returnable|refundable|accept|take|done|cancelled|canceled|has been|have been|i've|we've)(?![a-z])|'ll(?![a-z])|能|可以|可|行|没问题|支持|都|好的|已|好了|给您|给你|免费|随时"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact and rule, the first clause against it."""
    for fact in saying.goods:
        made = [] if fact.truth and not lexicon("acts").keys(fact.value) else rules(fact)
        for rule in made:
            if wrong := _said_of_the_case(saying, rule):
                yield contradiction(saying, wrong, fact, _why(fact))
                break
            if clause_found := _against(saying, fact, rule):
                yield clause_found
                break


def _against(saying: Saying, fact: Fact, rule: Rule) -> Contradiction | None:
    if rule.allowed:
        return _denied(saying, fact, rule)
    if not rule.condition and not _meant(saying, fact, rule):
        return None
    if rule.condition and not _is_so(saying, rule, circumstances(saying.customer)):
        return None
    for clause in saying.clauses:
        if not clause.asserts or clause.denies:
            continue
        if rule.act == "repair" and _PAID.search(clause.text):
            continue
        here = lexicon("acts").keys(clause.text)
        asked = lexicon("acts").keys(saying.asked)
        if rule.act in here and _ABLE.search(clause.text) and not _own_condition(rule, clause):
            return contradiction(saying, clause, fact, _why(fact), grants=bool(_DOES.search(clause.sentence_text)))
        if rule.act in asked and not here and saying.answer == "yes" and clause is saying.reply:
            return contradiction(saying, clause, fact, _why(fact), grants=bool(_DOES.search(saying.text.lower())))
    denied = saying.reply is not None and saying.reply.denies
    if rule.act in lexicon("acts").keys(saying.asked) and saying.answer == "yes" and not denied:
        return contradiction(saying, saying.reply, fact, _why(fact))
    return None


_FINE: Final = re.compile(
    r"(?<![a-z])(?:is|are|'s|can|may|even|also|too) (?:all |also |perfectly |totally |be )*(?:fine|ok|okay|possible|accepted|allowed|returned|exchanged|sent back|taken back|no problem)(?![a-z])|[也都照](?:样)?(?:能|可以?|行|没问题|给|接受|收)"
)


def _said_of_the_case(saying: Saying, rule: Rule) -> Clause | None:
    """The clause that names the very case a rule forbids, and says that it is fine: "opened ones are fine"."""
    if rule.allowed or not rule.condition:
        return None
    for clause in saying.clauses:
        if not clause.asserts or clause.denies or not _FINE.search(clause.text):
            continue
        named = circumstances(clause.text).get(rule.condition) == rule.holds
        if named and rule.act in lexicon("acts").keys(clause.sentence_text) | lexicon("acts").keys(saying.asked):
            return clause
    return None


_PAID: Final = re.compile(
    r"(?<![a-z])(?:at (?:your|a) cost|paid|charge|fee|for [€£$]?\d|quote)(?![a-z])|付费|自费|收费|报价|费用"
)
"""A repair that is paid for needs no warranty."""


def _meant(saying: Saying, fact: Fact, rule: Rule) -> bool:
    """A rule under the name of a part ("frame: not exchanged") is about that part alone."""
    if rule.act in fact.acts or not fact.terms or re.search(r"rule|polic|规则|政策|优惠|活动", fact.name):
        return True
    return bool(fact.terms & (terms(saying.text.lower()) | terms(saying.asked)))


def _denied(saying: Saying, fact: Fact, rule: Rule) -> Contradiction | None:
    """Said not to be possible though the fact allows it without a condition."""
    if rule.act not in (
        "combine",
        "upstairs",
        "pickup",
        "reserve",
        "price_match",
        "gift_wrap",
        "engrave",
        "invoice",
        "instalments",
        "cash_on_delivery",
        "install",
        "ship_abroad",
    ):
        return None
    for clause in saying.clauses:
        if clause.asserts and clause.denies and rule.act in lexicon("acts").keys(clause.text):
            return contradiction(saying, clause, fact, _why(fact))
    if (
        rule.act in lexicon("acts").keys(saying.asked)
        and saying.answer == "no"
        and len(lexicon("acts").keys(saying.asked)) == 1
    ):
        return contradiction(saying, saying.reply, fact, _why(fact))
    return None


def _is_so(saying: Saying, rule: Rule, told: Mapping[str, bool]) -> bool:
    """Whether the circumstance that forbids it is given, by what the customer said or by what is known of the order."""
    if rule.condition == "pending":
        stages = [ranks()[stage] for fact in saying.goods if (stage := stage_of(fact))]
        if stages:
            return (max(stages) <= 1) == rule.holds
        return False
    if rule.condition in told:
        return told[rule.condition] == rule.holds
    return any(
        circumstances(f"{fact.name} {fact.value}").get(rule.condition) == rule.holds
        for fact in saying.goods
        if fact.topics <= {"status"}
        and not rules(fact)
        and not fact.acts
        and not re.search(r"rule|polic|规则|政策|return|退|换", fact.name)
    )


def _own_condition(rule: Rule, clause: Clause) -> bool:
    """The clause names the condition as the rule does ("unopened ones can be returned")."""
    named = circumstances(clause.text)
    return rule.condition in named and named[rule.condition] != rule.holds


def _why(fact: Fact) -> Words:
    return Words(
        f"The rule says otherwise: {fact.known.name}: {fact.known.value}.",
        f"与规则不符：{fact.known.name}：{fact.known.value}。",
    )
