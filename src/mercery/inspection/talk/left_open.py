"""Which questions of one message nothing said afterwards speaks to, held against what was known. Pure.

Each question has a subject: the words that the other questions of the message do not have, the topics it names, and the facts
that are about it. It is answered where a reply says those words, speaks of the topic as the question asks it, tells of the
value of such a fact, says yes or no to it, or puts it off. It is open only where nothing of that is so and either a fact
about it stays untold or all the reply says belongs to the other questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.inspection.contradictions.pairing import UNIT_WORDS
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import answer
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.terms import terms
from mercery.inspection.talk.answering import Part, fits, gives_up, parts, puts_off, subject
from mercery.inspection.talk.asking import Question
from mercery.inspection.talk.greeting import greets
from mercery.inspection.talk.phrases import plain
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.talk.topics import meet, topics_of, words_of

_ROOT: Final = 4
"""Signs of an English word that its forms share."""
_TWICE: Final = re.compile(r"([\u4e00-\u9fff])[不没]\1")
"""吵不吵: the sign that an answer says again."""
_MODAL: Final = frozenset("会能可是有要好行对")
"""Signs that are doubled only to ask, and that any answer may hold."""
_EITHER: Final = re.compile(r"(?<![a-z])or(?![a-z])|还是")
"""Offers what may be chosen: then every word of it may be the answer."""
_COUNTED: Final = frozenset(("money", "amount", "time"))
_SHOWN: Final = _COUNTED | {"place", "party"}
"""Kinds of which the answer shows by its words alone."""
_PIECE: Final = re.compile(r"[,，;；。、|]\s?|(?<![a-z])(?:but|and)(?![a-z])")
_PLAIN: Final = words_of(
    "day days week time price cost order shop also whole please question thing kind way 时间 问题 东西 这个 一个"
)
"""Words that say nothing of which thing is meant."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its subject."""

    question: Question
    words: frozenset[str]
    topics: frozenset[str]
    known: tuple[str, ...]
    """Pieces of facts that are about it and about no other question of the message."""
    named: bool
    """Whether such a fact has a word of the question, rather than its topic alone."""


def subjects(questions: Sequence[Question], facts: Sequence[Fact]) -> list[Asked]:
    """The questions of one message, each with what only it is about."""
    found = []
    for one in questions:
        others = [other for other in questions if other is not one]
        words = one.words - frozenset().union(*(other.words for other in others)) - _PLAIN
        if not _EITHER.search(one.plain):
            words = words - subject(one) or words
        topics = one.topics - frozenset().union(*(other.topics for other in others))
        about = [fact for fact in facts if fact.kind == "goods" and not any(_is_about(fact, o.plain) for o in others)]
        by_topic = [fact for fact in about if _of_its_topic(fact, one.plain)]
        by_word = [fact for fact in about if fact.terms & terms(one.plain)]
        if by_topic and not all(fact in by_topic for fact in by_word):
            # What is asked outweighs the goods' name: "is the pump loud" is about noise, not about all the pump's figures.
            words = words - words_of(" ".join(fact.name for fact in by_word if fact not in by_topic)) or words
            by_word = [fact for fact in by_word if fact in by_topic]
        known = [fact.value for fact in dict.fromkeys([*by_topic, *by_word])]
        pieces = [piece for fact in facts if fact.kind == "goods" for piece in _PIECE.split(fact.value)]
        known = known or [piece for piece in pieces if words & words_of(piece)]
        found.append(Asked(one, words, topics or one.topics, tuple(known), bool(by_word) or not by_topic))
    return found


def _is_about(fact: Fact, question: str) -> bool:
    return _of_its_topic(fact, question) or bool(fact.terms & terms(question))


def _of_its_topic(fact: Fact, question: str) -> bool:
    named = fact.topics & lexicon("attributes").keys(question) or fact.acts & lexicon("acts").keys(question)
    return bool(named or topics_of(fact.name) & topics_of(question))


def left_open(
    message: str, questions: Sequence[Question], replies: Sequence[str], facts: Sequence[Fact]
) -> list[Question]:
    """The questions that none of the replies speaks to. `replies` are all the agent's turns after the message."""
    if not replies or puts_off(replies[0]) or any(gives_up(one) for one in replies[1:]):
        return []
    asked = subjects(questions, facts)
    told, free = _owned(asked, replies[0])
    told |= {id(one) for one in asked if any(_tells(one, text) for text in replies)}
    told |= {id(one) for one in asked if any(_comes_back(one, text) for text in replies[1:])}
    if opens := next((one for one in asked if one.question.kind == "yes_no"), None):
        told |= {id(opens)} if answer(replies[0], opens.question.plain) is not None else set()
    told |= {
        id(one)
        for one in asked
        if id(one) not in told and _may_be_meant(one, free, _beside(message, one), one is asked[0])
    }
    if not told and not (len(asked) == 1 and asked[0].known and _tells_other(asked[0], replies[0], facts)):
        return []
    return [one.question for one in asked if id(one) not in told]


def _owned(asked: Sequence[Asked], reply: str) -> tuple[set[int], list[Part]]:
    """The questions that parts of the reply speak to, by id, and the parts that speak to none: neither in their own words nor
    as a part of a sentence that speaks to one. What opens with yes or no stands for itself."""
    told: set[int] = set()
    free: list[Part] = []
    for sentence in sentences(reply):
        pieces = [part for part in parts(sentence.plain) if not greets(part.plain)]
        owners = [
            [one for one in asked if _speaks_to(one, part)] or [one for one in asked if _counts(one, part)]
            for part in pieces
        ]
        told |= {id(one) for owner in owners for one in owner}
        alone = not any(owners)
        free += [
            part
            for part, owner in zip(pieces, owners, strict=True)
            if not owner and (alone or (part.yes_no and _ANSWERS.match(part.plain)))
        ]
    return told, free


def _beside(message: str, one: Asked) -> frozenset[str]:
    """The words of the message beside the question's own."""
    return words_of(plain(message)) - one.question.words


def _speaks_to(one: Asked, part: Part) -> bool:
    """Whether a part of a reply says the question's words, or speaks of its topic as it is asked."""
    again = {match[1] for match in _TWICE.finditer(one.question.plain)} - _MODAL
    if any(sign in part.plain for sign in again) or (not again and _shared(one.words, part)):
        return True
    if one.named and one.known and one.question.kind not in _COUNTED:
        return False
    return bool(one.topics & part.topics) and fits(one.question, part)


def _says_signs(one: Asked, part: Part) -> bool:
    """Whether a part says half of the Chinese signs of the question's own words, in any order (修表, 表要送维修)."""
    signs = {sign for word in one.words for sign in word if not sign.isascii()}
    return len(signs & set(part.plain)) * 2 >= len(signs) > 0


def _counts(one: Asked, part: Part) -> bool:
    """Whether a part gives an amount, a place or somebody where that is asked for, of the known measure where one is known."""
    if one.question.kind not in _SHOWN or not fits(one.question, part):
        return False
    families = {amount.family for known in one.known for amount in amounts(known)}
    return not families or not (said := amounts(part.plain)) or any(amount.family in families for amount in said)


def _tells_other(one: Asked, reply: str, facts: Sequence[Fact]) -> bool:
    """Whether a reply gives amounts of other facts: then it was about something else."""
    said = {amount.low for amount in amounts(plain(reply))}
    own = {amount.low for known in one.known for amount in amounts(known)}
    return any(amount.low in said - own for fact in facts for amount in fact.amounts)


def _shared(words: frozenset[str], part: Part) -> frozenset[str]:
    roots = {word[:_ROOT] for word in part.words if len(word) >= _ROOT and word.isascii()}
    return frozenset(
        word
        for word in words
        if word in part.words
        or (word.isascii() and len(word) >= _ROOT and word[:_ROOT] in roots)
        or (not word.isascii() and word in part.plain)
    )


def _comes_back(one: Asked, reply: str) -> bool:
    """Whether a later reply says most words of the question, or speaks of its topic as it is asked."""
    pieces = parts(reply)
    shown = any(fits(one.question, part) for part in pieces)
    for part in pieces:
        shared = _shared(one.words, part)
        if shared and len(shared) * 2 >= len(one.words):
            return True
        if one.question.kind in _COUNTED and shown and _says_signs(one, part):
            return True
        if not one.named and one.topics & part.topics and fits(one.question, part):
            return True
    return False


def _tells(one: Asked, reply: str) -> bool:
    """Whether a reply gives what is known about the question, or another amount in its place."""
    low = plain(reply)
    said, here = amounts(low), terms(low)
    return any(
        any(mine.family == told.family or mine.low == told.low for mine in amounts(known) for told in said)
        or bool((terms(known) - terms(one.question.plain) - UNIT_WORDS) & here)
        for known in one.known
    )


def _may_be_meant(one: Asked, free: Sequence[Part], beside: frozenset[str], leads: bool) -> bool:
    """Whether something of the reply that belongs to no other question, nor to what the message says beside, may answer it
    all the same: a yes or no, or words of the kind that was asked for, where no fact tells what the answer is."""
    for part in free:
        if part.words & beside or not fits(one.question, part):
            continue
        strange = bool(one.topics and part.topics and not meet(one.topics, part.topics))
        if one.question.kind == "yes_no" and part.yes_no and not strange and (leads or _ANSWERS.match(part.plain)):
            return True
        if not one.known and not strange:
            return True
    return False


_ANSWERS: Final = re.compile(
    r"\W*(?:(?:and|also|but) )?(?:yes|no|yep|sure|of course|it (?:is|does|can|will|isn't|doesn't|can't|won't)|they (?:are|do|can|will)|we (?:do|can)|you (?:can|do|will|may)|both|either|neither|not)(?![a-z])"
    r"|\W*(?:是|不|没|有|可以|能|会|都|支持|带|含|包|当然|放心)|$"
)
"""What a part that answers with yes or no opens with."""
