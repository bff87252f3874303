"""What a rule forbids or allows, and under which circumstance: "only pending orders can be cancelled", 未拆封可换."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mercery.inspection.reading.clauses import negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon
from mercery.inspection.reading.terms import terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Something that may not be done; always, or where `condition` is so (`holds`) or is not so."""

    act: str
    allowed: bool
    condition: str = ""
    holds: bool = True


_ASKED_FOR: Final = frozenset({"opened", "worn", "untagged", "pending", "receipt", "member"})
"""Circumstances that a rule asks for by merely naming them: "unworn", 未拆封."""
_ONLY: Final = re.compile(
    r"(?<![a-z])(?:only|must be|has to be|have to be|exclusively|if|as long as|provided)(?![a-z])|仅限?|只(?:能|限|有|可)|才|须|需|必须|限"
)
_PIECE: Final = re.compile(r"[;；。\n]|[,，](?!\s*(?:and|or)\b)|(?<![a-z])but(?![a-z])")


def rules(fact: Fact) -> list[Rule]:
    """What the fact rules, as far as its words are known."""
    return list(_rules(fact))


def _rules(fact: Fact) -> Iterator[Rule]:
    for piece in _PIECE.split(fact.value):
        if not piece.strip() or _OTHERWISE.match(piece) or _SPARES.search(piece):
            continue
        acts = lexicon("acts").keys(piece)
        if not acts and _NONE.fullmatch(piece):
            yield from (Rule(act=act, allowed=False) for act in fact.acts)
            continue
        conditions = circumstances(piece)
        denied = negated(_without_conditions(piece))
        if denied and not acts and (_NO_OTHER_THING.fullmatch(piece) or _NOT_THIS_ZH.fullmatch(piece.strip())):
            continue
        if not conditions:
            conditions = circumstances(fact.name) if denied else {}
        for act in acts or fact.acts:
            if act == "engrave" and len(acts) > 1 and "custom" in conditions:
                continue  # 刻字后不支持退: there it is the condition.
            if conditions:
                yield from _conditioned(piece, act, acts, conditions, denied=denied)
            elif acts and ((denied and _bare(piece, acts)) or (not denied and not _conditional(piece))):
                yield Rule(act=act, allowed=not denied)


_OTHERWISE: Final = re.compile(r"\s*(?:otherwise|or else|else|if not|in all other cases|否则|不然|其余|其他情况)")
"""What holds where the conditions before are not met."""
_SPARES: Final = re.compile(
    r"(?:无需|不用|不必|不需要?)(?:寄|退|还|返|付|出)|(?<![a-z])(?:no need to|nothing to|need not|needn't) (?:send|return|pay|give)"
)
"""What a customer need not do is not forbidden."""
_NO_OTHER_THING: Final = re.compile(r"\s*no (?!(?:return|refund|exchange|exception)s?)[a-z]+(?: [a-z]+)?\s*")
"""Denies something of its own ("no store credit"), not what the fact is named after."""
_NOT_THIS_ZH: Final = re.compile(
    r"(?:不能|不可以?|不支持|不接受|无法|禁止)(?!退|换|取消|修改|叠加|使用)[\u4e00-\u9fff]{2,6}"
)
_NONE: Final = re.compile(r"\s*(?:none|no|not possible|not allowed|not offered|excluded|无|不可|不支持|不接受|没有)\s*")


def _conditioned(
    piece: str, act: str, acts: frozenset[str], conditions: dict[str, bool], *, denied: bool
) -> Iterator[Rule]:
    """What is denied where a circumstance is so, or asked for by "only" or by merely naming it."""
    only = bool(_ONLY.search(piece)) or (not acts and conditions.keys() <= _ASKED_FOR)
    for condition, holds in conditions.items():
        if denied:
            yield Rule(act=act, allowed=False, condition=condition, holds=holds)
        elif only:
            yield Rule(act=act, allowed=False, condition=condition, holds=not holds)


def _bare(piece: str, acts: frozenset[str]) -> bool:
    """Whether little more is denied than the act: "no returns by courier on Sundays" denies less than returns."""
    for hit in reversed([hit for hit in lexicon("acts").hits(piece) if hit.key in acts]):
        piece = piece[: hit.start] + " " + piece[hit.end :]
    return len(terms(piece)) <= 2


def _conditional(piece: str) -> bool:
    return bool(
        re.search(
            r"(?<![a-z])(?:if|when|unless|only|with|over|under|within|from|except)(?![a-z])|如|须|需|仅|只|满|内", piece
        )
    )


def circumstances(text: str) -> dict[str, bool]:
    """Circumstances a text names, and whether it says that they are so."""
    found: dict[str, bool] = {}
    for hit in lexicon("conditions").hits(text):
        key = hit.key.lstrip("-")
        denied = bool(
            re.search(
                r"(?<![a-z])(?:not|n't|never|haven't|hasn't|didn't) (?:\w+ )?$|(?:没|未|不)(?:有)?$",
                text[max(0, hit.start - 14) : hit.start],
            )
        )
        found.setdefault(key, hit.key.startswith("-") == denied)
    return found


def _without_conditions(text: str) -> str:
    for hit in reversed(lexicon("conditions").hits(text)):
        text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    return text
