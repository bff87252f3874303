"""Replies that answer a question by their kind, without a word of it: a price, a day, a place, a judgement. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.groups import by_group
from mercery.inspection.talk.answering import asks_and_tells_a_price, parts, says_it_is_there
from mercery.inspection.talk.asking import Question
from mercery.inspection.talk.untold import PLAIN, said

DAY: Final = re.compile(
    r"(?<![a-z])(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?<![a-z])(?:today|tonight|tomorrow)(?![a-z])|(?:周|星期|礼拜)[一二三四五六日天]|今[天晚]|明[天早晚]|后天|次日"
)


def judges(one: Question, others: Sequence[Question], reply: str) -> bool:
    """Whether the reply judges what was asked in words that hold for anything ("they're fine up to 250"), gives a figure where
    the question has one, or a number in words where one was asked for."""
    pieces = [part.plain for part in parts(reply)]
    if one.kind == "amount":
        return any(_SPELT.search(piece) for piece in pieces)
    if one.kind != "yes_no":
        return False
    theirs = bool(_DIGIT.search(one.plain)) and any(_DIGIT.search(piece) for piece in pieces)
    judged = any(_FINE.search(piece) for piece in pieces)
    return (theirs or judged) and not any(said(other.words - PLAIN, reply) for other in others)


_DIGIT: Final = re.compile(r"\d")
_FINE: Final = re.compile(
    r"(?<![a-z])(?:(?:it|they|that|this|these|those|he|she|you|people|most|anyone|everyone)(?: \w+)?(?:'s|'re|'ll| is| are| will| can| would| should)?(?: be)? ?(?:all |quite |perfectly |totally |absolutely )?(?:fine|ok|okay|safe|suitable|manage\w*|copes?|handles?|no problem|possible|allowed)|(?:no|not a) (?:problem|issue|trouble))(?![a-z])"
    r"|没问题|没事|不碍事|不影响|放心|完全可|够了|足够|不够|(?:刚|正)?合适|可以的|不行的"
)
"""Words of judgement that take nothing up of what was asked."""
_SPELT: Final = re.compile(
    r"(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|half a|a couple|a few|none)(?![a-z])|[一二两三四五六七八九十百千半][两斤个只件条张片盒套把台双支瓶袋包根]|[二两三四五六七八九十百千][\u4e00-\u9fff]"
)
"""Numbers in words, with what is counted."""


def is_of_its_kind(one: Question, reply: str) -> bool:
    """Whether the reply holds what such a question asks for: a price, a day, a place, one of the kind, that it is there."""
    if asks_and_tells_a_price(one, reply) or names_one_of_its_kind(one, reply) or says_it_is_there(one, reply):
        return True
    if _ARRIVES.search(one.plain) and (DAY.search(reply) or _dated(reply)):
        return True
    if (
        one.kind == "yes_no"
        and _DONE.search(one.plain)
        and (DAY.search(reply) or _dated(reply) or _THE_NTH.search(reply))
    ):
        return True
    return _WHERE.search(one.plain) is not None and _A_PLACE.search(reply) is not None


_ARRIVES: Final = re.compile(
    r"(?<![a-z])(?:will|is|be|get)(?![a-z])[^.?!]*(?<![a-z])(?:there|here)(?![a-z])|能到|到得了"
)
"""Asks whether something comes in time: a day answers it."""


_DONE: Final = re.compile(
    r"^\W*(?:\w+ )?(?:has|have|had|did|was|were|is|are)(?![a-z])[^.?!]*(?<![a-z])(?:yet|already|gone|out|sent|shipped|left|arrived|paid|booked|done|ready|delivered|refunded)(?![a-z])|[了过](?:没有?|吗|么)\W*$"
)
_THE_NTH: Final = re.compile(r"(?<![a-z])the \d{1,2}(?:st|nd|rd|th)(?![a-z])|\d{1,2}[号日]")
"""Asks whether something was done: the day on which it was answers."""


def _dated(reply: str) -> bool:
    return any(mine.family in ("date", "time") for mine in amounts(reply))


def names_one_of_its_kind(one: Question, reply: str) -> bool:
    """ "Which card did I use?": a reply that names a card, a carrier, a colour answers who asks for one by the kind's name."""
    if one.kind != "choice":
        return False
    return bool((by_group(one.plain).keys() & by_group(reply).keys()) - {"material"})


_WHERE: Final = re.compile(r"哪(?:里|儿)?\W*$|什么地方|(?<![a-z])where(?: to)?\W*$")
_A_PLACE: Final = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:部|店|仓库?|点|楼|号|路|街|门|台)|(?<![a-z])(?:to|at|in) (?:our|the|\d)(?![a-z])"
)
