"""What a list of a fact names, denied in so many words: "no celery in this one", of lentil, tomato, cumin, celery. And what is
only for some, granted to others: 北京可以送的, of 仅限江浙沪."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import by_group
from mercery.inspection.reading.saying import Saying

_ITEMS: Final = re.compile(r"[,，、;；+]|(?<![a-z])(?:and|plus)(?![a-z])")
_SHARE: Final = re.compile(r"\s*\d+(?:\.\d+)?\s?%?\s*")
_ITEM: Final = re.compile(r"[a-z]{3,}(?: [a-z]{3,}){0,2}|[\u4e00-\u9fff]{2,6}")
_FEWEST: Final = 3
_ONLY: Final = re.compile(r"(?<![a-z])only(?![a-z])|仅限?|只(?:限|能|送|发|支持|接受)")


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact, then by clause."""
    for fact in saying.goods:
        items = _items(fact)
        for clause in saying.clauses:
            if clause.question or not clause.asserts:
                continue
            if (items and _denied(items, clause)) or _beyond(saying, fact, clause):
                yield contradiction(saying, clause, fact, _why(fact))
                return


def _items(fact: Fact) -> list[str]:
    """What a bare list names; a piece that denies is none of it."""
    pieces = [_SHARE.sub(" ", one).strip() for one in _ITEMS.split(fact.value)]
    pieces = [one for one in pieces if one]
    if len(pieces) < _FEWEST or not all(_ITEM.fullmatch(one) for one in pieces):
        return []
    return [one for one in pieces if not negated(one)]


def _denied(items: list[str], clause: Clause) -> bool:
    for item in items:
        if item.isascii():
            form = rf"(?<![a-z])(?:no|without(?: any)?|free (?:of|from)|n't (?:contain|have)(?: any)?|not (?:contain|have)(?: any)?|isn't any) {re.escape(item)}(?:e?s)?(?![a-z-])"
        else:
            form = rf"(?:没有?|不含|没放|没加|不放|不加|无){re.escape(item)}"
        if re.search(form, clause.text):
            return True
    return False


def _beyond(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """Whether a place, day or means that an only leaves out is asked for and granted."""
    if not _ONLY.search(fact.value) or clause.denies:
        return False
    for group, known in fact.members:
        if group not in ("place", "weekday", "payment") or negated(fact.value):
            continue
        asked = by_group(saying.asked).get(group, frozenset()) - known
        elsewhere = any(
            asked & dict(other.members).get(group, frozenset()) for other in saying.facts if other is not fact
        )
        granted = asked & by_group(clause.text).get(group, frozenset()) and _GRANTS.search(clause.text)
        if asked and not elsewhere and (granted or (clause is saying.reply and saying.answer == "yes")):
            return True
    return False


_GRANTS: Final = re.compile(r"可以|能|行|支持|没问题|(?<![a-z])(?:can|do|works?|fine|sure|no problem|yes)(?![a-z])")


def _why(fact: Fact) -> Words:
    return Words(
        f"What is known says otherwise: {fact.known.name}: {fact.known.value}.",
        f"与已知信息相反：{fact.known.name}：{fact.known.value}。",
    )
