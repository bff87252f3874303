"""The conditions of a sentence: bounds of its amounts, if, unless, only, must and not, in English and Chinese. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from mercery.knowledge.drafts.amounts import Amount, amounts

Bound = Literal["", "most", "least"]
"""How far an amount holds: at most (within, until, before), at least (from, after, over), or as it stands."""
ConditionKind = Literal["if", "unless", "only", "must", "not"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A clause that limits: the characters `start` to `end`, of which the first are its mark."""

    kind: ConditionKind
    start: int
    end: int
    mark_end: int
    text: str
    """What follows the mark, to the end of the clause."""
    clause: str
    """The whole clause the mark stands in."""


_AMOUNT_WORDS: Final = (
    r"(?:\s(?:a|an|the|its|the first|the last|a total of|the full|another|approximately|about))?[\s(\u00a0]*$"
)
_BEFORE_MOST: Final = re.compile(
    r"(?:within|inside|up to|until|till|before|prior to|no(?:t)? (?:later|more|longer|greater|higher) than|at (?:the )?most|at the latest|max(?:imum|\.)?(?: of)?|not exceed(?:ing)?|does not exceed|do not exceed|less than|under|below|fewer than|through|valid to|ends? on)"
    + _AMOUNT_WORDS,
    re.IGNORECASE,
)
_BEFORE_LEAST: Final = re.compile(
    r"(?:after|from|since|starting(?: on| from| at)?|beginning(?: on)?|as of|at least|at the earliest|min(?:imum|\.)?(?: of)?|no(?:t)? (?:less|fewer|earlier|sooner) than|more than|over|above|exceed(?:s|ing)?|beyond|later than|longer than|past|following|not before|not until)"
    + _AMOUNT_WORDS,
    re.IGNORECASE,
)
_AFTER_MOST: Final = re.compile(
    r"^[\s)\u00a0]*(?:or (?:less|fewer|under|below|earlier|sooner)|and (?:below|under)|at (?:the )?(?:latest|most)|max(?:imum)?\b|inclusive\b)",
    re.IGNORECASE,
)
_AFTER_LEAST: Final = re.compile(
    r"^[\s)\u00a0]*(?:or (?:more|over|above|longer|later|older)|and (?:above|over|up|more|older)|at (?:the )?(?:least|earliest)|min(?:imum)?\b|onwards?\b|upwards?\b|\+)",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"\bby(?: the| noon on)?\s*$", re.IGNORECASE)
_ZH_BEFORE_MOST: Final = re.compile(r"(?:最[多高长][^，。；\d]{1,8}|不超过|不多于|不高于|不晚于|不迟于|不得超过|不足|未满|最多|至多|最长|最晚|最迟|最高|上限(?:为|是)?|低于|少于|小于|截至|截止(?:至|到)?|有效期至|直到|不大于)[\s为是于到至]*$")  # fmt: skip
_ZH_BEFORE_LEAST: Final = re.compile(
    r"(?:至少|最少|不少于|不低于|不早于|满|达到?|超过|高于|多于|大于|超出|最低|起码|自|从|最早)[\s为是于]*$"
)
_ZH_NOT: Final = re.compile(r"(?:不|未|没有?|不得|不能)\s*$")
_ZH_AFTER_MOST: Final = re.compile(r"^\s*(?:（含）|\(含\))?(?:内|以内|之内|以下|之前|以前|前|止|为止|封顶|截止|及以下)")
_ZH_AFTER_LEAST: Final = re.compile(r"^\s*(?:（含）|\(含\))?(?:起|以上|之后|以后|后|及以上|开始|以外)")


def bound(text: str, amount: Amount) -> Bound:
    """How far the amount at its place in `text` is said to hold."""
    if amount.is_time and _BY.search(text[: amount.start]):
        return "most"
    own = _own_bound(text, amount)
    if own:
        return own
    # "over €150 or ¥1,500", "from €150 (¥1,500)": what bounds the first bounds the other.
    before = [one for one in amounts(text) if one.end <= amount.start and one.kind == amount.kind == "money"]
    if before and _JOINED.fullmatch(text[before[-1].end : amount.start]):
        return _own_bound(text, before[-1])
    return ""


_JOINED: Final = re.compile(r"\s*(?:\(|（|/|or|或者?|、|, or|，或)\s*", re.IGNORECASE)


def _own_bound(text: str, amount: Amount) -> Bound:
    if amount.mention is not None and amount.mention.high is not None:
        # Both ends are named; "from" and "to" belong to them.
        before = re.sub(
            r"(?:from|between|自|从)\s*$", "", text[max(0, amount.start - 40) : amount.start], flags=re.IGNORECASE
        )
        return _bound_of(before, text[amount.start : amount.end], text[amount.end : amount.end + 24])
    return _bound_of(
        text[max(0, amount.start - 40) : amount.start],
        text[amount.start : amount.end],
        text[amount.end : amount.end + 24],
    )


def _bound_of(before: str, said: str, after: str) -> Bound:
    if said.endswith("内"):
        return "most"
    if _AFTER_MOST.search(after) or _ZH_AFTER_MOST.search(after):
        return "most"
    if _AFTER_LEAST.search(after) or _ZH_AFTER_LEAST.search(after):
        return "least"
    if _BEFORE_MOST.search(before) or _ZH_BEFORE_MOST.search(before):
        return "most"
    if found := _ZH_BEFORE_LEAST.search(before):
        return "most" if _ZH_NOT.search(before[: found.start()]) else "least"
    if found := _BEFORE_LEAST.search(before):
        ranged = found[0].lower().startswith("from") and re.match(r"\s*(?:to|until|through|-|–)\s", after)
        return "" if ranged and re.match(r"\s*(?:to|-|–)\s?[€$£¥\d]", after) else "least"
    return ""


_MARKS: Final[tuple[tuple[ConditionKind, str, str], ...]] = (
    ("unless", r"unless|except(?:ions?|ing)?(?: for| that| where| if| when)?|excludes?|excluding|excluded|other than|apart from|aside from|but not|exempt(?:ed|ion)?|do(?:es)? not apply|do(?:es)? not include|not included|not covered|not eligible|save for", r"除非|除外|除了|除(?=[^非了去以此]{1,20}外)|不含|不包括|不包含|例外|不适用|不在此列|不参与|不享受"),
    ("only", r"only|solely|exclusively|limited to|restricted to|not .{1,20} until", r"仅限|仅|只限|只能|只有|(?<![每一二两三四五六七八九十几这那])只(?![要需])|限于|才(?=[能可会])"),
    ("if", r"if|provided(?: that)?|providing|as long as|so long as|in case|on condition|subject to|in the event|assuming|whenever|when|once(?= (?:you|we|the|it|your|they|an?))", r"如果|如需|如有|如因|如遇|如(?![何下上期实此今同图意])|若(?!干)|假如|倘若|只要|前提|情况下|的话|当(?=[^天日地前月年]{1,20}时)"),
    ("must", r"must|ha(?:s|ve) to|needs? to|(?:is|are) required|required to|obliged to", r"必须|须|务必|需要?(?=[您在由先提出保联自将经凭])|应当|应(?=[在由先])"),
    ("not", r"cannot|can ?not|can't|(?:do|does|did|is|are|was|were|will|would|may|must|shall|should|could|has|have)(?: not|n't)|won't|never|no longer|not|non-?(?:refundable|returnable|exchangeable|transferable)|neither|nor|no(?= [a-z])|without|refuse[ds]?|unable|impossible|closed", r"不能|不可(?!抗)|不得|不支持|不予|不接受|不提供|不退|不换|不再|不会|不是|不享|不收|不需|不用|无法|无需|无须|不(?![仅过同少多低高晚迟早超足论管妨错含包适在参])|未|没有?|禁止|拒绝|恕|勿|避免|休息|停业|非(?!常|凡)|无(?![忧论])"),
)  # fmt: skip
_PATTERNS: Final = tuple(
    (kind, re.compile(rf"(?<![a-z])(?:{english})(?![a-z])", re.IGNORECASE), re.compile(chinese))
    for kind, english, chinese in _MARKS
)
_CLAUSE_END: Final = re.compile(r"[,，;；:：。.!?！？\n](?=\D|$)| (?:then|but|we|you (?:can|may|will|must)) ")
_MOST: Final = 20
"""Conditions of one sentence that are held against."""
_LONGEST: Final = 2000
"""Characters of a sentence that are read: nobody writes longer ones."""
_NOT_ONLY: Final = re.compile(r"not only|不仅|不只")
_STRONG: Final = re.compile(
    r"(?<![a-z])(?:cannot|can ?not|can't|(?:do|does|is|are|will|may|must|would|shall)(?: not|n't)|won't|never|no longer|not (?:be )?(?:possible|accepted|refundable|returnable|eligible|available|allowed)"
    r"|non-?(?:refundable|returnable|exchangeable)|no (?:returns?|refunds?|exchanges?)|excluded|impossible|unable|refused?|closed)(?![a-z])"
    r"|不能|不可(?!抗)|不得|不支持|不予|不接受|无法|不退|不换|不提供|禁止|拒绝|恕不|不再|不会|除外|不适用|休息|停业",
    re.IGNORECASE,
)  # fmt: skip


@lru_cache(maxsize=2048)
def conditions(text: str) -> tuple[Condition, ...]:
    """The limiting clauses of a sentence in reading order. Of marks that overlap the widest idea stands: "does not apply"
    is an exception, not a mere no."""
    found: list[Condition] = []
    text = text[:_LONGEST]
    for kind, english, chinese in _PATTERNS:
        for pattern in (english, chinese):
            for match in pattern.finditer(text):
                if any(match.start() < one.mark_end and one.start < match.end() for one in found):
                    continue
                if _NOT_ONLY.search(text[max(0, match.start() - 4) : match.end() + 5]):
                    continue
                end = _CLAUSE_END.search(text, match.end())
                stop = end.start() if end else len(text)
                found.append(
                    Condition(
                        kind=kind,
                        start=match.start(),
                        end=max(stop, match.end()),
                        mark_end=match.end(),
                        text=text[match.end() : stop],
                        clause=text[_clause_start(text, match.start()) : stop],
                    )
                )
    return tuple(sorted(found, key=lambda one: one.start)[:_MOST])


def _clause_start(text: str, before: int) -> int:
    return max((edge.end() for edge in _CLAUSE_END.finditer(text, 0, before)), default=0)


def refuses(text: str) -> bool:
    """Whether the sentence says that something is not possible."""
    return bool(_STRONG.search(text))


def denies(text: str) -> bool:
    """Whether anything in the sentence is denied or taken out at all."""
    return (
        bool(_STRONG.search(text))
        or any(one.kind in ("not", "unless", "only") for one in conditions(text))
        or bool(_UN.search(text))
    )


_UN: Final = re.compile(
    r"(?<![a-z])(?:un(?!der|til|it|i[fo]|less|ique)[a-z]{3,}|free of(?! charge)|instead of|avoid\w*|impossible|in(?:eligible|valid))(?![a-z])",
    re.IGNORECASE,
)
_EVENTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("delivery", r"deliver\w*|receipt|receiv\w+|arriv\w+", r"签收|收到|收货|送达|到货|妥投"),
    ("order", r"purchas\w+|order(?:ed|ing)?|buying|bought|payment", r"购买|下单|购货|付款|支付"),
    ("dispatch", r"dispatch\w*|shipp(?:ed|ing)|shipment|sent|leav\w+", r"发货|寄出|出库|发出"),
    ("return", r"return\w*|sent? back", r"退回|退货|寄回"),
    ("request", r"request\w*|appl(?:y|ied|ication)|contact\w*|report\w*", r"申请|提出|联系|告知"),
)  # fmt: skip


def event(text: str, amount: Amount) -> frozenset[str]:
    """What a length of time is counted from: "30 days after delivery", 签收后30天内. Empty where the text does not say."""
    after = re.match(r"[\s)]*(?:after|of|from|following|since|upon)\s(?:the )?(?:date |day |time )?(?:of )?(?:your |the |its |our |his )?(?P<what>\w+(?: \w+)?)", text[amount.end :], re.IGNORECASE)  # fmt: skip
    if after:
        return frozenset(
            name
            for name, english, _ in _EVENTS
            if re.search(rf"(?<![a-z])(?:{english})(?![a-z])", after["what"], re.IGNORECASE)
        )
    before = re.search(
        r"(?P<what>[\u4e00-\u9fff]{2,8})(?:之日|当日|次日)?(?:起|后|之后|以后|起的)?的?\s?$",
        text[max(0, amount.start - 12) : amount.start],
    )
    if before and re.search(r"起|后|之日", text[max(0, amount.start - 6) : amount.start]):
        return frozenset(name for name, _, chinese in _EVENTS if re.search(chinese, before["what"]))
    return frozenset()
