"""A clear question of the customer is never answered in the rest of the conversation. Pure.

A wrong accusation costs more than a miss. Four ways lead to a finding: an untold fact bears on a question while something
else was answered; of several questions one is passed over while all that is said speaks to the others
(`talk/left_open.py`); what the customer's message before already spoke of is asked again and passed over
once more; or a single question is met with nothing but courtesy and advertising.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.facts import Fact, facts
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for, families_wanted
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.answering import comes_back_to, may_settle, only_lures, subject, unanswered
from mercery.inspection.talk.asking import Question, asked_again, is_clear, questions
from mercery.inspection.talk.by_kind import is_of_its_kind
from mercery.inspection.talk.evading import evaded
from mercery.inspection.talk.left_open import left_open
from mercery.inspection.talk.paying import proposes_past_checkout
from mercery.inspection.talk.phrases import plain
from mercery.inspection.talk.tone import rude
from mercery.inspection.talk.topics import words_of
from mercery.inspection.talk.untold import THE_GOODS, said
from mercery.inspection.transcript import Finding, Transcript, Turn

_EXPECTED = Words("An answer, or that there is none", "给出答复，或说明无法答复")


@dataclass(slots=True)
class _Open:
    question: Question
    turn: int


def find(transcript: Transcript) -> Iterator[Finding]:
    if not transcript.turns:
        return
    known = facts(transcript.known, transcript.turns[0].at.year)
    alone = _alone(transcript.turns, known)
    # Who asks again is found where it was last asked.
    among = [
        one
        for one in _among_others(transcript.turns, known)
        if not any(_asks_again(one, [each.question]) for each in alone)
    ]
    for one in [*among, *alone]:
        if _withdrawn(transcript.turns, one) or _told_what_is_known(transcript.turns, one, known):
            continue
        yield Finding(
            rule=RuleId.UNANSWERED_QUESTION, turn=one.turn, quote=one.question.quote,
            why=Words(f"“{one.question.quote}” is never answered.", f"“{one.question.quote}”始终没有得到回答。"),
            expected=_EXPECTED.text(transcript.lang),
        )  # fmt: skip


def _told_what_is_known(turns: Sequence[Turn], one: _Open, known: Sequence[Fact]) -> bool:
    """Whether the next reply gives a known figure of the measure asked for, or words of a fact that has words of the
    question: "some 40 dB" of how loud the motor runs, 满额礼是帆布袋 of 礼物是啥."""
    reply = next((turn.text for turn in turns[one.turn + 1 :] if turn.role == "agent"), "")
    low, asked = plain(reply), one.question
    wanted = families_wanted(asked.plain)
    figures = amounts(low)
    whole = [
        fact
        for fact in known
        if fact.kind == "goods" and fact.value == plain(fact.known.value) and not THE_GOODS.match(fact.name)
    ]
    goods = " ".join(fact.value for fact in known if THE_GOODS.match(fact.name))
    for fact in whole:
        alike = [each for each in fact.amounts for mine in figures if (mine.low, mine.high) == (each.low, each.high)]
        # Of length and width none is the thickness; of several values for several cases one answers.
        of_it = [each for each in alike if each.family in wanted]
        if len(of_it) == 1 and (_only_holder(fact, of_it[0].family, whole) or not _of_another(fact, asked)):
            return True
        own = (_signs(fact.name) & _signs(asked.plain)) - _signs(goods)
        own = own or (fact.terms & terms(asked.plain)) - terms(goods) - subject(asked)
        if own and (alike or (terms(fact.value) - terms(asked.plain)) & terms(low)):
            return True
    return False


def _only_holder(fact: Fact, family: str, known: Sequence[Fact]) -> bool:
    return len(fact.of(family)) == 1 and not any(each.of(family) for each in known if each is not fact)


def _of_another(fact: Fact, asked: Question) -> bool:
    """Whether fact and question name two measures."""
    wanted = asked_for(asked.plain)
    return bool(fact.topics and wanted) and not fact.topics & wanted


def _signs(text: str) -> frozenset[str]:
    """The Chinese signs of a text that say what is meant."""
    return frozenset(sign for sign in text if "\u4e00" <= sign <= "\u9fff") - _PLAIN_SIGNS


_PLAIN_SIGNS: Final = frozenset(
    "大小多少上下有可能会要是的这那个款买用包装货商品子面色里外前后吗呢么啊吧不了几啥什怎我你您"
)


def _withdrawn(turns: Sequence[Turn], one: _Open) -> bool:
    """Whether the customer takes the question back, in the same message or in the next."""
    own = plain(turns[one.turn].text)
    behind = own[own.find(one.question.plain) + len(one.question.plain) :]
    later = next((turn.text for turn in turns[one.turn + 1 :] if turn.role == "customer"), "")
    return _TAKES_BACK.search(behind) is not None or _TAKES_BACK.match(plain(later)) is not None


_TAKES_BACK: Final = re.compile(
    r"\W*(?:(?:ah|oh|ok|okay|actually|no|hm+|wait|sorry)\W+){0,3}(?:forget (?:it|that|about it)|never ?mind|no need|don't bother|doesn't matter|not important|found it|i see it|i've found it|scrap that|ignore that)(?![a-z])"
    r"|\W*(?:哦|噢|那|嗯)?\W*(?:算了|不用了|当我没[问说]|没事了|不问了|找到了|看到了|知道了不用)"
)


def _among_others(turns: Sequence[Turn], known: Sequence[Fact]) -> Iterator[_Open]:
    """The questions of each message that an untold fact accuses."""
    message: list[tuple[Question, int]] = []
    words: list[str] = []
    for index, turn in enumerate(turns):
        if turn.role != "customer":
            if message:
                replies = [one.text for one in turns[index:] if one.role == "agent"]
                asked = [question for question, _ in message]
                left = left_open("\n".join(words), asked, replies, known)
                yield from (_Open(question, at) for question, at in message if question in left)
                if not left and len(message) == 1 and evaded(asked[0], replies):
                    yield _Open(*message[0])
            message, words = [], []
            continue
        words.append(turn.text)
        heard = turns[index - 1].text if index and turns[index - 1].role == "agent" else ""
        message += [(one, index) for one in questions(turn.text) if is_clear(one, heard)]


def _alone(turns: Sequence[Turn], known: Sequence[Fact]) -> list[_Open]:
    """Questions asked again, or met with advertising, still open at the end; at the turn where they were last asked."""
    found: list[_Open] = []
    asked: list[Question] = []
    before: list[Question] = []
    at = 0
    for index, turn in enumerate(turns):
        if turn.role == "customer":
            heard = turns[index - 1].text if index and turns[index - 1].role == "agent" else ""
            new = [asked_again(one, before) for one in questions(turn.text) if is_clear(one, heard)]
            new = [one if one.again else _raised_again(one, turns[:index]) for one in new]
            before += new
            asked = new if index and turns[index - 1].role == "agent" else [*asked, *new]
            at = index
            found = [one for one in found if not _asks_again(one, new)]
            continue
        found = [one for one in found if not comes_back_to(one.question, turn.text)]
        left = unanswered(asked, turn.text) if asked else []
        left = [one for one in left if not (may_settle(one, turn.text) or is_of_its_kind(one, plain(turn.text)))]
        # Who scolds in place of an answer, or talks of money past the checkout, is found for that.
        if left and rude(turn.text) is None and not proposes_past_checkout(turn.text):
            lured = (
                len(asked) == 1 and only_lures(turn.text) and not _graded(turn.text) and not _of_facts(turn.text, known)
            )
            found += [_Open(one, at) for one in left if one.again or lured]
        asked = []
    return found


def _graded(text: str) -> bool:
    """Whether it is no more than a degree, which praises and answers alike: "quite light"."""
    return _DEGREE.fullmatch(plain(text)) is not None


_DEGREE: Final = re.compile(
    r"\W*(?:(?:hi|hello|hey|good \w+)(?: there)?\W+)?(?:quite|very|rather|fairly|pretty|really|not (?:too|very|that|at all)) [a-z]+\W*"
)


def _of_facts(text: str, known: Sequence[Fact]) -> bool:
    """Whether it says something that is known."""
    here = terms(plain(text))
    return any(here & terms(fact.value) for fact in known if not _GIFT.search(f"{fact.name} {fact.value}"))


_GIFT: Final = re.compile(r"赠|送(?!达|货|到|修)|礼|(?<![a-z])(?:gifts?|free|promo\w*|offer|bonus)(?![a-z])")
"""What lures to buy answers nothing, though it is known."""


def _raised_again(one: Question, before: Sequence[Turn]) -> Question:
    """The question, as asked again where the customer's message before spoke of the same and the reply to it did not."""
    if one.kind == "yes_no" or len(before) < 2 or before[-1].role != "agent" or before[-2].role != "customer":
        return one
    spoken = one.words & words_of(plain(before[-2].text))
    raised = bool(spoken) and not said(one.words, plain(before[-1].text))
    return replace(one, again=raised)


def _asks_again(one: _Open, new: Sequence[Question]) -> bool:
    """Whether the question is asked anew: then the later one counts."""
    return any(
        one.question.words & again.words or (one.question.topics & again.topics and one.question.kind == again.kind)
        for again in new
    )
