"""Replies that cannot be the answer by their kind: only what there is to choose from, or no figure of the measure asked for.

Who asks whether a cover comes off and hears the colours, or asks how heavy it is and hears a width, was not answered, whatever
the words are. Pure but for the likeness of question and reply, which is asked last and spares those that are of one matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.inspection.contradictions.pieces import UNIT_WORDS
from mercery.inspection.learnt.likeness import likeness
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import answer
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import by_group
from mercery.inspection.reading.terms import terms
from mercery.inspection.reading.wanting import asked_for, families_wanted
from mercery.inspection.talk.answering import gives_up, may_settle, parts, puts_off, subject
from mercery.inspection.talk.asking import Question
from mercery.inspection.talk.by_kind import is_of_its_kind
from mercery.inspection.talk.phrases import plain
from mercery.inspection.talk.untold import own_words, touches

ALIKE: Final = 0.28
"""Likeness of a question and a reply from which on the reply may be meant for it."""
_MEASURES: Final = frozenset(
    {
        "mass",
        "length",
        "volume",
        "time",
        "power",
        "noise",
        "brightness",
        "temp",
        "distance",
        "data",
        "mah",
        "speed",
        "area",
    }
)
_FEW: Final = 2
"""With more measures asked for ("how much") nearly anything may be one."""
_OPTIONS: Final = frozenset({"colour", "letter_size"})
_STOCK: Final = re.compile(
    r"[有没无缺断补现]货|都有|可选|(?<![a-z])(?:in stock|available|sold out|\d left|comes? in|sizes? (?:\d|[sml](?![a-z])))(?![a-z])"
)
_OF_OPTIONS: Final = re.compile(
    r"有[^,，]{1,4}的(?:吗|么|没|不|$)|颜色|色|码|尺寸|有货|还有|有没有|款式?|选|(?<![a-z])(?:colou?rs?|sizes?|stock|available|left|options?|choose|which|other|any|what)(?![a-z])"
)
"""Asks for what there is to choose from."""
_ONES: Final = re.compile(
    r"[一二两三四五六七八九十半\d]|(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|half|a few|dozen)(?![a-z])"
)
_WHEN: Final = re.compile(
    r"(?<![a-z])(?:\w+day|tonight|tomorrow|soon|now|forever|lifetime|long)(?![a-z])|(?:周|星期|礼拜)[一二三四五六日天末]|今|明|后天|次日|当天|马上|随时|终身|早上|晚上|月底|年底"
)


def answered_beside(one: Question, others: Sequence[Question], replies: Sequence[str], facts: Sequence[Fact]) -> bool:
    """Whether the first reply is none by its kind, and no reply comes back to the question."""
    words = own_words(one, others, frozenset()) or one.words
    words = (words - subject(one)) or words
    # Of one matter are length and thickness too: a figure of the one is no answer for that.
    beside = _given_of_others(one, replies, facts)
    topics = frozenset() if beside else one.topics
    if one.kind == "reason" or any(touches(words, topics, plain(reply)) for reply in replies):
        return False
    if (
        is_of_its_kind(one, plain(replies[0]))
        or may_settle(one, replies[0])
        or puts_off(replies[0])
        or any(gives_up(reply) for reply in replies)
    ):
        return False
    if not (_only_options(one, replies[0], facts) or _of_another_kind(one, replies, facts)):
        return False
    return beside or likeness(one.quote, replies[0]) < ALIKE


def _given_of_others(one: Question, replies: Sequence[str], facts: Sequence[Fact]) -> bool:
    """Whether a figure in the measure asked for is given, of another fact."""
    wanted = families_wanted(one.plain) & _MEASURES if one.kind in ("amount", "time") else frozenset()
    others = _figures_of_others(one, facts, replies)
    return any(mine.family in wanted and (mine.low, mine.high) in others for mine in amounts(replies[0].lower()))


def _only_options(one: Question, reply: str, facts: Sequence[Fact]) -> bool:
    """Whether every part of the reply names options or tells another fact, one of them options, where none were asked for."""
    if (
        _OF_OPTIONS.search(one.plain)
        or _OPTIONS & by_group(one.plain).keys()
        or (one.kind == "choice" and not _EITHER.search(one.plain))
    ):
        return False
    if answer(reply, one.plain) is not None and not _THERE_ARE.search(plain(reply)):
        return False
    pieces = [part.plain for part in parts(reply)]
    options = [piece for piece in pieces if _names_options(piece)]
    rest = [piece for piece in pieces if piece not in options]
    return bool(options) and all(_tells(piece, one, facts) for piece in rest) and not _counted(one, pieces)


_EITHER: Final = re.compile(r"(?<![a-z])or(?![a-z])|还是")
_THERE_ARE: Final = re.compile(
    r"^\W*(?:您好|你好|亲|hi|hello)?\W*(?:有[^,，]{1,14}(?:色|码|款|可选)|(?:it|they)(?:'s| is| are)? (?:comes?|available))"
)
"""Opens with what there is, which is no yes."""


def _names_options(piece: str) -> bool:
    return bool(_OPTIONS & by_group(piece).keys()) or _STOCK.search(piece) is not None


def _tells(piece: str, one: Question, facts: Sequence[Fact]) -> bool:
    said, here = amounts(piece), (terms(piece) - UNIT_WORDS) - terms(one.plain)
    return any(
        here & terms(fact.value) or any(mine.low == known.low for mine in said for known in fact.amounts)
        for fact in facts
    )


def _counted(one: Question, pieces: Sequence[str]) -> bool:
    """Whether a count was asked for, and any number of things is told."""
    wanted = families_wanted(one.plain) & {"count", "number"}
    return bool(wanted) and any(mine.family in ("count", "number") for piece in pieces for mine in amounts(piece)) and not (
        families_wanted(one.plain) & _MEASURES
    )  # fmt: skip


def _of_another_kind(one: Question, replies: Sequence[str], facts: Sequence[Fact]) -> bool:
    """Whether a measure was asked for and no reply gives a figure of it, a day where a time was asked, or any small number.
    A figure that a fact of another matter gives is of that fact: "14 each" says nothing of how wide it is."""
    wanted = families_wanted(one.plain) & _MEASURES if one.kind in ("amount", "time") else frozenset()
    if not wanted or len(wanted) > _FEW:
        return False
    everything = " ".join(replies).lower()
    others = _figures_of_others(one, facts, replies)
    given = [mine for mine in amounts(everything) if (mine.low, mine.high) not in others]
    if any(mine.family in wanted for mine in given):
        return False
    if "time" in wanted and (_WHEN.search(everything) or any(mine.family == "date" for mine in given)):
        return False
    # A small number without a unit may be the answer in a measure of its own: one scoop.
    first = replies[0].lower()
    if any(mine.family in ("number", "count") and (mine.low, mine.high) not in others for mine in amounts(first)):
        return False
    return not _ONES.search(re.sub(r"\d+(?:\.\d+)?", " ", first))


def _figures_of_others(one: Question, facts: Sequence[Fact], replies: Sequence[str]) -> set[tuple[Decimal, Decimal]]:
    """The figures of facts that are of another matter than the question, by topic and by words; of several that a fact gives
    only where all are told: one side of three may be the thickness."""
    told = {(mine.low, mine.high) for reply in replies for mine in amounts(reply.lower())}
    asked, words = asked_for(one.plain), terms(one.plain)
    others = [fact for fact in facts if not (fact.topics & asked or fact.terms & words)]
    every = [{(mine.low, mine.high) for mine in fact.amounts} for fact in others]
    return {figure for figures in every if len(figures) == 1 or figures <= told for figure in figures}
