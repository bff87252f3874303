"""A person was demanded, by the customer or by a rule of the shop, and the conversation goes on without one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId
from mercery.inspection.talk import handing
from mercery.inspection.talk.answering import gives_up
from mercery.inspection.talk.asking import asks_who
from mercery.inspection.talk.conduct import Conduct, conduct_of
from mercery.inspection.talk.phrases import plain
from mercery.inspection.transcript import Agent, Finding, Known, Transcript, Turn

_TWICE: Final = re.compile(
    r"(?:答不|无法回答|解决不|不会|不知道|未解决)[^,。]{0,6}(?:两|二|2|次)|(?:two|2|twice|second)[^,.]{0,20}(?:fail|unanswer|attempt|not (?:know|answer)|can't|cannot)|(?:fail|unanswer|can't answer|cannot answer|doesn't know)[^,.]{0,20}(?:twice|two|2)"
)
_LOG_IN: Final = re.compile(r"\b(?:log|sign)(?:ging)? in\b|登录", re.IGNORECASE)
"""Who is sent to do it alone is asked nothing."""


@dataclass(slots=True, kw_only=True)
class _Demand:
    """What waits to be heeded."""

    words: str
    why: Words
    rule: Known | None
    by_words: bool = False
    """Whether words of calling for a person are all that demands one."""
    asked_first: bool = False
    """Whether the one question that may come first was asked."""


def find(transcript: Transcript) -> Iterator[Finding]:
    conduct = conduct_of(transcript.known)
    demand: _Demand | None = None
    handed = False
    given_up = 0
    for index, turn in enumerate(transcript.turns):
        if turn.role == "customer":
            if demand is not None and handing.withdraws(turn.text):
                demand = None
            answering = _next_agent(transcript, index)
            if not handed and answering is not None:
                demand = _renewed(_demand(index, answering, conduct, transcript), demand)
        elif handing.hands_over(turn.text):
            demand, handed = None, True
        elif demand is not None and demand.by_words and _contented(transcript, index):
            demand = None
        elif demand is not None and not _heeded(demand, turn) and not _helps_first(transcript, index, demand.rule):
            yield _finding(index, turn, demand)
            return
        elif gives_up(turn.text):
            given_up += 1
            if given_up > 1 and not handed and (rule := _stuck(conduct)) is not None:
                why = Words(
                    "A rule of the shop sends what stays unanswered to a person.",
                    "店铺规则要求多次答不上来时转由专人处理。",
                )
                yield _finding(index, turn, _Demand(words=turn.text, why=why, rule=rule))
                return


def _contented(transcript: Transcript, index: int) -> bool:
    """Whether the customer is glad of the reply: then words that may call for a person asked for something else."""
    after = transcript.turns[index + 1] if index + 1 < len(transcript.turns) else None
    if after is None or after.role != "customer" or handing.demands_person(after.text):
        return False
    low = plain(after.text)
    return _GLAD.match(low) is not None and _NOT_SO_GLAD.search(low) is None


_NOT_SO_GLAD: Final = re.compile(
    r"(?<![a-z])(?:but|still|never ?mind|anyway|again|asked|forget|no help|useless)(?![a-z])|但|还是|算了|可是|没用"
)
"""Thanks of who gives up."""
_GLAD: Final = re.compile(
    r"\W*(?:(?:ok|okay|oh|ah|hm+)\W+)?(?:good|great|thanks?|thank you|perfect|brill\w*|nice|lovely|wonderful|super|excellent|awesome|fab|(?:he|she|they|i)(?:'ll| will|'m| am)(?: be)? (?:so |very )?(?:glad|happy|pleased|delighted))(?![a-z])(?! (?:for nothing|job|grief|question))"
    r"|\W*(?:好的?)?\W*(?:谢谢|太好了|明白了|那就好|好嘞|懂了)"
)


def _helps_first(transcript: Transcript, index: int, rule: Known | None) -> bool:
    """Whether the turn says what to do against harm, and the next of the shop's hands over."""
    if _FIRST_AID.search(transcript.turns[index].text) is None or (rule and _AT_ONCE.search(plain(rule.value))):
        return False
    later = next((one for one in transcript.turns[index + 1 :] if one.role == "agent"), None)
    return later is not None and handing.hands_over(later.text)


_AT_ONCE: Final = re.compile(r"马上|立即|立刻|第一时间|at once|immediately|straight|no own questions|right away")
_FIRST_AID: Final = re.compile(
    r"\b(?:stop using|don't use|do not use|unplug|switch it off|rinse|cool (?:it|the)|see a doctor|call (?:999|911|112)|go to (?:a&e|hospital|the doctor))\b|停用|先停|断电|拔掉|冲洗|就医|医院|皮肤科|看医生|打120",
    re.IGNORECASE,
)


def _heeded(demand: _Demand, turn: Turn) -> bool:
    if demand.rule is not None and handing.refers(turn.text):
        return True
    if not demand.asked_first and asks_who(turn.text) and not _LOG_IN.search(turn.text):
        demand.asked_first = True
        return True
    return False


def _stuck(conduct: Conduct) -> Known | None:
    """The rule that calls for a person where the same question cannot be answered twice."""
    return next((rule for rule in conduct.hand_over if _TWICE.search(rule.value.lower())), None)


def _renewed(new: _Demand | None, old: _Demand | None) -> _Demand | None:
    """The demand that waits now: who demands again has been asked already."""
    if new is not None and old is not None:
        new.asked_first = old.asked_first
    return new or old


def _next_agent(transcript: Transcript, index: int) -> Agent | None:
    return next((turn.agent for turn in transcript.turns[index:] if turn.role == "agent"), None)


def _demand(index: int, agent: Agent, conduct: Conduct, transcript: Transcript) -> _Demand | None:
    """What this message demands of whoever answers it: a person himself is one, unless somebody special is demanded."""
    turn = transcript.turns[index]
    before = "\n".join(one.text for one in transcript.turns[: index + 1] if one.role == "customer")
    for rule in conduct.hand_over:
        special = handing.names_somebody_above(rule)
        if agent == "human" and not special:
            continue
        if (situation := handing.demanded_by(rule, turn.text, transcript.known, before)) is not None:
            named = handing.SITUATIONS.get(situation, Words("such a case", "此类情况"))
            why = Words(f"A rule of the shop sends {named.en} to a person.", f"店铺规则要求{named.zh}转由专人处理。")
            # A lawyer or a journalist may be spoken of by the way.
            return _Demand(words=turn.text, why=why, rule=rule, by_words=situation in ("legal", "press"))
    if agent == "human" and (words := handing.demands_somebody_above(turn.text)):
        why = Words("Somebody in charge was demanded.", "顾客要求找负责人。")
        return _Demand(words=words, why=why, rule=conduct.hand_over[0] if conduct.hand_over else None, by_words=True)
    if agent == "bot" and (words := handing.demands_person(turn.text)):
        why = Words("A person was demanded.", "顾客要求人工服务。")
        return _Demand(words=words, why=why, rule=conduct.hand_over[0] if conduct.hand_over else None, by_words=True)
    return None


def _finding(index: int, turn: Turn, demand: _Demand) -> Finding:
    return Finding(
        rule=RuleId.MISSED_HANDOFF, turn=index, quote=turn.text,
        why=Words(f"{demand.why.en} (“{demand.words}”)", f"{demand.why.zh}（“{demand.words}”）"),
        expected=demand.rule.value if demand.rule else "", known=demand.rule,
    )  # fmt: skip
