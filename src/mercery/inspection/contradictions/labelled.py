"""Numbers that name a kind rather than count: Wi-Fi 5, HP 4100, row 7, USB 3. And lists of models something fits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.wanting import asked_for

_LABEL: Final = re.compile(
    r"(?<![a-z0-9])(?P<word>[a-z][a-z-]*[a-z])[ -]?(?P<number>\d{1,4}(?:\.\d)?)(?![\d:%°€£$]|[.,]\d|\s?(?:h|am|pm|days?|weeks?|months?|years?|cm|mm|m|kg|g|ml|l|w|v|db|gb|tb|inch|inches|pcs|pieces|pairs?|x|×|stars?|points?|eur|usd|gbp|euros?|dollars?|hours?|minutes?|business|working|nights?)(?![a-z]))"
    r"|(?P<zh>蓝牙|安卓|第)\s?(?P<zhn>\d{1,3}(?:\.\d)?)"
)
_NO_LABEL: Final = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "at",
        "for",
        "from",
        "to",
        "of",
        "about",
        "only",
        "just",
        "by",
        "and",
        "in",
        "on",
        "until",
        "till",
        "with",
        "the",
        "a",
        "an",
        "has",
        "have",
        "it",
        "its",
        "than",
        "over",
        "under",
        "within",
        "up",
        "after",
        "before",
        "between",
        "around",
        "some",
        "any",
        "your",
        "my",
        "our",
        "takes",
        "take",
        "costs",
        "cost",
        "pay",
        "get",
        "got",
        "plus",
        "or",
        "per",
        "max",
        "min",
        "approx",
        "total",
        "order",
        "ref",
        "no",
        "number",
        "need",
        "needs",
        "holds",
        "hold",
        "carries",
        "lasts",
        "last",
        "has",
        "fits",
        "sleeps",
        "seats",
        "save",
        "saves",
        "worth",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "these",
        "those",
        "then",
        "that's",
        "it's",
        "you",
        "now",
        "still",
        "all",
        "another",
        "spf",
        "price",
        "returns",
        "return",
        "left",
        "size",
    ]
)
_FITS: Final = re.compile(r"fit|compatib|works? with|suitable|for models?|models|supports|适配|兼容|适用|支持|通用")
_CODE: Final = re.compile(
    r"(?<![a-z0-9])(?P<head>[a-z]{0,8})[ -]?(?P<digits>\d{1,5})(?P<tail>[a-z]{0,4})(?![a-z0-9%°元块岁个月天年公斤厘米])"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """Labels said outright, and a yes to a model that the list does not name."""
    for fact in saying.goods:
        known = labels(fact.value)
        if re.match(r"\d", fact.value):
            known = {**labels(f"{fact.name} {fact.value}"), **known}
        for clause in saying.clauses:
            if _other_code(fact, clause) or (
                clause.asserts and not clause.denies and _other(saying, known, labels(clause.text))
            ):
                yield contradiction(saying, clause, fact, _why(fact))
                return
        if saying.answer == "yes" and _unlisted(saying, fact):
            yield contradiction(saying, saying.reply, fact, _why(fact))
            return


def _other_code(fact: Fact, clause: Clause) -> bool:
    """A grade that is one letter or two: colour H, said to be D."""
    if fact.truth or not re.fullmatch(r"[a-z]{1,3}\d{0,2}", fact.value) or not clause.asserts or clause.denies:
        return False
    said = re.search(
        rf"{re.escape(fact.name)}\s?(?:is|grade|是|为|:|：)?\s?([a-z]{{1,3}}\d{{0,2}})(?![a-z])", clause.text
    )
    return bool(said) and said is not None and len(said[1]) <= 3 and said[1] != fact.value and said[1] not in _NO_LABEL


def labels(text: str) -> dict[str, set[str]]:
    """Number by the word in front of it. Numbers in a list behind one word all belong to it ("row 4, 12 and 13")."""
    found: dict[str, set[str]] = defaultdict(set)
    for match in _LABEL.finditer(text):
        word = match["word"] or match["zh"]
        if word in _NO_LABEL:
            continue
        found[word.replace("-", "")].add(match["number"] or match["zhn"])
        found[word.replace("-", "")].update(_more(text, match.end()))
    for match in re.finditer(r"(?<![a-z])(class|grade|zone|type|group) ([a-g])(?![a-z'])", text):
        found[match[1]].add(match[2])
    return found


def _more(text: str, at: int) -> list[str]:
    rest = re.match(r"(?:\s?(?:,|/|-|–|and|or|to|&)\s?\d{1,4}(?![\d.]))+", text[at:])
    return re.findall(r"\d{1,4}", rest[0]) if rest else []


def _other(saying: Saying, known: dict[str, set[str]], said: dict[str, set[str]]) -> bool:
    """The same word with another number that neither the customer nor any fact named."""
    everywhere = " ".join(fact.value + " " + fact.name for fact in saying.facts)
    for word, numbers in said.items():
        if word in known and not numbers & known[word]:
            fresh = {one for one in numbers if not re.search(rf"(?<![a-z0-9]){re.escape(one)}(?![a-z0-9])", everywhere)}
            asked = (
                re.search(rf"{word[:4]}[a-z-]*[ -]?(?:{'|'.join(map(re.escape, fresh))})(?!\d)", saying.asked)
                if fresh
                else None
            )
            if fresh and (not asked or saying.answer == "yes"):
                return True
    return False


def _unlisted(saying: Saying, fact: Fact) -> bool:
    """ "Does it fit my HP 5200?" "Yes": of what fits the 4100 series."""
    if not (_FITS.search(fact.name) or _FITS.search(fact.value) or re.search(r"(?<![a-z])for .* only", fact.value)):
        return False
    known = {(match["head"], match["digits"]) for match in _CODE.finditer(fact.value)}
    asked = {
        (match["head"], match["digits"])
        for match in _CODE.finditer(saying.asked)
        if match["head"] not in _NO_LABEL or " " not in match[0]
    }
    heads = {head for head, _ in known}
    strange = {(head, digits) for head, digits in asked if head in heads and (head, digits) not in known}
    if not known or not strange or asked & known or not any(head or len(digits) > 2 for head, digits in known):
        return False
    if ranged := re.search(r"(\d{1,5})\s?(?:-|–|to|through|至|到|~)\s?(?:[a-z ]{0,8})?(\d{1,5})", fact.value):
        low, high = int(ranged[1]), int(ranged[2])
        return not all(low <= int(digits) <= high for _, digits in strange)
    return bool(
        _FITS.search(saying.asked) or re.search(r"能用|可以用|能装|work|use|ok|go on", saying.asked)
    ) or "compatibility" in asked_for(saying.asked)


def _why(fact: Fact) -> Words:
    return Words(
        f"Another one is known: {fact.known.name}: {fact.known.value}.",
        f"已知的是另一个：{fact.known.name}：{fact.known.value}。",
    )
