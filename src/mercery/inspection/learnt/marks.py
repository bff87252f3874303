"""What the learnt signs find where the detectors found nothing: a sign alone counts only where no fact bears it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.detectors.no_identity_check import unproved
from mercery.inspection.learnt.hearing import Heard, hear
from mercery.inspection.learnt.signs import Label
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import negated
from mercery.inspection.reading.facts import Fact, facts
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.terms import terms
from mercery.inspection.rule import RuleId
from mercery.inspection.talk import identity, personal
from mercery.inspection.talk.asking import asks_who
from mercery.inspection.talk.conduct import conduct_of
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.transcript import Finding, Transcript

LABEL_OF: Final[Mapping[RuleId, Label]] = {
    RuleId.RUDE_OR_BLAMING: "rude",
    RuleId.PROHIBITED_CLAIM: "claim",
    RuleId.PROMISE_BEYOND_POLICY: "promise",
    RuleId.PRIVACY_LEAK: "privacy",
    RuleId.OFF_PLATFORM_PAYMENT: "offplatform",
    RuleId.NO_IDENTITY_CHECK: "shows_order",
}
"""The sign of each rule that has one."""
_WHY: Final[Mapping[RuleId, Words]] = {
    RuleId.RUDE_OR_BLAMING: Words("Offends or blames the customer.", "冒犯或责怪顾客。"),
    RuleId.PROHIBITED_CLAIM: Words("It claims more than is known.", "宣称超出了已知信息。"),
    RuleId.PROMISE_BEYOND_POLICY: Words("It promises what nothing known allows.", "作出了已知信息没有允许的承诺。"),
    RuleId.PRIVACY_LEAK: Words("Shows data of another person.", "透露了他人的信息。"),
    RuleId.OFF_PLATFORM_PAYMENT: Words("Proposes to pay past the checkout.", "引导顾客绕开平台付款。"),
    RuleId.NO_IDENTITY_CHECK: Words(
        "Shows or changes data of an account although nobody was identified.",
        "未核验身份就透露或更改了账户、订单信息。",
    ),
}
_DECLINES: Final = re.compile(
    r"(?<![a-z])(?:can'?t|cannot|can not|couldn't|won't|wouldn't|not able|unable|may not|not allowed|afraid|unfortunately)(?![a-z])"
    r"|不能|无法|不可以|不便|没法|不得|不敢|不支持|不接受|不做|不好评价|抱歉|谢绝|不行"
)
_SURE: Final = 1.0
"""So far above its threshold a sign needs no data beside it."""
_NEEDS: Final[Mapping[Label, float]] = {"promise": 1.2, "rude": 0.7, "claim": 0.3}
"""How far above its threshold a sign has to be to count alone."""
_BESIDE: Final = frozenset({RuleId.SLOW_REPLY, RuleId.NONE_GREETING, RuleId.UNANSWERED_QUESTION, RuleId.MISSED_HANDOFF})
"""Faults of the talk, beside which a sentence may have one of its own."""


def found(transcript: Transcript, already: Mapping[RuleId, Finding], rules: Collection[RuleId]) -> Iterator[Finding]:
    """The first sentence that breaks each rule of `rules` that is not `already` found. What was found in a turn explains
    what else a sign sees there."""
    wanted = [rule for rule in LABEL_OF if rule in rules and rule not in already]
    if not wanted:
        return
    heard = hear(transcript)
    taken = {one.turn for rule, one in already.items() if rule not in _BESIDE}
    known = [one for one in facts(transcript.known) if one.kind != "tone"]
    tests: Mapping[RuleId, Callable[[Heard], bool]] = {
        RuleId.RUDE_OR_BLAMING: _offends,
        RuleId.PROHIBITED_CLAIM: partial(_claims, known),
        RuleId.PROMISE_BEYOND_POLICY: partial(_promises, known),
        RuleId.PRIVACY_LEAK: partial(_shows, transcript, _own(transcript)),
        RuleId.OFF_PLATFORM_PAYMENT: partial(_pays, transcript),
        RuleId.NO_IDENTITY_CHECK: partial(_unasked, transcript, unproved(transcript)),
    }
    for rule in wanted:
        label = LABEL_OF[rule]
        for one in heard:
            if rule in _ONE_FAULT and one.turn in taken:
                continue
            if one.scores[label] > _NEEDS.get(label, 0.0) and tests[rule](one):
                yield Finding(rule=rule, turn=one.turn, quote=one.quote, why=_WHY[rule])
                break


_ONE_FAULT: Final = frozenset({RuleId.PROMISE_BEYOND_POLICY, RuleId.PROHIBITED_CLAIM, RuleId.RUDE_OR_BLAMING})


_FLOORS: Final[Mapping[RuleId, float]] = {
    RuleId.PROHIBITED_CLAIM: -0.7,
    RuleId.PROMISE_BEYOND_POLICY: -0.5,
}
"""Below it nothing in a turn looks like the fault to the sign that knows it."""


def doubted(transcript: Transcript, finding: Finding) -> bool:
    """Whether a finding of the detectors stands against what was learnt: every sentence of its turn lies far below the
    threshold. What a question lends its meaning to ("Sure, that works") is not doubted."""
    floor = _FLOORS.get(finding.rule)
    if floor is None:
        return False
    own = [one.scores[LABEL_OF[finding.rule]] for one in hear(transcript) if one.turn == finding.turn]
    return bool(own) and max(own) < floor


def as_promise(transcript: Transcript, wrong: Finding) -> Finding:
    """A contradiction that is said as a promise breaks that rule: who promises 60 days of 30 does not err about them."""
    for one in hear(transcript):
        if one.turn == wrong.turn and wrong.quote in one.quote and one.scores["promise"] > _AS_PROMISE:
            return replace(wrong, rule=RuleId.PROMISE_BEYOND_POLICY)
    return wrong


_AS_PROMISE: Final = 0.3


def _offends(one: Heard) -> bool:
    low = one.sentence.plain
    return not phrases("rude", "harmless").say(low) and not phrases("rude", "warm").say(low)


def _claims(known: Sequence[Fact], one: Heard) -> bool:
    if one.sentence.asks or _DECLINES.search(one.sentence.plain):
        return False
    words = terms(one.sentence.plain)
    borne = frozenset(word for fact in known if not negated(fact.value) for word in terms(f"{fact.name} {fact.value}"))
    return bool(words) and 2 * len(words & borne) < len(words)


def _promises(known: Sequence[Fact], one: Heard) -> bool:
    """What a fact grants, or names with the same amount, may be promised."""
    low = one.sentence.plain
    if one.sentence.asks or _DECLINES.search(low):
        return False
    if len(_WORDS.findall(low)) < _FEW:
        return False
    words, acts = terms(low), lexicon("acts").keys(low)
    said = {(amount.family, amount.low) for amount in amounts(low)}
    for fact in known:
        if fact.truth == "no" or negated(fact.value):
            continue
        both = f"{fact.name} {fact.value}"
        shared = words & terms(both)
        if len(shared) > 1 or acts & lexicon("acts").keys(both):
            return False
        if said & {(amount.family, amount.low) for amount in fact.amounts}:
            return False
    return True


_WORDS: Final = re.compile(r"[a-z']+|[\u4e00-\u9fff]")
_FEW: Final = 5
"""With fewer words nothing is promised that the talk around it does not say."""


def _own(transcript: Transcript) -> list[str]:
    """What is the customer's: said by the customer, by whom the customer is addressed, or on record of the customer."""
    conduct = conduct_of(transcript.known)
    own = [one.text for one in transcript.turns if one.role == "customer"]
    own += [name for one in transcript.turns if one.role == "agent" for name in personal.addressed(one.text)]
    return own + [f"{one.name} {one.value}" for one in conduct.own]


_THIRD: Final = re.compile(
    r"(?<![a-z])(?:he|she|his|her|hers|him|mr|mrs|ms|neighbou?r|buyer|reviewer|sister|brother|wife|husband|another customer)(?![a-z])|他|她|那位|先生|女士|买家|邻居"
)
"""Somebody else is spoken of."""


def _shows(transcript: Transcript, own: Sequence[str], one: Heard) -> bool:
    """A person's data that are not the customer's, in a sentence about somebody else."""
    low = one.sentence.plain
    if one.sentence.asks or phrases("personal", "withholds").say(low) or not _THIRD.search(low):
        return False
    if _STAFF.search(low):
        return False
    text = transcript.turns[one.turn].text
    data = [shown for shown in personal.data_in(text, one.sentence) if shown.kind in ("name", "phone", "e-mail")]
    if any(personal.is_own(shown, own) for shown in data):
        return False
    return bool(data) or one.scores["privacy"] > _SURE


_STAFF: Final = re.compile(
    r"顾问|客服|同事|主管|店长|经理|师傅|(?<![a-z])(?:colleague|consultant|advis[eo]r|manager|our team)(?![a-z])"
)
"""Who works for the shop may be named."""


_MEANS: Final = re.compile(
    r"(?<![a-z])(?:pay|paid|payment|paypal|venmo|zelle|revolut|bank|iban|wire|cash|crypto|bitcoin|money|deposit|wallet|account|sort code)(?![a-z])|[€£$¥]\s?\d"
    r"|(?<![a-z])transfer(?! (?:you|your call|this chat))|付|转(?!人工|接|给(?:同事|主管|客服|专员|售后))|钱|红包|微信|支付宝|对公|定金|尾款|收款|扫码|\d元"
)
"""Without a word of money nothing is paid anywhere."""


def _pays(transcript: Transcript, one: Heard) -> bool:
    low = one.sentence.plain
    if one.sentence.asks or _DECLINES.search(low) or phrases("paying", "allowed").say(low) or not _MEANS.search(low):
        return False
    allowed = " ".join(plain(rule.value) for rule in conduct_of(transcript.known).payment if not negated(rule.value))
    ways = frozenset(found[0].strip() for found in _MEANS.finditer(low))
    return len(terms(low) & terms(allowed)) < 2 and not any(len(way) > 2 and way in allowed for way in ways)


def _unasked(transcript: Transcript, open_turns: Collection[int], one: Heard) -> bool:
    """Data of an order, in a turn before anybody is known, to a customer who speaks of an own order."""
    if one.turn not in open_turns or one.sentence.asks or phrases("identity", "general").say(one.sentence.plain):
        return False
    if asks_who(one.sentence.plain):
        return False
    asked = [turn.text for turn in transcript.turns[: one.turn] if turn.role == "customer"]
    return any(identity.own_matter(text) or identity.asks_own(text) for text in asked)
