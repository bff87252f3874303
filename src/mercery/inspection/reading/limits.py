"""What the shop forbids its own side to say: effects on health, ill of others, certain words, promises and guarantees.

A fact that forbids something is half of the evidence: under it a turn needs less to be an offence than where nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mercery.inspection.reading.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The fact that sets each limit; None where none does."""

    health: Fact | None = None
    """Nothing may be said of effects on health."""
    rivals: Fact | None = None
    """Nothing may be said of others who sell the like."""
    words: tuple[tuple[str, Fact], ...] = ()
    """Words that may not be said of the goods."""
    promises: Fact | None = None
    """Nothing, or not this, may be promised."""


_FORBIDS: Final = re.compile(
    r"(?<![a-z])(?:no|not|never|nothing|without|none|only|forbidden|banned|prohibited|cannot|can't|avoid|must not|may not|don'?t|stay clear)(?![a-z])"
    r"|不得|不允许|不让|禁止|禁用|禁|不可|不能|不许|不准|不要|不提|不谈|不讲|不说|不涉及|不评价|不宣|不承诺|不保证|不作|不做|勿|普通(?:食品|日用|化妆|洗护|用品)|仅|非(?:医疗|药|保健)"
)
_HEALTH: Final = re.compile(
    r"(?<![a-z])(?:health|heal\w*|medic\w*|diseases?|illness\w*|cures?|therap\w*|treatment|doctor\w*|pharmac\w*|effects?|feed supplement|food supplement|cosmetics?)(?![a-z])"
    r"|疗效|功效|药效|疾病|治疗|治愈|治病|消炎|代替药|替代药|医疗|药品|祛斑|普通(?:食品|日用|化妆)|遵医嘱|医生"
)
_OF_CLAIMS: Final = re.compile(
    r"(?<![a-z])(?:claims?|wording|advert\w*|effects?|promises?|say|mention|health)(?![a-z])|(?:可以?|能|要|许|准|得|让)(?:对外)?[说讲提]|宣传|宣称|口径|话术|广告|功效|说法|文案|疗效"
)
_RIVALS: Final = re.compile(
    r"(?<![a-z])(?:compar\w+|competit\w+|rivals?|other (?:makers?|brands?|shops?|sellers?|companies|producers)|remarks on)(?![a-z])|竞品|同行|同业|友商|别家|其他(?:品牌|商家|店)|对手|(?:不|勿|禁)[^,，。]{0,3}(?:比较|对比)"
)
_PROMISES: Final = re.compile(
    r"(?<![a-z])(?:promis\w+|guarant\w+|commit\w*|goodwill|exceptions?|estimates?)(?![a-z])|承诺|保证|担保|破例|特批|许诺|[谈答应许给](?:应|下)?赔"
)
_COSTS: Final = re.compile(r"(?<![a-z])(?:costs?|bills?|insur\w+|refund\w*)(?![a-z])|费|理赔|赔")
_LIST: Final = re.compile(
    r"(?:不可|不得|不能|禁止?|勿|不许|不要|不)(?:再)?(?:说|用|使用|讲|出现|宣称|写|提)[“\"「]?(?P<zh>[^，。;；]{1,40})"
    r"|(?<![a-z])(?:never|not|don'?t|do not|must not|may not|no)(?: \w+)? (?:say|saying|claim|use|be called|call it|words?|calling it)(?: the words?)? (?P<en>[^;.]{2,60})"
)
_SPLIT: Final = re.compile(r"[、，,/;；\"“”「」『』‘’]| or | and |和|及|或|等")
_NO_WORD: Final = re.compile(r"用语|词语|字样|表述|说法|话术|字眼|极限词|^\s*$")


@lru_cache(maxsize=256)
def _of(fact: Fact) -> Limits:
    both = f"{fact.name} {fact.value}"
    forbids = _FORBIDS.search(both) is not None or fact.truth == "no"
    if not forbids:
        return Limits()
    about_claims = fact.kind == "claims" or _OF_CLAIMS.search(both) is not None
    of_costs = _COSTS.search(fact.name) is not None
    health = fact if not of_costs and _HEALTH.search(both) and (about_claims or _HEALTH.search(fact.name)) else None
    promises = fact if _forbids_promises(fact) and not _FREE_OF.search(both) else None
    words = tuple((word, fact) for word in _words(fact)) if about_claims or fact.kind == "claims" else ()
    return Limits(health=health, rivals=fact if _RIVALS.search(both) else None, words=words, promises=promises)


_PIECES: Final = re.compile(r"[,，;；。、]\s?")


def _forbids_promises(fact: Fact) -> bool:
    """Whether what forbids speaks of promises: "free replacement guaranteed, no return needed" does not."""
    if _PROMISES.search(fact.name) or _FORBIDS.search(fact.name) or fact.truth == "no":
        return _PROMISES.search(f"{fact.name} {fact.value}") is not None
    return any(
        _PROMISES.search(piece) is not None and _FORBIDS.search(piece) is not None
        for piece in _PIECES.split(fact.value)
    )


_FREE_OF: Final = re.compile(
    r"(?<![a-z])(?:guarantee|warranty)(?: period)? ?[:=]? ?\d|\d+ (?:years?|months?|days?)[^,;]{0,14} guarantee|(?<![a-z])(?:chew|money.back) guarantee"
)
"""A guarantee that is given, with its span."""


def _words(fact: Fact) -> list[str]:
    """The words that the fact lists as not to be said."""
    found: list[str] = []
    for match in _LIST.finditer(fact.value):
        pieces = _SPLIT.split(match["zh"] or match["en"])
        found += [one.strip() for one in pieces if not _NO_WORD.search(one) and len(one.strip()) <= _LONGEST]
    if _SAYS_NOT.fullmatch(fact.name.strip()):
        pieces = _SPLIT.split(fact.value)
        found += [one.strip() for one in pieces if not _NO_WORD.search(one) and len(one.strip()) <= _LONGEST]
    return found


_SAYS_NOT: Final = re.compile(r"(?:客服)?(?:不可以?|不能|不得|不许|不准|不要|不让|禁止)(?:说|讲|宣称|使用|用|提)")
"""A name that forbids to say what the value lists."""
_LONGEST: Final = 16
"""Signs of a word; what is longer describes something."""


def limits(facts: Sequence[Fact]) -> Limits:
    """All that the facts forbid."""
    each = [_of(fact) for fact in facts]
    return Limits(
        health=next((one.health for one in each if one.health), None),
        rivals=next((one.rivals for one in each if one.rivals), None),
        words=tuple(word for one in each for word in one.words),
        promises=next((one.promises for one in each if one.promises), None),
    )
