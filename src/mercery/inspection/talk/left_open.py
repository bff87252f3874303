"""Which questions of one message are left open, held against what was known. Pure.

A question is accused by an untold fact: one bears on it, and neither the question's own words nor the fact's name or content
are ever said afterwards, nor is it put off, asked back, handed over or answered with yes or no, while something else was
answered: another question of the message or, where it stands alone, another fact's subject is spoken of. Of several
questions one on which no fact bears is accused where every sentence of the reply speaks to the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.inspection.contradictions.pieces import UNIT_WORDS
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import answer, without_greeting
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import by_group
from mercery.inspection.reading.terms import terms
from mercery.inspection.talk import handing
from mercery.inspection.talk.answering import (
    asks_back,
    fits,
    gives_up,
    parts,
    subject,
    without_courtesy,
    without_excuses,
)
from mercery.inspection.talk.asking import Question
from mercery.inspection.talk.beside import answered_beside
from mercery.inspection.talk.by_kind import DAY, is_of_its_kind, judges
from mercery.inspection.talk.paying import proposes_past_checkout
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.talk.tone import rude
from mercery.inspection.talk.topics import topics_of, words_of
from mercery.inspection.talk.untold import PLAIN, Bearing, bearing, own_words, said, told, touches

_COUNTED: Final = frozenset(("money", "amount", "time"))
_ALL: Final = re.compile(
    r"(?<![a-z])(?:both|neither|all (?:of (?:them|it|that)|three)|yes to|no to)(?![a-z])"
    r"|(?:^|[,。!~ ])(?:两[个样]|这些)?都(?:可以|能|行|有|是|支持|没问题|不)?的?(?=[,。!~哦哈呢 ]|$)"
)
"""Answers everything at once."""
_TWICE: Final = re.compile(r"([\u4e00-\u9fff])[不没]\1")
"""吵不吵: the sign that an answer says again."""
_MODAL: Final = frozenset("会能可是有要好行对")
"""Signs that are doubled only to ask, and that any answer may hold."""


def left_open(
    message: str, questions: Sequence[Question], replies: Sequence[str], facts: Sequence[Fact]
) -> list[Question]:
    """The questions that an untold fact accuses. `replies` are all the agent's turns after the message."""
    if (past := proposes_past_checkout("\n".join(replies[:1]))) and any(
        one.kind in ("money", "amount") or _OF_PAYING.search(one.plain) for one in questions
    ):
        return []
    # Money past the checkout is found as what it is; it answers nothing that is not of paying.
    replies = [without_excuses(one.replace(past, " ") if past else one) for one in replies]
    # Who scolds asks nothing back.
    if (
        not replies
        or (asks_back(replies[0]) and rude(replies[0]) is None)
        or any(handing.hands_over(one) or handing.refers(one) for one in replies)
    ):
        return []
    said_later = _Said(plain(message), _rest(message, questions), tuple(plain(one) for one in replies), tuple(facts))
    open_ones = [one for one in questions if _is_open(one, questions, said_later)]
    answered = any(one not in open_ones and _is_told(one, questions, said_later) for one in questions)
    accused = [one for one in open_ones if answered or _tells_other(one, questions, said_later)]
    accused = accused or [one for one in questions if _passed_over(one, questions, said_later)][:1]
    return accused or [one for one in questions if answered_beside(one, _others(one, questions), replies, facts)][:1]


_OF_PAYING: Final = re.compile(r"付|转|钱|款(?![式型])|(?<![a-z])(?:pay\w*|transfer|deposit|checkout)(?![a-z])")


@dataclass(frozen=True, slots=True)
class _Said:
    """What is held against the questions of one message."""

    message: str
    rest: frozenset[str]
    """The words the message says beside its questions."""
    replies: tuple[str, ...]
    facts: tuple[Fact, ...]


def _others(one: Question, questions: Sequence[Question]) -> list[Question]:
    return [other for other in questions if other is not one]


def _rest(message: str, questions: Sequence[Question]) -> frozenset[str]:
    """The words the message says beside its questions."""
    text = plain(message)
    for one in questions:
        text = text.replace(one.plain, " ")
    return words_of(text)


def _is_open(one: Question, questions: Sequence[Question], talk: _Said) -> bool:
    others = _others(one, questions)
    known = bearing(one, others, talk.facts)
    if not known or any(told(each, one, reply, talk.facts, talk.message) for each in known for reply in talk.replies):
        return False
    words = own_words(one, others, talk.rest)
    if not any(each.by_word for each in known):
        words = frozenset(word for word in words if topics_of(word) & one.topics) or words
    if len({id(each.fact) for each in known}) < len(talk.facts) and (narrow := words - subject(one)):
        words = narrow if any(said(narrow, f"{each.fact.name} {each.piece}") for each in known) else words
    shared = {word for word in words for each in known if said(frozenset({word}), f"{each.fact.name} {each.piece}")}
    # Further on only the fact's own words come back to the question; others are said of other things.
    if said(words, talk.replies[0]) or any(said(frozenset(shared) or words, reply) for reply in talk.replies[1:]):
        return False
    if _says_yes(one, questions, talk.replies[0]) or _again(one, talk.replies):
        return False
    if _puts_off(one, others, talk.replies[0]):
        return False
    if _ASKS_STOCK.search(one.plain) and _TELLS_STOCK.search(talk.replies[0]):
        return False
    if is_of_its_kind(one, talk.replies[0]) or judges(one, others, talk.replies[0]):
        return False
    return not (others and _ALL.search(talk.replies[0])) and not _counted(one, known, talk)


_ASKS_STOCK: Final = re.compile(
    r"(?<![a-z])(?:there|available|left|in stock|got any|still have)(?![a-z])|有货|还有|有没有|有吗"
)
_TELLS_STOCK: Final = re.compile(
    r"(?<![a-z])(?:sold out|out of stock|in stock|available|back in|last one|gone|none left|\d+ left)(?![a-z])|[有没无缺断补现]货|售罄|卖完|到货"
)


def _passed_over(one: Question, questions: Sequence[Question], talk: _Said) -> bool:
    """Whether no fact bears on a question, and every sentence of the first reply speaks to another question or gives a fact,
    a figure of one where no other question was asked, while no reply ever says a word, a sign or the topic of this one."""
    others = [each for each in _others(one, questions) if not _ASKS_NOTHING.search(each.plain)]
    words = own_words(one, others, talk.rest) - subject(one)
    words -= frozenset().union(*(terms(fact.name) for fact in talk.facts))
    topics = one.topics - frozenset().union(*(other.topics for other in others))
    if _may_be_answered(one, others, talk) or (not others and _is_of_facts(words, topics, talk.facts)):
        return False
    # A place, somebody or a way is told by words of its kind alone.
    apart = one.kind in _TOLD_APART and not any(
        phrases("asking", one.kind).say(part.plain) for reply in talk.replies for part in parts(reply)
    )
    if one.kind in ("place", "party", "manner") and not apart:
        return False
    # What is done so may be told in figures: how it is charged.
    if one.kind == "manner" and not others:
        return not _DIGIT.search(talk.replies[0]) and _only_facts(talk)
    if not words or any(touches(words, topics, reply) for reply in talk.replies):
        return False
    return not _says_yes_somewhere(one, questions, talk) and _speaks_of_the_rest(others, talk, apart=apart)


def _may_be_answered(one: Question, others: Sequence[Question], talk: _Said) -> bool:
    """Whether the question is none that is passed over, or a reply may answer it by its kind."""
    reply = talk.replies[0]
    # "Why did I get …" complains more than it asks.
    if one.kind == "reason" or _ASKS_NOTHING.search(one.plain) or f"or {one.plain}" in talk.message:
        return True
    if is_of_its_kind(one, reply):
        return True
    if _counts(one, others, talk) or any(gives_up(each) for each in talk.replies):
        return True
    if others:
        return bool(bearing(one, others, talk.facts))
    return one.kind == "choice" or judges(one, others, reply)


def _says_yes_somewhere(one: Question, questions: Sequence[Question], talk: _Said) -> bool:
    reply = _FIGURE_FIRST.sub(" ", talk.replies[0])
    if _says_yes(one, questions, reply) or _again(one, talk.replies) or _ALL.search(reply):
        return True
    return one.kind == "yes_no" and _BARE_ZH.search(talk.replies[0]) is not None


def _speaks_of_the_rest(others: Sequence[Question], talk: _Said, *, apart: bool) -> bool:
    """Whether every sentence of the first reply speaks to another question or gives a fact. `apart`: no part of it can be
    the answer, whatever it says."""
    told = [each for each in sentences(talk.replies[0]) if without_courtesy(each.plain)]
    pieces = [each.plain for each in parts(talk.replies[0])]
    if not apart and any(_may_be_yes(each, others, talk) or _says_more(each, others, talk) for each in pieces):
        return False
    if not others and not any(_figures(each, talk.facts) for each in pieces):
        return False
    return bool(told) and all(_speaks_elsewhere(each.plain, others, talk) for each in told)


def _only_facts(talk: _Said) -> bool:
    """Whether every sentence of the reply says a fact by its name and a word of its value."""
    said_more = [each for each in sentences(talk.replies[0]) if without_courtesy(without_greeting(each.plain))]
    return bool(said_more) and all(
        any(fact.terms & terms(each.plain) and terms(fact.value) & terms(each.plain) for fact in talk.facts)
        for each in said_more
    )


_TOLD_APART: Final = frozenset(("money", "amount", "time", "place", "party", "manner"))
"""Kinds of questions that no yes answers."""


def _counts(one: Question, others: Sequence[Question], talk: _Said) -> bool:
    """Whether the first reply gives an amount of the kind asked for that is not merely another fact's."""
    if one.kind not in _COUNTED:
        return False
    # Asked alone, any figure of the kind may be the answer.
    given = {mine.low for fact in talk.facts for mine in fact.amounts} if others else set()
    return any(
        fits(one, part)
        and (others or not by_group(part.plain).get("colour"))
        and not (given and {mine.low for mine in amounts(part.plain)} - {1} <= given)
        for part in parts(talk.replies[0])
    )


def _is_of_facts(words: frozenset[str], topics: frozenset[str], facts: Sequence[Fact]) -> bool:
    """Whether a fact has a word of the question, or is of its topic: then what is told of it may follow from that."""
    return any(
        said(words, f"{fact.name} {fact.value}") or topics & (topics_of(fact.name) | topics_of(fact.value, True))
        for fact in facts
    )


def _says_more(part: str, others: Sequence[Question], talk: _Said) -> bool:
    """Whether a part of some length speaks neither to another question nor of a fact: it may be the answer."""
    if len(_SIGNS_OR_WORDS.findall(part)) < (_LONG_ZH if _HAN.search(part) else _LONG):
        return False
    if any(said(other.words - PLAIN, part) or other.topics & topics_of(part, True) for other in others):
        return False
    if said(talk.rest - PLAIN, part):
        return False
    return not (_figures(part, talk.facts) or any(terms(fact.value) & terms(part) for fact in talk.facts))


def _figures(part: str, facts: Sequence[Fact]) -> bool:
    """Whether a part gives a figure, a colour or the stock that a fact gives."""
    figures = {mine.low for mine in amounts(part)} - {1}
    groups = by_group(part)
    digits = set(_DIGITS.findall(part))
    return any(
        any(mine.low in figures for mine in fact.amounts)
        or digits & set(_DIGITS.findall(fact.value))
        or (_TELLS_STOCK.search(part) is not None and _TELLS_STOCK.search(fact.value) is not None)
        or any(names & groups.get(group, frozenset()) for group, names in fact.members if group == "colour")
        for fact in facts
    )


_DIGIT: Final = re.compile(r"\d")
_DIGITS: Final = re.compile(r"\d{2,}")
_FIGURE_FIRST: Final = re.compile(r"(?<![a-z])(?:it|they|that|this|these)(?:'s|'re| is| are| has| have)(?= \d)")
"""To give a figure is no yes."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_SIGNS_OR_WORDS: Final = re.compile(r"[a-z']+|[\u4e00-\u9fff]")
_LONG: Final = 4
_LONG_ZH: Final = 5


def _may_be_yes(part: str, others: Sequence[Question], talk: _Said) -> bool:
    """Whether a part says a bare yes or no that is of nothing else: "eight letters, no charge"."""
    if _BARE.match(part) is None or any(said(other.words - PLAIN, part) for other in others):
        return False
    return not any(terms(fact.value) & terms(part) for fact in talk.facts)


def _speaks_elsewhere(sentence: str, others: Sequence[Question], talk: _Said) -> bool:
    """Whether a sentence speaks to one of the other questions, or gives a fact."""
    if any(said(other.words - PLAIN, sentence) or other.topics & topics_of(sentence, True) for other in others):
        return True
    here = terms(sentence)
    return _figures(sentence, talk.facts) or any(
        len(terms(fact.value) & here) > (0 if fact.terms & here else 1) for fact in talk.facts
    )


_BARE: Final = re.compile(
    r"\W*(?:and |but |also )?(?:yes|no|not|it (?:is|does|has|can|isn't|doesn't|can't)(?! \d)|they (?:are|do|have|can|aren't|don't)(?! \d)|that (?:is|works|does)|free|included|sure|of course)(?![a-z])"
    r"|\W*(?:也|都|就)?(?:不|没|可以|能|有(?!货|现货)|会|是(?!\d)|免费|支持|包|带|含)"
)
_BARE_ZH: Final = re.compile(
    r"[,，。;；!] ?(?:也|都|就)?(?:不?会|不?可以|不?能|没?有|是|不是|不行|不用|不|支持|免费)的?(?=[,，。!！~哦哈呢呀]|$)"
)
_ASKS_NOTHING: Final = re.compile(
    r"^(?:and |but |so )?(?:can't|cannot|couldn't|don't|didn't|won't|haven't|hasn't) (?!you\b|i\b|it\b|we\b|they\b|this\b)|^[^多几什怎哪谁何能会可有]*呢\W*$"
)
"""Tells of a want, or only names what is spoken of."""


def _again(one: Question, replies: Sequence[str]) -> bool:
    """Whether a reply says the sign that the question doubles to ask."""
    signs = {match[1] for match in _TWICE.finditer(one.plain)} - _MODAL
    return any(sign in reply for sign in signs for reply in replies)


def _says_yes(one: Question, questions: Sequence[Question], reply: str) -> bool:
    """Whether the reply says a yes or no that is this question's: of several that can be answered so it opens with that of
    the first.
    """
    able = [other for other in questions if other.kind == "yes_no"]
    if not able or able[0] is not one or _opens_with_another(one, _others(one, questions), reply):
        return False
    return answer(reply, one.plain) is not None or (len(able) == 1 and _YES.search(reply) is not None)


def _opens_with_another(one: Question, others: Sequence[Question], reply: str) -> bool:
    """Whether what the reply opens with says words of another question and none of this one: its yes is of that."""
    first = next(iter(parts(reply)), None)
    if first is None or said(one.words - PLAIN, first.plain):
        return False
    return any(said(other.words - one.words - PLAIN, first.plain) for other in others)


_YES: Final = re.compile(r"[,.;!] ?(?:and |but |so )?(?:yes|no|yep|sure|of course|that's the one|exactly)(?![a-z])")


def _puts_off(one: Question, others: Sequence[Question], reply: str) -> bool:
    """Whether a sentence that speaks to no other question says that the answer is not known or comes from elsewhere."""
    return any(
        phrases("asking", "no_answer_known").say(each.plain)
        and not any(said(own_words(other, [one], frozenset()), each.plain) for other in others)
        for each in sentences(reply)
    )


def _counted(one: Question, known: Sequence[Bearing], talk: _Said) -> bool:
    """Whether the reply gives an amount of the kind asked for that no fact gives: a wrong answer, or one nobody can check."""
    if one.kind not in _COUNTED:
        return False
    given = {mine.low for fact in talk.facts for mine in fact.amounts} | {mine.low for mine in amounts(talk.message)}
    families = {mine.family for each in known for mine in amounts(each.piece)}
    if one.kind == "time" and DAY.search(talk.replies[0]):
        return True
    return any(
        fits(one, part)
        and any(
            mine.low not in given and (not families or mine.family in families or mine.family == "number")
            for mine in amounts(part.plain)
        )
        for part in parts(talk.replies[0])
    )


def _is_told(one: Question, questions: Sequence[Question], talk: _Said) -> bool:
    """Whether the first reply speaks to this question."""
    reply, others = talk.replies[0], _others(one, questions)
    return (
        said(own_words(one, others, frozenset()), reply)
        or _says_yes(one, questions, reply)
        or any(told(each, one, reply, talk.facts, talk.message) for each in bearing(one, others, talk.facts))
        or (one.kind in _COUNTED and any(fits(one, part) for part in parts(reply)))
    )


def _tells_other(one: Question, questions: Sequence[Question], talk: _Said) -> bool:
    """Whether the first reply gives the amounts or words of facts, or pieces of facts, that do not bear on the question."""
    known = bearing(one, _others(one, questions), talk.facts)
    whole = {id(each.fact) for each in known if each.piece == each.fact.value}
    pieces = " ".join(each.piece for each in known)
    reply = talk.replies[0]
    here = {mine.low for mine in amounts(reply) if mine.family != "number"}
    asked = terms(talk.message) | terms(pieces)
    uncounted = one.kind in _COUNTED and not amounts(reply)
    if one.kind == "amount" and amounts(pieces) and not any(amounts(each) for each in talk.replies):
        return True
    for fact in talk.facts:
        if id(fact) in whole or fact.kind != "goods":
            continue
        if any(mine.low in here for mine in fact.amounts if fact.value[mine.start : mine.end] not in pieces):
            return True
        if len((terms(fact.value) - UNIT_WORDS - asked) & terms(reply)) > (0 if uncounted else 1):
            return True
        if (uncounted or one.kind == "yes_no") and _figures(reply, [fact]):
            return True
    return False
