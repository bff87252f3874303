"""What is asked for by a fact's own name: another word as the answer, or "there is none" of what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import Clause, without_greeting
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.saying import Saying

_WHICH: Final = re.compile(r"(?<![a-z])(?:what|which)(?![a-z])|什么|啥|哪种|哪个|几级|等级|是哪")
_PLAIN_ZH: Final = re.compile(r"[a-z0-9\u4e00-\u9fff]{1,6}")
_ENDS_ZH: Final = re.compile(r"(?:的|哦|呢|哈|呀|是|味|亲|这款|级)")
_NONE_OF: Final = (
    r"(?:没有?|不带|不含|无){0}(?:的|哦|呢|哈|$)|(?<![a-z])(?:no|doesn't have an?|has no|have no) {0}(?![a-z-])"
)
_EMPTY: Final = re.compile(
    r"(?<![a-z])(?:no|none|not|without|n/a|if|when|extra|separate(?:ly)?|optional)(?![a-z])|无|不|没|未|缺|另|选|限|仅|满|如|可加"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By fact whose name is short enough to be asked with."""
    for fact in saying.goods:
        clause = saying.reply
        if clause is None or not fact.name or len(fact.name) > 16 or not clause.asserts:
            continue
        if _another(saying, fact, clause) or _another_sort(saying, fact, clause) or _none_of_it(saying, fact, clause):
            yield contradiction(saying, clause, fact, _why(fact))
            return


def _another(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """ "Which flavour?" "Vanilla", of what is known to be caramel; only where both are a bare Chinese word or two."""
    if not _WHICH.search(saying.asked) or fact.name not in saying.asked or fact.amounts or clause.denies:
        return False
    said = _ENDS_ZH.sub("", without_greeting(clause.text).strip(" ,，。!！~"))
    known = _ENDS_ZH.sub("", fact.value)
    if (
        not (_PLAIN_ZH.fullmatch(said) and _PLAIN_ZH.fullmatch(known))
        or clause.text.strip() != without_greeting(clause.sentence_text).strip()
    ):
        return False
    if re.search(r"[一-鿿]", fact.name) is None or _EMPTY.search(fact.value):
        return False
    if len(said) > 4 or _LOOSE.search(said):
        return False
    everything = " ".join(f"{one.name} {one.value}" for one in saying.facts)
    return said not in everything and (said[:1].isascii() == known[:1].isascii()) and not _shared(said, known)


_SORT: Final = re.compile(r"(?:什么|啥|哪种|哪一种)([\u4e00-\u9fff])(?![\u4e00-\u9fff]*(?:时候|颜色|码))")


def _another_sort(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """ "什么蜜?" "椴树蜜", of what is known to be 洋槐蜜: another word before the sign that was asked for."""
    asked = _SORT.search(saying.asked)
    if asked is None or clause.denies or (fact.name not in (asked[1], *fact.terms) and asked[1] not in fact.name):
        return False
    head = asked[1]
    known = re.match(rf"([\u4e00-\u9fff]{{1,4}}){head}(?:$|[,，;；。])", fact.value)
    said = re.match(
        rf"(?:是|这是|用的是)?([\u4e00-\u9fff]{{1,4}}){head}(?:的|哦|呢|哈|$)", without_greeting(clause.text).strip()
    )
    everything = " ".join(f"{one.name} {one.value}" for one in saying.facts)
    return bool(known and said and said[1] not in everything and not set(said[1]) & set(known[1]))


_LOOSE: Final = re.compile(r"[按那这您你我看都可能有要和或及当不没几多一]")
"""Signs of a reply that is more than a name."""


def _shared(said: str, known: str) -> bool:
    if said.isascii() and known.isascii():
        return said == known or said[:1] != known[:1]
    return bool(set(said) & set(known))


def _none_of_it(saying: Saying, fact: Fact, clause: Clause) -> bool:
    """ "No lock", of a fact named lock that tells which."""
    if (
        fact.truth == "no"
        or _EMPTY.search(fact.value)
        or fact.topics & {"price", "stock", "discount", "total", "coupon"}
    ):
        return False
    if fact.name not in clause.text:
        return False
    return bool(re.search(_NONE_OF.format(re.escape(fact.name)), clause.text))


def _why(fact: Fact) -> Words:
    return Words(
        f"Something else is known: {fact.known.name} is {fact.known.value}.",
        f"已知信息不同：{fact.known.name}为{fact.known.value}。",
    )
