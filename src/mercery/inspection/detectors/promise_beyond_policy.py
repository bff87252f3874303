"""Promises, grants and guarantees of what the facts do not allow, or of what nobody can guarantee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions import amounts as amounts_said
from mercery.inspection.contradictions import days, rates, ruled, windows, words_of_a_group
from mercery.inspection.contradictions.contradiction import Contradiction
from mercery.inspection.detectors.commitments import (
    guaranteed_against_a_rule,
    refused,
    settled_against_a_rule,
    taken_back_against_a_rule,
)
from mercery.inspection.detectors.given_beside import classes_in, given_beside, known_grant
from mercery.inspection.detectors.set_aside import set_aside
from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.comparing import WINDOWS, agrees
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.saying import Saying, relative_day, sayings
from mercery.inspection.reading.taking_over import FORBIDDEN, taken_over
from mercery.inspection.reading.terms import terms
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.paying import proposes_past_checkout
from mercery.inspection.transcript import Finding, Transcript

_WARRANTY: Final = re.compile(
    r"(?:year|month|\d|the|our|your|under|manufacturer'?s?|a) (?:\w+ )?guarantee(?:d)?(?: (?:is|period|covers|card|runs|lasts|for|of|claim))?(?![a-z])|guarantee (?:period|card|claim)"
)
_TIMES: Final = re.compile(
    r"(?<![a-z])(?:by|before|on|until|within|in|no later than) (?:\d|the \d|the hour|an hour|minutes|mon|tue|wed|thu|fri|sat|sun|noon|midnight|tonight|tomorrow|christmas|then|next|this|end of)|(?<![a-z])(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?![a-z])|\d\s?(?:点|号|日)|周[一二三四五六日天]|之前|以前|前(?:到|送)|春节|圣诞|生日"
)


def find(transcript: Transcript) -> Iterator[Finding]:
    """One finding for each turn that promises too much."""
    for saying in sayings(transcript):
        for clause in saying.clauses:
            if why := _beyond(saying, clause):
                fact = _nearest(saying, clause)
                yield Finding(
                    rule=RuleId.PROMISE_BEYOND_POLICY,
                    turn=saying.turn,
                    quote=saying.quote(clause),
                    why=why,
                    expected=f"{fact.known.name}: {fact.known.value}" if fact else "",
                    known=fact.known if fact else None,
                )
                break


def promised(saying: Saying, clause: Clause | None) -> bool:
    """Whether the words are a promise: then they are judged as one, and not as a statement of how things are."""
    if clause is None:
        return False
    return _beyond(saying, clause) is not None or (
        bool(classes_in(clause.sentence_text) & {"guarantee", "exception", "give"})
        and bool(_beyond_sentence(saying, clause))
    )


def granted(saying: Saying) -> list[Fact]:
    """The facts against which the turn grants something: what it says of them is judged as a promise."""
    return [one.fact for clause in saying.clauses for one in _grants(saying, clause)]


def _beyond_sentence(saying: Saying, clause: Clause) -> bool:
    return any(_beyond(saying, one) for one in saying.clauses if one.sentence == clause.sentence)


def _beyond(saying: Saying, clause: Clause) -> Words | None:
    """Why the clause promises too much; None where it does not."""
    if clause.question or (_PAYS.search(clause.sentence_text) and proposes_past_checkout(clause.sentence_text)):
        return None
    return (
        _guaranteed(saying, clause)
        or _or_else(saying, clause)
        or _excepted(saying, clause)
        or _granted_against(saying, clause)
        or _refused_by_a_fact(saying, clause)
        or _without_end(saying, clause)
        or given_beside(saying, clause)
        or taken_over(saying, clause)
        or refused(saying, clause)
        or guaranteed_against_a_rule(saying, clause)
        or settled_against_a_rule(saying, clause)
        or taken_back_against_a_rule(saying, clause)
        or set_aside(saying, clause)
    )


def _guaranteed(saying: Saying, clause: Clause) -> Words | None:
    """A guarantee of a day, a sum or an outcome that no fact bears."""
    classes = classes_in(clause.text)
    if not classes & {"guarantee", "sure", "vouch"} or _FRONTED.search(clause.text):
        return None
    sentence = clause.sentence_text
    if lexicon("claiming").keys(sentence) & {"cure", "complaint", "gain", "top"} or _EFFORT.search(sentence):
        return None
    timed = bool(_TIMES.search(sentence)) or relative_day(sentence) is not None
    named = [one for one in amounts(sentence, saying.today.year) if one.family in ("time", "date", "money")]
    around = sentence if len(sentence.split()) > 5 or re.search(r"[\u4e00-\u9fff]", sentence) else saying.text.lower()
    outcome = bool(lexicon("promising").keys(around) & {"outcome", "give", "extra"}) or bool(_NEVER.search(around))
    if "guarantee" in classes and not outcome and not timed and not named:
        return None
    told = _topic(f"{sentence} {saying.asked}") or "vouch" in classes
    if "guarantee" not in classes and not ((timed or named) and outcome and told):
        return None
    if _WARRANTY.search(clause.text) and not timed:
        return None
    if _backed(saying, sentence, named, timed=timed, strong="guarantee" in classes):
        return None
    return Words(
        "It guarantees what nothing known bears out.",
        "作出了已知信息不能支持的保证。",
    )


_FRONTED: Final = re.compile(
    r"(?<![a-z])(?:promises?|guarantees?)(?: \w+){0,2}? (?:i|we|nobody|no one)(?:'m| am| are|'re)?(?: \w+)? (?:can't|cannot|couldn't|won't|don't|never|not|may not|can)(?![a-z])|(?:保证|承诺|包票)[^,，]{0,6}(?:不了|没法|不能|不敢|做不到|打不了)"
)
"""Declines with the word in front: "a promise I can't give"."""
_NEVER: Final = re.compile(
    r"都?不会|(?<![a-z])(?:never|won't|will not|not (?:a|one) single|every (?:night|time|day))(?![a-z])"
)
"""That something does not happen at all is an outcome too."""
_PAYS: Final = re.compile(r"(?<![a-z])(?:pay|transfer|wire|cash)(?![a-z])|付|转(?!人工|接|交)|打款|卡")
"""Of money that goes elsewhere: found for that alone."""
_OR_ELSE: Final = re.compile(
    r"(?<![a-z])or (?:else )?(?:you|we|i)(?:'ll| will)? (?:get|give|pay|refund|send|owe|compensate)(?: \w+)* (?:back|refund\w*|money|\d\S*|free|voucher|double)|(?:or|otherwise) your money back|(?:到不了|没到|不到(?![\d一二三四五六七八九十半几])|不然|否则|晚了?|超时|不过|没过|不成)[^,，]{0,6}(?:就)?(?:赔|退|送|补)"
)


_EFFORT: Final = re.compile(
    r"(?<![a-z])(?:as soon as|asap|try|do my best|do our best|pass (?:it|this|that|your)|look into|keep you|update you|let you know|get back to you|chase|forward|follow up|remind|to check)(?![a-z])|尽快|尽量|争取|努力|改进|转达|反馈|跟进|催|质量|正品|品质|隐私|保密|注意|加强|提醒|回复|答复"
)
"""A promise to try, to tell, to pass on: nothing a fact has to bear."""


def _or_else(saying: Saying, clause: Clause) -> Words | None:
    """A bet on the outcome: "or you get all your money back"."""
    match = _OR_ELSE.search(clause.sentence_text)
    if match and _CHOICE.search(match[0]) and any(_EITHER.search(one.value) for one in saying.facts):
        return None
    if not match or known_grant(
        saying, clause, [one for one in amounts(match[0]) if one.family in ("money", "number")]
    ):
        return None
    return Words("It bets on an outcome that nothing known guarantees.", "以赔付担保了已知信息没有保证的结果。")


_CHOICE: Final = re.compile(r"^or your money back")
_EITHER: Final = re.compile(
    r"(?:replace\w*|repair\w*|exchange\w*|new (?:one|pair))\b[^.;]{0,20}\bor\b[^.;]{0,20}(?:refund|money back)|(?:refund|money back)\b[^.;]{0,20}\bor\b[^.;]{0,20}(?:replace|repair|exchange|new)"
)
"""Leaves the choice of goods or money."""


def _topic(text: str) -> bool:
    return bool(lexicon("attributes").keys(text) & (days.TIMED | {"price", "return_window", "warranty"}))


def _backed(saying: Saying, sentence: str, named: list[Amount], *, timed: bool, strong: bool) -> bool:
    """Whether a fact gives the very thing, as certain."""
    topics = lexicon("attributes").keys(sentence) | lexicon("attributes").keys(saying.asked)
    if not named and not timed and any(_told_so(sentence, fact) for fact in saying.goods):
        return True
    for fact in saying.facts:
        if fact.kind not in ("goods", "authority"):
            continue
        sure = "estimate" not in lexicon("promising").keys(fact.value)
        if not sure or not (
            fact.topics & topics or "guarantee" in lexicon("promising").keys(f"{fact.name} {fact.value}")
        ):
            continue
        if _same_guarantee(sentence, fact):
            return True
        if any(agrees(said, known) for said in named for known in fact.amounts if said.family == known.family):
            return True
        if (day := relative_day(sentence)) is not None and (
            day == relative_day(fact.value) or _on_day(saying, fact, day)
        ):
            return True
        if day is not None and day >= 0 and not days_too_soon(saying, fact, sentence):
            return True
        if (
            not named
            and not timed
            and fact.topics & topics
            and not lexicon("promising").keys(sentence) & {"extra", "endless"}
        ):
            return True
    return not strong and not any(fact.topics & topics & days.TIMED for fact in saying.goods)


def _told_so(sentence: str, fact: Fact) -> bool:
    """Whether the sentence says again what a fact offers: two words of its value at least, and no denial in it."""
    return not negated(fact.value) and len(terms(sentence) & terms(fact.value)) >= 2


def _same_guarantee(sentence: str, fact: Fact) -> bool:
    """Whether the fact itself guarantees the like, in words of its own."""
    both = f"{fact.name} {fact.value}"
    if "guarantee" not in lexicon("promising").keys(both) or fact.truth == "no":
        return False
    return bool(terms(both) & terms(sentence)) or bool(lexicon("acts").keys(both) & lexicon("acts").keys(sentence))


def days_too_soon(saying: Saying, fact: Fact, sentence: str) -> bool:
    """Whether the day lies before what the fact gives; True also where the fact gives no time at all."""
    spans = [one for one in fact.amounts if one.family == "time"]
    day = relative_day(sentence)
    if day is None or not spans:
        return True
    return Decimal(day) < max(one.high for one in spans) - Decimal("0.01")


def _on_day(saying: Saying, fact: Fact, day: int) -> bool:
    ordinal = saying.today.toordinal() + day
    return any(one.family == "date" and one.low <= ordinal <= one.high for one in fact.amounts)


_SECRECY: Final = re.compile(r"保密|隐私|(?<![a-z])(?:confidential\w*|privacy|to ourselves)(?![a-z])")
"""What everybody is owed is no exception."""


def _excepted(saying: Saying, clause: Clause) -> Words | None:
    """A rule set aside, or somebody who takes it upon himself, where something is granted."""
    classes = classes_in(clause.text)
    if (
        not classes & {"exception", "vouch", "unchecked"}
        or _SECRECY.search(clause.text)
        or FORBIDDEN.search(clause.sentence_text)
    ):
        return None
    around = classes_in(clause.sentence_text)
    gives = bool(
        around & {"give", "extra", "endless"} or lexicon("acts").keys(clause.sentence_text)
    ) or "outcome" in lexicon("promising").keys(clause.sentence_text)
    if not gives or (clause.denies and not classes & {"vouch", "unchecked"}) or _allowed(saying, clause):
        return None
    if not classes & {"exception", "unchecked"} and not (
        around & {"endless", "guarantee"} or _needs_rule(saying, clause)
    ):
        return None
    return Words("It sets a rule aside for this customer.", "为这位顾客破例，超出了规定。")


def _needs_rule(saying: Saying, clause: Clause) -> bool:
    """Whether a fact rules the matter that is taken over."""
    acts = lexicon("acts").keys(clause.sentence_text) | lexicon("acts").keys(saying.asked)
    topics = lexicon("attributes").keys(clause.sentence_text)
    return any((fact.acts | lexicon("acts").keys(fact.value)) & acts or fact.topics & topics for fact in saying.goods)


def _allowed(saying: Saying, clause: Clause) -> bool:
    """Whether a fact speaks of that very grant: an exception that staff may make, a fee that is free."""
    for fact in saying.facts:
        if fact.kind not in ("goods", "authority", "upsell"):
            continue
        both = f"{fact.name} {fact.value}"
        if fact.kind == "authority" and fact.truth != "no" and not re.search(r"无特批|不得|no exceptions?|none", both):
            return True
        if lexicon("promising").keys(both) & {"exception"} and not re.search(
            r"(?<![a-z])(?:no|not|never|without)(?![a-z])|不|无", both
        ):
            return True
        free = re.search(r"(?<![a-z])(?:free|waived|no charge|no cost)(?![a-z])|免|包邮", both)
        if free and fact.topics & lexicon("attributes").keys(clause.sentence_text):
            return True
    return False


def _granted_against(saying: Saying, clause: Clause) -> Words | None:
    """Something granted that a rule forbids in this case: after the window, of washed goods."""
    for one in _grants(saying, clause):
        return Words(
            f"It grants what a rule does not allow: {one.fact.known.name}: {one.fact.known.value}.",
            f"答应了规定不允许的事：{one.fact.known.name}：{one.fact.known.value}。",
        )
    return None


_BACK: Final = re.compile(
    r"(?<![a-z])(?:i|we)(?:'ll| will| can)? (?:refund|pay|give|send|match|make up)|给[您你]|退(?:给|还)?[您你]?|补给"
)


def _refused_by_a_fact(saying: Saying, clause: Clause) -> Words | None:
    """The difference to a lower price given, where a fact says that there is none."""
    if clause.denies or not _BACK.search(clause.text) or "price_match" not in lexicon("acts").keys(clause.text):
        return None
    for fact in saying.facts:
        # What nobody may go beyond is gone beyond by who sets no bound.
        if fact.kind != "goods" and not (fact.kind == "authority" and _UNBOUND.search(clause.sentence_text)):
            continue
        if "price_match" in lexicon("acts").keys(f"{fact.name} {fact.value}") and (
            fact.truth == "no" or (fact.truth is None and negated(fact.value))
        ):
            return Words(
                f"It gives what a rule refuses: {fact.known.name}: {fact.known.value}.",
                f"答应了规定不提供的事：{fact.known.name}：{fact.known.value}。",
            )
    return None


_UNBOUND: Final = re.compile(
    r"不管|无论|不论|随时|任何时候|(?<![a-z])(?:whatever|whenever|no matter|any ?time|however)(?![a-z])"
)


def _grants(saying: Saying, clause: Clause) -> Iterator[Contradiction]:
    """Contradictions whose words give the customer something, rather than tell how things are."""
    for one in _contradicted(saying):
        refused = saying.answer == "no" and clause is saying.reply
        if one.clause is clause and not refused and (one.grants or _gives(one, clause)):
            yield one


def _gives(one: Contradiction, clause: Clause) -> bool:
    """A guarantee or an exception always; of what a policy rules, also what somebody will do for this customer."""
    here, around = classes_in(_WARRANTY.sub(" ", clause.text)), classes_in(_WARRANTY.sub(" ", clause.sentence_text))
    if here & {"vouch", "exception", "guarantee"}:
        return True
    if one.fact.topics & {"price", "total"}:
        return bool(_FOR_YOU.search(clause.text))
    if one.fact.topics & days.TIMED and not one.fact.topics & {"refund_time", "pickup"}:
        return bool(around & {"guarantee", "vouch"})
    if any(group in ("material", "colour", "place", "carrier") for group, _ in one.fact.members):
        return False
    ruled_matter = bool(
        one.fact.topics & _POLICY or one.fact.acts or lexicon("acts").keys(one.fact.value) & _POLICY_ACTS
    )
    return ruled_matter and bool(
        around & {"give", "despite", "endless", "guarantee", "vouch"} or _OURS.search(clause.sentence_text)
    )


_POLICY: Final = WINDOWS | {"refund_time", "return_fee", "compensation", "discount", "coupon", "repair", "hold", "fee"}
_POLICY_ACTS: Final = frozenset({"return", "exchange", "repair", "cancel", "price_match", "combine", "reserve"})


@lru_cache(maxsize=64)
def _contradicted(saying: Saying) -> tuple[Contradiction, ...]:
    """What of the turn is against a fact on which a promise can go too far. Asked for by every clause, so it is kept."""
    kinds = (windows, ruled, rates, amounts_said, days, words_of_a_group)
    return tuple(one for kind in kinds for one in kind.found(saying))


_FOR_YOU: Final = re.compile(
    r"(?<![a-z])(?:for you|i'll make it|i can do|i'll do|let you have|i'll change|i can make|i'll set)(?![a-z])|给[您你](?:改|算|按|便宜|做)|帮[您你]改"
)
_TO_BE_REACHED: Final = re.compile(
    r"随时[^,，。!！]{0,3}(?:找|联系|问|咨询|叫|喊|告诉|留言|吩咐)"
    r"|(?<![a-z])(?:reach|contact|write|message|ask|call|text)(?: to)? (?:me|us|back) (?:any ?time|whenever|at any time)"
)
"""Somebody is there at any time: no promise of what has an end."""
_OURS: Final = re.compile(r"(?<![a-z])(?:i|we)(?:'ll| will)(?![a-z])|给[您你]|帮[您你]")


def _without_end(saying: Saying, clause: Clause) -> Words | None:
    """ "Whenever you like", of what has a last day."""
    classes = classes_in(clause.text)
    if _TO_BE_REACHED.search(clause.text):
        return None
    if "endless" not in classes or clause.denies or not (classes & {"give", "outcome"} or _OURS.search(clause.text)):
        return None
    for fact in saying.goods:
        spans = [one for one in fact.amounts if one.family in ("time", "date") and one.unit != "endless"]
        if fact.topics & WINDOWS and spans and "endless" not in lexicon("promising").keys(fact.value):
            return Words("It grants without end what has an end.", "无限期答应了有期限的事。")
    return None


def _nearest(saying: Saying, clause: Clause) -> Fact | None:
    """The fact the promise is about, for whoever reads the finding."""
    for one in _contradicted(saying):
        if one.clause is clause:
            return one.fact
    topics = lexicon("attributes").keys(clause.sentence_text) | lexicon("attributes").keys(saying.asked)
    return next((fact for fact in saying.goods if fact.topics & topics), None)
