"""For whom goods are by age: "fine for a three-year-old" of what is for six and above."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying

_ZH: Final = "零一二三四五六七八九十"
_LEAST: Final = re.compile(
    r"(?:(?:from|aged?|ages) )?(?P<n>\d{1,2}) ?(?:years?|yrs?)?(?: old)? ?(?:\+|and (?:up|over|above|older)|or (?:over|older)|upwards?|plus)|(?:from|aged?|ages) (?P<n2>\d{1,2}) ?(?:years|yrs|$)"
    r"|(?P<zn>\d{1,2}|[一二三四五六七八九十]) ?(?:周)?岁(?:以上|及以上|起|\+)|(?P<zn2>\d{1,2})\+ ?(?:岁)?|(?:不适合|不宜|禁止)[^,，]{0,2}(?P<zn3>\d{1,2}|[一二三四五六七八九十])(?:周)?岁以下"
)
_AGE: Final = re.compile(
    r"(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[ -]?(?:years?|yrs?|yo|y/o)(?:[ -]?olds?)?(?![a-z])|(?:from|aged?|turned|turning|just|is|only|almost) (?P<n2>\d{1,2})(?= |$|\W)(?! ?(?:cm|kg|mm|days?|weeks?|hours?|euros?|%))"
    r"|(?P<zn>\d{1,2}|[一二两三四五六七八九十])(?:周)?岁(?:半)?(?!以上|及以上|起)"
)
_WORDS: Final = {
    one: place
    for place, one in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
} | {"两": 2}
_FINE: Final = re.compile(
    r"(?<![a-z])(?:yes|sure|of course|fine|ok|okay|perfect|great|good|safe|suitable|made for|can|no problem|ideal|loves?)(?![a-z])|可以|能|没问题|合适|适合|正好|放心|行|没事"
)
_NOT: Final = re.compile(
    r"(?<![a-z])(?:not|no(?! problem)|too (?:young|small|early)|only|wait|until|from \d+ years|better|supervis\w+|unless|if)(?![a-z])|不|小了|太小|偏小|再等|以上|大人|家长|看护|还小|建议"
)
_OF_AGE: Final = re.compile(r"(?<![a-z])ages?(?![a-z])|年龄|适龄|适用|岁")


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact that names a least age; the age is said in the clause, or in the question that it answers."""
    for fact in saying.goods:
        least = _least(fact)
        clause = saying.reply
        if least is None or clause is None:
            continue
        for one in saying.clauses:
            said = _ages(one.text) or (_ages(saying.asked) if one is clause else [])
            if said and max(said) < least and _allows(saying, one) and not _NOT.search(saying.text.lower()):
                yield contradiction(saying, one, fact, _why(fact))
                return


def _allows(saying: Saying, clause: Clause) -> bool:
    if clause.question or not clause.asserts or clause.denies:
        return False
    return _FINE.search(clause.text) is not None or (clause is saying.reply and saying.answer == "yes")


def _least(fact: Fact) -> int | None:
    """The least age in years that a fact names."""
    one = _LEAST.search(fact.value)
    if one is None:
        return None
    bare = one["zn2"] is not None or (one["n"] is not None and "year" not in one[0] and "yr" not in one[0])
    if bare and not _OF_AGE.search(fact.name):
        return None
    return _number(next(filter(None, one.groups())))


def _ages(text: str) -> list[int]:
    return [_number(next(filter(None, one.groups()))) for one in _AGE.finditer(text)]


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    return _WORDS.get(words) or _ZH.index(words)


def _why(fact: Fact) -> Words:
    return Words(
        f"It is for others by age: {fact.known.name}: {fact.known.value}.",
        f"适用年龄不同：{fact.known.name}：{fact.known.value}。",
    )
