"""Words that turn a rule into its contrary though they speak of the same things: within and after, free and paid, used and
unused. A last look at a sentence and the clause it is proved on, in either language; it can only refuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.anchors import of_others, runs_from_elsewhere
from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.day_bounds import turned_days
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token, in_chinese


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two senses of which a text has one, the other, both or none."""

    one: re.Pattern[str]
    other: re.Pattern[str]

    def turned(self, said: str, ruled: str) -> bool:
        """Whether the sentence has a sense that the clause denies by having only the other."""
        ours, theirs = self._senses(said), self._senses(ruled)
        return len(ours) == 1 and len(theirs) == 1 and ours != theirs

    def _senses(self, text: str) -> frozenset[str]:
        rest = self.other.sub(" ", text)
        other = rest != text
        return frozenset(
            name for name, found in (("other", other), ("one", self.one.search(rest) is not None)) if found
        )  # fmt: skip


def _pair(one: str, other: str) -> Pair:
    return Pair(one=re.compile(one, re.IGNORECASE | re.ASCII), other=re.compile(other, re.IGNORECASE | re.ASCII))


_PAIRS: Final = (
    _pair(r"\bfree\b|complimentary|\bwithout (?:a |any )?fees?\b|\bno fees?\b|no (?:extra )?charge|without charge|免费|免手续费|免运费|包邮", r"not free|isn't free|aren't free|\bfor a fee\b|\bpaid service\b|\bchargeable\b|\bat (?:a|an|some|extra|additional|your) (?:extra |small |additional )?(?:cost|charge|expense)\b|(?<![不免没无用])收(?:取)?(?:一?点?)(?:手续费|费用|钱)|(?<![不用])(?:需|需要|要|得)(?:另?付|交)?手续费|(?<!没)有手续费|(?<!不)(?<!免)收费|(?<!不用)(?<!不)付费|(?<!不)(?<!不用)要钱|不免费|自费|另收"),
    _pair(
        r"\b(?:used|worn)\b|(?:使用|穿|用|佩戴)过|已使用|已穿",
        r"\bunused\b|\bunworn\b|\b(?:not|never|without being) (?:been )?(?:used|worn)\b|未(?:经)?(?:使用|穿|佩戴)|(?:没有?|不曾|未曾)(?:使用|穿|用|佩戴)过?",
    ),
    _pair(r"\bopened\b|\bunsealed\b|已拆|拆封后|(?<![未没])(?:拆封|开封|拆开)", r"\bunopened\b|\bsealed\b|\bnot (?:been )?opened\b|\bnever opened\b|未(?:经)?(?:拆|开)封?|没有?(?:拆|开)封?"),
    _pair(r"\bany (?:other )?(?:packaging|payment|method|way|card|condition|box)|任何(?:包装|方式|支付|状态)|任意", r"\boriginal\b|\bsame (?:packaging|payment|method|card)|原(?:包装|路|支付|付款)"),
    _pair(r"已满|已达到?|达到|(?<![未不没])满(?!意)", r"未满|不满(?!意)|不足|未达|没满|没到|低于"),
    _pair(
        r"自?(?:签收|收货|收到货?|送达)(?:了)?(?:之日|当天|那天)?(?:之|以)?(?:后|起)|自(?:签收|收货)|\b(?:of|after|from|since) (?:the )?(?:delivery|receipt)\b",
        r"(?:签收|收货|收到货?|到货|送达)(?:之|以)?前|\bbefore (?:the )?(?:delivery|receipt|arrival|receiving|it arrives)\b",
    ),
    _pair(r"(?:which|that) (?:state|name|give)s? (?:a|its) (?:term|period)|已标明|有标明", r"未标明|without (?:a )?stated|no stated|not stated"),
)  # fmt: skip
"""Each with the wider sense second, whose words may hold the first (`unused`)."""
_THEN: Final = re.compile(
    r"(?:^|[，,；;。.\s])(?:之后|此后|其后|过后)|\bafter that\b|\bafterwards\b|\bfrom then on\b|\bthereafter\b",
    re.IGNORECASE,
)
_OUTSIDE: Final = re.compile(r"\boutside\b|以外|之外|境外", re.IGNORECASE | re.ASCII)
_REACHED: Final = re.compile(r"已满|已达")
_FOR_A_FEE: Final = re.compile(
    r"\bfor a (?:small )?(?:fee|charge)\b|\bat (?:a|an|some) (?:extra |small |additional )?(?:cost|charge|fee)\b|\bchargeable\b|(?<![不免没无别])(?:另|要|需|得)?收(?:点|一点|您|你|些)?(?:费|钱)|(?<!不)付费|(?<![不用])要(?:花|付|给|交)?钱|自费",
    re.IGNORECASE | re.ASCII,
)
_COSTS: Final = re.compile(
    r"\b(?:fee|fees|costs?|charged?|pays?|paid)\b|(?<![免不运邮])费|收取|承担|付", re.IGNORECASE | re.ASCII
)
_EXTRA: Final = re.compile(
    r"(?<!no )(?<!any )(?<!without )\bextra\b(?! (?:\d|business|working|days?|costs?|charges?|fees?))|另(?:外)?(?:收|付|算|计)|额外(?:收|付|算)",
    re.IGNORECASE | re.ASCII,
)
_EXTRA_RULED: Final = re.compile(r"\bextra\b|\badditional\b|\bplus\b|另|额外|加收", re.IGNORECASE | re.ASCII)
_INSIDE: Final = re.compile(r"^(?:within|in|inside|no later than|up to|not later than)$", re.IGNORECASE)
_AFTER: Final = re.compile(r"^(?:after|only after|later than|past)$", re.IGNORECASE)
_ZH_INSIDE: Final = re.compile(r"^(?:内|以内|之内)$")
_ZH_AFTER: Final = re.compile(r"^(?:后|之后|以后|过后)$")
_LEAST: Final = frozenset(
    {"at least", "no less than", "not less than", "minimum", "满", "至少", "最少", "起码", "不少于", "超过"}
)
_OR_MORE: Final = frozenset(
    {
        "have passed",
        "has passed",
        "passed",
        "are over",
        "have gone by",
        "later",
        "or more",
        "and more",
        "at least",
        "以上",
        "及以上",
        "或以上",
    }
)
_BEGINS: Final = frozenset(
    {"begins", "begin", "starts", "start", "opens", "from", "earliest", "only from", "only after"}
)
_LATER: Final = frozenset({"after", "from", "later", "following"})
_AS: Final = {"week": (7, "day"), "year": (12, "month"), "h": (60, "min")}
"""Units of time in which a text and a sentence may put the same span."""
_TIME: Final = frozenset(("day", "business_day", "week", "month", "year", "h", "min"))


def contrary(said: Sequence[Token], ruled: str, ruled_tokens: Sequence[Token]) -> bool:
    """Whether a sentence says the contrary of the clause (its text and tokens) that seems to bear it."""
    text = _text(said)
    if any(pair.turned(text, ruled) for pair in _PAIRS):
        return True
    if runs_from_elsewhere(text.lower(), ruled.lower()) or of_others(text.lower(), ruled.lower()):
        return True
    if (_FOR_A_FEE.search(text) and not _COSTS.search(ruled)) or (_REACHED.search(text) and not _REACHED.search(ruled)):
        return True
    if _EXTRA.search(text) and not _EXTRA_RULED.search(ruled):
        return True
    if bool(_OUTSIDE.search(text)) != bool(_OUTSIDE.search(ruled)) and any(token.is_a("place") for token in said):
        return True
    if _then(said) != _then(ruled_tokens) and _THEN.search(text):
        return True
    if _another_matter(text, ruled):
        return True
    if turned_sums(said, ruled_tokens):
        return True
    return others_fault(said) or turned_bounds(said, ruled_tokens) or turned_days(said, ruled_tokens)


_UP_TO: Final = frozenset(
    {
        "up to",
        "under",
        "below",
        "less than",
        "at most",
        "no more than",
        "not exceeding",
        "maximum",
        "不到",
        "不满",
        "低于",
        "未满",
        "最多",
    }
)
_OR_LESS: Final = frozenset(
    {"or less", "or under", "or below", "and under", "and below", "at most", "maximum", "以下", "以内", "之内"}
)


_BELOW: Final = frozenset({"以下", "以内", "之内", "之下"})


def free_below(said: Sequence[Token]) -> bool:
    """`orders of €150 or less ship free`: what is free from an amount on is told free below it."""
    words = [token for token in said if not token.punctuation]
    for index, token in enumerate(words):
        if token.amount is None or token.amount.kind != "money" or token.amount.high is not None:
            continue
        beside = (words[index - 1].text if index else "", words[index + 1].text if index + 1 < len(words) else "")
        below = "".join(one.text for one in words[index + 1 : index + 3]) in _BELOW
        if not below and beside[0] not in _UP_TO and beside[1] not in _OR_LESS:
            continue
        own = [one for one in words if one.segment == token.segment]
        if any(one.has("c:free") for one in own) and not any(one.is_a("neg") for one in own):
            return True
        rest = [one for one in words if one.segment == token.segment + 1]
        if any(one.has("c:free") for one in rest) and not any(
            one.has("c:fee", "price:now", "c:paid") or one.amount for one in own if one is not token
        ):
            return True
    return False


_DEEDS: Final = ("c:return", "c:exchange", "c:cancel", "c:refund")


def denied_deed(segment: Segment, clause: Clause) -> bool:
    """Whether the sentence denies just what the clause grants: `it may not be returned`."""
    for token in segment.tokens:
        for key in _DEEDS:
            if not token.has(key) or key not in clause.affirmed or key in clause.denied:
                continue
            before = segment.before(token, 3)
            if segment.negative(token) and any(one.is_a("neg") and one.segment == token.segment for one in before):
                return True
    return False


_MODALS: Final = frozenset(
    {
        "can",
        "may",
        "could",
        "might",
        "can be",
        "may be",
        "能",
        "可",
        "可以",
        "还能",
        "还可以",
        "照样能",
        "就能",
        "就可以",
        "也能",
        "也可以",
        "才能",
        "都能",
    }
)
_FINE: Final = frozenset({"可以", "行", "没问题", "能"})


def granted_deed(segment: Segment, clause: Clause) -> bool:
    """`cannot be returned but can be exchanged`, 不能退也能换: what the clause denies is granted beside another denial."""
    for token in segment.tokens:
        if not any(token.has(key) and key in clause.denied - clause.affirmed for key in _DEEDS):
            continue
        before, after = segment.before(token, 4), segment.after(token, 2)
        place = next((index for index, one in enumerate(before) if one.text in _MODALS), None)
        if place is not None and not any(one.is_a("neg") for one in before[: place + 2]):
            return True
        if after and after[0].text in _FINE and not any(one.has(*_DEEDS) for one in after[1:]):
            return True
    return False


def turned_bounds(said: Sequence[Token], ruled: Sequence[Token]) -> bool:
    """`use after 12 months` of `use within 12 months`: a time that a text puts on one side is told on the other."""
    theirs = _bounds(ruled)
    return any(
        side and theirs.get(amount) and side not in theirs[amount]
        for amount, sides in _bounds(said).items()
        for side in sides
    )  # fmt: skip


_FEE_RULED: Final = re.compile(r"(?<![a-z])(?:fees?|charges?)(?![a-z])|(?<![免不运邮])费", re.IGNORECASE)


def _another_matter(text: str, ruled: str) -> bool:
    """Another piece for the same, for ever for a time, a fee where the clause has none, where orders leave from."""
    if (_ANOTHER.search(text) and _THE_SAME.search(ruled)) or (_A_FEE.search(text) and not _FEE_RULED.search(ruled)):
        return True
    told = ((_FOR_EVER, _FOR_EVER), (_LEAVES, _LEAVES_RULED))
    return any(ours.search(text) and not theirs.search(ruled) for ours, theirs in told)


_A_FEE: Final = re.compile(
    r"(?<![a-z])(?:costs?|carry|carries|has|have|with|for) a (?:small )?(?:fee|charge)(?![a-z])|(?<![不用免没无])(?:要|需|得|需要|有|加|另)(?:另?付|交|收)?手续费"
)
_LEAVES: Final = re.compile(
    r"(?<![a-z])(?:leaves?|leaving|ships?|sent|dispatched|shipped) (?:out )?(?:from|our)(?![a-z])|[由从][^，。]{1,8}(?:发|寄)(?:出|货)?"
)
_LEAVES_RULED: Final = re.compile(
    r"(?<![a-z])(?:leaves?|leaving|ships?|sent|send|dispatch\w*|warehouse|deliver\w*|reach\w*)(?![a-z])|仓|[发寄送]"
)
_ANOTHER: Final = re.compile(
    r"(?<![a-z])(?:another|other|different) (?:piece|product|item|style|model|design)s?(?![a-z])|(?:别|其他|其它|另一|不同)的?(?:款|商品|产品|款式)"
)
_THE_SAME: Final = re.compile(r"(?<![a-z])same (?:piece|product|item|style|model)(?![a-z])|同款|同一(?:款|商品|产品)")
_FOR_EVER: Final = re.compile(
    r"(?<![a-z])(?:for ever|forever|for life|lifetime|indefinitely|always)(?![a-z])|永远|终身|一直|无限期|一辈子"
)
_LOW: Final = frozenset(
    {"from", "at least", "starting at", "starts at", "upwards of", "no less than", "至少", "最低", "起码"}
)
_HIGH: Final = frozenset(
    {"up to", "at most", "no more than", "maximum", "not exceeding", "最高", "最多", "至多", "不超过"}
)
_ZH_LOW: Final = ("起", "以上")
_ZH_HIGH: Final = ("以下", "以内", "封顶", "为限")


def turned_sums(said: Sequence[Token], ruled: Sequence[Token]) -> bool:
    """`repairs cost up to EUR 35` of repairs that cost from EUR 35."""
    ours, theirs = _ends(said), _ends(ruled)
    return any(side != theirs.get(key, side) for key, side in ours.items())


def _ends(tokens: Sequence[Token]) -> dict[str, str]:
    """For each sum and share told as the lowest or the highest which of the two it is."""
    words = [token for token in tokens if not token.punctuation]
    found: dict[str, str] = {}
    for index, token in enumerate(words):
        amount = token.amount
        if amount is None or amount.kind not in ("money", "percent") or amount.high is not None:
            continue
        before = words[index - 1].text if index else ""
        after = words[index + 1].text if index + 1 < len(words) else ""
        if before in _LOW or after in _ZH_LOW:
            found[f"{amount.value.normalize():f}{amount.unit}"] = "low"
        elif before in _HIGH or after in _ZH_HIGH:
            found[f"{amount.value.normalize():f}{amount.unit}"] = "high"
    return found


_SENT_WRONG: Final = re.compile(
    r"\b(?:you|customers?|they|someone)(?: have| has| had)? (?:sent|posted|shipped|packed|slipped|made|got)\b[^,;.]*\bwrong\b|(?:您|你|顾客|客人|对方)(?:自己)?(?:发|寄|搞|弄)错",
    re.IGNORECASE,
)


def others_fault(said: Sequence[Token]) -> bool:
    """`if you sent the wrong one`: the shop answers for its own mistakes, not for those of others."""
    return _SENT_WRONG.search(_text(said)) is not None


def _then(tokens: Sequence[Token]) -> bool | None:
    """Whether what comes "after that" is granted (True) or denied; None where nothing is said to come after."""
    text = ""
    for index, token in enumerate(tokens):
        text = f"{text} {token.text}"
        if _THEN.search(text):
            rest = [one for one in tokens[index + 1 :] if one.segment == token.segment]
            return not any(one.is_a("neg") for one in rest)
    return None


def _bounds(tokens: Sequence[Token]) -> dict[tuple[str, str], set[str]]:
    """For each time of the text whether something holds inside it or after it; no entry where it says neither."""
    words = [token for token in tokens if not token.punctuation]
    found: dict[tuple[str, str], set[str]] = {}
    for index, token in enumerate(words):
        if token.amount is None or token.amount.unit not in _TIME:
            continue
        before, after = (
            (words[index - 1].text if index else ""),
            (words[index + 1].text if index + 1 < len(words) else ""),
        )
        if sides := _sides(before, after):
            found.setdefault(_key(token.amount), set()).update(sides)
    return found


def _sides(before: str, after: str) -> set[str]:
    """`at least 12 months ago`, 满12个月 and `begins two hours after` are beyond a time; 满12个月以内 is on both sides of it."""
    found = set[str]()
    if _ZH_INSIDE.match(after) or _INSIDE.match(before):
        found.add("inside")
    begins = before in _BEGINS and after in _LATER
    if _ZH_AFTER.match(after) or _AFTER.match(before) or before in _LEAST or after in _OR_MORE or begins:
        found.add("after")
    return found


def _key(amount: Amount) -> tuple[str, str]:
    value, unit = amount.high or amount.value, amount.unit
    if unit in _AS:
        value, unit = value * _AS[unit][0], _AS[unit][1]
    return f"{value.normalize():f}", unit


def _text(tokens: Sequence[Token]) -> str:
    chinese = in_chinese(tokens)
    return ("" if chinese else " ").join(token.text for token in tokens)
