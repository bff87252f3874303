"""What a rule has and a sentence about it leaves out. A rule is granted to somebody, somewhere, at some time, for some goods, in
some way: whoever leaves such a part out tells a wider rule. Which words limit is not told by lists of them: every word of the
rule that nothing here knows to be harmless must stand in the sentence. It can only refuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Final

from mercery.claims.grammar.clauses import Clause, base, keys_of, near_amounts
from mercery.claims.grammar.limits import CONDITIONS, Said, fits
from mercery.claims.grammar.named_kinds import named_kinds
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.topics import LIGHT, TOPICS
from mercery.claims.grounds import Grounds

_GRAMMAR: Final = ("n", "s", "neg", "quant", "time", "att", "place", "noun", "brand", "cur", "price", "stock", "cmp")
"""Kinds of words of grammar, and of what other looks ask for by themselves: places, goods, currencies."""
_HARMLESS: Final = TOPICS | LIGHT | CONDITIONS | frozenset({
    "c:include", "c:character", "c:warehouse", "c:change", "c:once", "c:boutique", "c:business", "c:business_days", "c:detachable",
    "c:stated", "c:standard", "c:free", "c:crypto", "c:elsewhere", "c:photo_id", "c:legal_rights", "c:promotion",
})  # fmt: skip
"""Concepts of service that a sentence may leave out: it then tells less of the rule, not a wider one."""
_CARRYING: Final = frozenset({
    "latin", "month", "fall", "period", "number", "possible", "offer", "available", "exist", "total", "purpose", "carry", "request",
    "itself", "own", "per", "date", "receipt", "usually", "normally", "please", "kindly", "calendar", "apply", "grant", "customer",
    "携", "携带", "可以", "提供", "需", "需要", "享", "享受", "支持", "办理", "专", "专享", "款", "项", "另", "请", "收到", "本", "该", "此",
})  # fmt: skip
"""Words that only carry a rule (`the number of months`, 请携带)."""
_RESTRICTS: Final = re.compile(
    r"^(?:for|if|when|while|during|provided|as long as|unless|on condition)(?![a-z])|(?<![a-z])only(?![a-z])"
    r"|^凡|^持|仅|只限|限于|适用"
)
_APPLIES: Final = re.compile(r"^(?:this|that|which) (?:only )?(?:applies|holds)(?![a-z])|^(?:仅|只|限)?适用")
_JOINTS: Final = re.compile(r"(?<![a-z])(?:while|when|whenever|if|unless|where|once|until|as long as|provided)$")
"""Words with which a clause breaks off: what limits it stands in the next one."""


def leaves_nothing_out(grounds: Grounds, clause: Clause, said: Said) -> bool:
    """Whether each part that limits the clause is told."""
    words = frozenset(base(word) for word in re.findall(r"[a-z0-9][a-z0-9'’-]*", said.text))
    own = grounds.tokens(clause.text)
    beside = _beside(clause, own, said)
    around = chain.from_iterable(grounds.tokens(one.text) for one in _limiting_parts(grounds, clause))
    listed = _listed_beside_told(own, words, said)
    required = chain(
        (token for token in own if id(token) not in listed and (beside is None or beside & set(_tells(token)))), around
    )
    return (
        all(_told(token, words, said) for token in required if _limits(token))
        and _bounds_told(own, said)
        and _days_as_priced(own, said)
    )


def _limiting_parts(grounds: Grounds, clause: Clause) -> list[Clause]:
    """`For ferrymen, …`, `… while the guild meets`, `This applies at low tide.`: parts of its rule that say nothing but that."""
    chinese = not clause.text.isascii()
    breaks_off = bool(_JOINTS.search(clause.text.rstrip(" ,，")))
    return [
        one
        for one in grounds.policies
        if one.fact_id == clause.fact_id
        and (not one.text.isascii()) == chinese
        and one.text not in clause.text
        and abs(one.sentence - clause.sentence) <= 1
        and (
            _APPLIES.search(one.text)
            or (_says_no_rule(one) and _RESTRICTS.search(one.text))
            or (_says_no_rule(one) and breaks_off and one.sentence == clause.sentence)
        )
    ]


_LISTS: Final = frozenset({"and", "or", ",", "、", "及", "和", "或", "以及"})
_CONDITIONAL: Final = frozenset(
    {
        "if",
        "when",
        "while",
        "provided",
        "unless",
        "with",
        "without",
        "in",
        "as",
        "如",
        "若",
        "凭",
        "持",
        "带",
        "未",
        "且",
    }
)


def _listed_beside_told(own: Sequence[Token], words: frozenset[str], said: Said) -> frozenset[int]:
    """`Perfume, candles and soap may be returned` of candles alone: what holds of each of a list is told of one of them. Of two
    conditions both are told."""
    found: set[int] = set()
    runs: list[list[Token]] = [[]]
    for token in own:
        if token.text in _CONDITIONAL:
            break
        if token.text in _LISTS:
            runs.append([])
        else:
            runs[-1].append(token)
    for before, run in pairwise(runs):
        # of the first part of a list only its end is an item, of the last one only its beginning
        last, first = before[-1:], run[: _item_of(run)]
        if last and _told(last[0], words, said) and (not last[0].is_a("n") or id(last[0]) in found):
            found |= {id(token) for token in first}
        elif first and _told(first[0], words, said):
            found |= {id(token) for token in last}
    return frozenset(found)


def _item_of(run: Sequence[Token]) -> int:
    """How many words at the beginning of a part are an item of a list: those before a word of grammar or a concept."""
    return next((place for place, token in enumerate(run) if token.keys and not token.is_a("noun", "t")), len(run))


def _says_no_rule(one: Clause) -> bool:
    return not one.amounts and not (one.affirmed | one.denied) & TOPICS


def _beside(clause: Clause, own: Sequence[Token], said: Said) -> frozenset[str] | None:
    """Where a clause has several amounts, what stands beside those that are told; None where the whole clause counts."""
    amounts = [token.amount for token in own if token.amount]
    if len(amounts) < 2:
        return None
    near = [
        keys
        for one, keys in zip(amounts, near_amounts(own, _tells), strict=False)
        if any(fits(one, told) for told in said.amounts)
    ]
    return frozenset(key for keys in near for key in keys) if near else None


def _bounds_told(own: Sequence[Token], said: Said) -> bool:
    """Up to how many, or from how many on: `free for up to 3 items` is not told without the number."""
    for place, token in enumerate(own):
        around = [*own[max(0, place - 2) : place], *own[place + 1 : place + 3]]
        if (
            token.amount is None
            or token.amount.kind not in ("number", "count")
            or any(one.has("c:character") for one in around)
        ):
            continue
        bounded = any(one.has("quant:most", "quant:least") for one in around)
        if bounded and not any(fits(token.amount, told) for told in said.amounts):
            return False
    return True


_DAYS: Final = named_kinds({
    "weekend": r"(?<![a-z])weekends?(?![a-z])|周末|双休日",
    "workday": r"(?<!\d )(?<![a-z])(?:weekdays|working days|business days|workdays)(?![a-z])|(?<![\d个至到])工作日",
})  # fmt: skip


def _days_as_priced(own: Sequence[Token], said: Said) -> bool:
    """`EUR 4 on weekends and EUR 2 on weekdays`: each sum is told with just its days."""
    parts: list[list[Token]] = [[]]
    for token in own:
        if token.text in ("and", "or", "but", "和", "或") or (token.punctuation and token.text != "."):
            parts.append([])
        else:
            parts[-1].append(token)
    days = [_DAYS(" ".join(token.text for token in part)) for part in parts]
    if sum(map(bool, days)) < 2:
        return True
    told = _DAYS(said.text)
    return not any(
        token.amount
        and token.amount.kind == "money"
        and one
        and not one & told
        and any(fits(token.amount, two) for two in said.amounts)
        for part, one in zip(parts, days, strict=True)
        for token in part
    )


def _tells(token: Token) -> Sequence[str]:
    """What a word of a rule stands for: a word of talk is one of its own there."""
    if token.punctuation or token.amount is not None:
        return ()
    return keys_of(token) or (f"w:{base(token.text)}",)


def _limits(token: Token) -> bool:
    if token.punctuation or token.amount is not None or token.names or token.is_a(*_GRAMMAR):
        return False
    return not (token.keys & _HARMLESS or token.text in _CARRYING or base(token.text) in _CARRYING)


def _told(token: Token, words: frozenset[str], said: Said) -> bool:
    if token.keys & said.keys - {"t:", "s:"}:
        return True
    if token.text.isascii():
        return all(base(word) in words for word in token.text.split())
    return token.text in said.text
