"""The shop's own approved words: a sentence of a policy or an approved answer, said as it stands, needs no reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from mercery.claims.facts import Fact
from mercery.claims.streaming import sentences_of
from mercery.claims.values import Statement

_POINTS_BACK: Final = re.compile(
    r"^(?:it|its|they|their|them|this|these|that|those|then|there|otherwise|below|above|after|before|from anywhere|elsewhere|others?|in (?:that|this|these|those)|for (?:that|this|these|those)|but|and|or|so|however|only|except|if not)\b"
    r"|^(?:它|其|此|该|这|那|之后|之前|否则|未满|不满|超过|其他|其余|另|但|且|并|也|或|如不|若不|除外|仅)",
    re.IGNORECASE,
)
"""Beginnings that need the sentence before: alone they would say something else."""
_LIMITS: Final = re.compile(
    r"^(?:only |valid |available )*for |^(?:only|exclusively) |^(?:[^ ]+ ){1,4}only[.!]?$"
    r"|^(?:this|that|these|the above|it|which) (?:only )?(?:applies|apply|holds?|goes|is (?:valid|so|only)) "
    r"|^\*|^not so |^to use |^(?:it|this|that|they|these) must |\b(?:excluded|excepted|exempt|exceptions?|subject to|not included|reserve)\b|^valid |^(?:it|this|that) does not "
    r"|除外|例外|则不然|不在此列|不适用|不包括|不含在内|保留.{0,4}权|^对.+有效|^(?:使用时)?[须需]|^必须"
    r"|^(?:仅|限|只|以上|上述|(?:此|该|本)?(?:优惠|规定|政策)?(?:仅|只|限)?适用)",
    re.IGNORECASE,
)
"""How a sentence begins that limits those before: `For members only.`, `This applies to bags.`"""


def quotes_of(facts: Iterable[Fact]) -> Mapping[str, Fact]:
    """Whole statements and their sentences that stand alone, in one form, and the fact each is quoted from."""
    found: dict[str, Fact] = {}
    for fact in facts:
        if fact.subject.kind not in ("policy", "answer") or not isinstance(fact.value, Statement):
            continue
        for text in (fact.value.words.en, fact.value.words.zh):
            found |= dict.fromkeys(_alone(text), fact)
    return found


@lru_cache(maxsize=1_000)
def _alone(text: str) -> tuple[str, ...]:
    """A statement and those of its sentences that stand alone: none where one of them says for whom or what the others are."""
    parts = sentences_of(text)
    if any(_LIMITS.search(part) for part in parts[1:]):
        return (plain(text),)
    alone = [part for part in parts[1:] if not _POINTS_BACK.match(part)]
    return tuple(plain(one) for one in (text, *parts[:1], *alone) if one)


def plain(text: str) -> str:
    """The form in which quotations are compared: spaces and the last sign aside, every other sign as it stands."""
    return re.sub(r"\s+", " ", text).strip().rstrip(".。!！").lower()
