"""Which edition, generation or issue it is, and of which year: "the third edition" of what is known to be the second, and
"this year's harvest" of last year's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying

_COUNTED: Final[Mapping[str, int]] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
_HEADS: Final = r"edition|printing|print run|generation|gen|series|issue|volume|版本?|代|季|期|册|卷|辑"
_ORDINAL: Final = re.compile(
    rf"(?P<en>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(one for one in _COUNTED if one.isascii())})[ -](?P<head>{_HEADS})(?![a-z])"
    rf"|(?P<head2>edition|generation|gen|series|issue|volume) (?P<n>\d{{1,2}})(?!\d)"
    rf"|第?(?P<zh>\d{{1,2}}|[一二三四五六七八九十])(?P<head3>版|代|季|期|册|卷|辑)(?!权|式|面|型)"
)
_BARE: Final = re.compile(
    rf"(?<![\w.])(?P<en>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(one for one in _COUNTED if one.isascii())})(?![a-z])"
)
_SAME: Final = {"gen": "generation", "版本": "版", "print run": "printing"}
_YEARS: Final[Mapping[str, int]] = {
    "前年": -2, "去年": -1, "上一年": -1, "今年": 0, "当年": 0, "本年": 0, "last year": -1, "last season": -1, "this year": 0, "this season": 0,
}  # fmt: skip
_YEAR: Final = re.compile("|".join(sorted(_YEARS, key=len, reverse=True)))
_MADE: Final = re.compile(
    r"harvest|vintage|picked|pressed|roast|crop|collection|model|made|produced|采摘|采收|产季|生产|收割|年份|新茶|新米|上市|款式|批次|出厂|压榨|酿"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact and clause."""
    for fact in saying.goods:
        known = _ordinals(fact)
        made = _year(fact.value) if _MADE.search(f"{fact.name} {fact.value}") else None
        for clause in saying.clauses:
            if clause.question or not clause.asserts:
                continue
            if _another(known, clause) or (made is not None and _of_another_year(saying, made, clause)):
                yield contradiction(saying, clause, fact, _why(fact))
                return


def _ordinals(fact: Fact) -> Mapping[str, int]:
    """The one ordinal of each head that the fact gives; none where it gives several."""
    all_of: dict[str, set[int]] = {}
    for head, number in _said(fact.value):
        all_of.setdefault(head, set()).add(number)
    named = re.search(_HEADS, fact.name)
    bare = _BARE.search(fact.value)
    if named and bare and not all_of:
        all_of[_SAME.get(named[0], named[0])] = {_number(bare["en"])}
    return {head: next(iter(numbers)) for head, numbers in all_of.items() if len(numbers) == 1}


def _said(text: str) -> Iterator[tuple[str, int]]:
    for one in _ORDINAL.finditer(text):
        head = one["head"] or one["head2"] or one["head3"]
        yield _SAME.get(head, head), _number(one["en"] or one["n"] or one["zh"])


def _number(words: str) -> int:
    digits = re.match(r"\d+", words)
    return int(digits[0]) if digits else _COUNTED[words]


_COMPARED: Final = re.compile(
    r"(?<![a-z])(?:than|older|previous|earlier|former|replaces?|unlike|next|coming|was|were|before)(?![a-z])|以前|之前|上一|旧|老款|比|下一|升级|区别"
)


def _another(known: Mapping[str, int], clause: Clause) -> bool:
    """Whether the clause gives another ordinal of a head that the fact gives one of, and speaks of no other issue."""
    said = list(_said(clause.text))
    return len(said) == 1 and known.get(said[0][0], said[0][1]) != said[0][1] and not _COMPARED.search(clause.text)


def _year(text: str) -> int | None:
    years = {_YEARS[one[0]] for one in _YEAR.finditer(text)}
    return next(iter(years)) if len(years) == 1 else None


def _of_another_year(saying: Saying, made: int, clause: Clause) -> bool:
    """Whether the clause says another year of what was made, or says yes to it."""
    if _COMPARED.search(clause.text) or clause.denies:
        return False
    said = _year(clause.text)
    if said is not None:
        return said != made and (_MADE.search(clause.text) is not None or _year(saying.asked) is not None)
    asked = _year(saying.asked)
    return saying.answer == "yes" and clause is saying.reply and asked is not None and asked != made


def _why(fact: Fact) -> Words:
    return Words(
        f"It is another one that is known: {fact.known.name}: {fact.known.value}.",
        f"已知的是另一个：{fact.known.name}：{fact.known.value}。",
    )
