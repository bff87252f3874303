"""What a rule has and a sentence about it leaves out. A rule is granted to somebody, somewhere, at some time, for some goods, in
some way: whoever leaves such a part out tells a wider rule. Which words limit is not told by lists of them: every word of the
rule that nothing here knows to be harmless must stand in the sentence. It can only refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.clauses import Clause, base, keys_of, near_amounts
from mercery.claims.grammar.limits import CONDITIONS, Said, fits
from mercery.claims.grammar.named_kinds import named_kinds
from mercery.claims.grammar.sums_marked import CARRYING, beside_its_own
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
_RESTRICTS: Final = re.compile(
    r"^(?:for|if|when|while|during|provided|as long as|unless|on condition|to use|valid)(?![a-z])"
    r"|(?<![a-z])(?:only|must|required|needed|needs|reserve|not include|excluded|excepted|exempt|exceptions?|subject to|not so)(?![a-z])"
    r"|^凡|^持|仅|只限|限于|适用|须|例外|不然|不在此列|不包括|不含在内|保留|^需|^对.+有效"
)
_SIGN: Final = re.compile("[\u3400-\u9fff]")
_APPLIES: Final = re.compile(r"^(?:this|that|which) (?:only )?(?:applies|holds)(?![a-z])|^(?:仅|只|限)?适用")
_JOINTS: Final = re.compile(r"(?<![a-z])(?:while|when|whenever|if|unless|where|once|until|as long as|provided)$")
"""Words with which a clause breaks off: what limits it stands in the next one."""


def leaves_nothing_out(grounds: Grounds, clause: Clause, said: Said) -> bool:
    """Whether each part that limits the clause is told."""
    words = frozenset(base(word) for word in re.findall(r"[a-z0-9][a-z0-9'’-]*", said.text))
    own = grounds.read(clause.text)
    beside = _beside(clause, own, said)
    behind = list(_behind_openers(own))
    around = [token for one in limiting_parts(grounds.policies, clause) for token in grounds.read(one.text)]
    listed = _listed_beside_told(own, words, said)
    required = (token for token in own if id(token) not in listed and (beside is None or beside & set(_tells(token))))
    return (
        all(_told(token, words, said) for token in required if _limits(token))
        and all(_told(token, words, said) for token in around if _limits_beside(token, said))
        and not _once_alone(clause, said)
        and all(_told(token, words, said) for token in behind)
        and _exceptions_told(grounds, clause, words, said)
        and _bounds_told(own, said)
        and _days_as_priced(own, said)
        and beside_its_own(grounds, clause, words, said)
    )


def _limits_beside(token: Token, said: Said) -> bool:
    """Of a part that does nothing but limit, goods and conditions are told as well: no other look reads it for the clause."""
    if _limits(token):
        return True
    goods = token.is_a("noun") and not token.has("noun:item") and not said.views
    return not token.is_a("n") and (goods or bool(token.keys & _FETCHED))


_FETCHED: Final = frozenset({"c:pickup", "c:boutique", "c:engrave", "c:repair", "c:gift_card", "c:adviser"})


def _once_alone(clause: Clause, said: Said) -> bool:
    """`free once` is not free."""
    return "c:once" in clause.affirmed - said.keys and "c:free" in clause.affirmed and "c:code" not in clause.affirmed


def limiting_parts(clauses: Iterable[Clause], clause: Clause) -> list[Clause]:
    """`For ferrymen, …`, `…, one per household`, `This applies at low tide.`: parts of its rule that say nothing but that. In its
    own sentence whatever is no rule limits; of other sentences those whose form says so."""
    chinese = bool(_SIGN.search(clause.text))  # clauses are joined by a Chinese comma in either language
    parts = [one for one in clauses if one.fact_id == clause.fact_id and bool(_SIGN.search(one.text)) == chinese]
    ruling = {one.sentence for one in parts if not _says_no_rule(one)}
    return [
        one
        for one, after in zip(parts, [*parts[1:], None], strict=True)
        if one.text not in clause.text
        and (
            (_APPLIES.search(one.text) and abs(one.sentence - clause.sentence) <= 1)
            or (one.sentence == clause.sentence and _limits_within(one, clause, after))
            or (
                _says_no_rule(one, _BY_THE_WAY if _POINTS.search(one.text) else frozenset())
                and (_RESTRICTS.search(one.text) or _continues(one, parts))
                and _next_to(one.sentence, clause.sentence, ruling)
            )
        )
    ]


_POINTS: Final = re.compile(r"^(?:\*|it |this |they |these |须|需|仅|只限)|(?<![a-z])(?:needed|required)[ .;)]*$")


def _limits_within(one: Clause, clause: Clause, after: Clause | None) -> bool:
    """A part of the same sentence that limits by its form, or goes on with a condition, or is no rule of its own."""
    if _CONDITION.search(one.text) and not one.amounts and not one.denied and "c:free" not in one.affirmed:
        return after is not None and after.text in clause.text and not _OR.search(one.text)
    if _GOES_ON.search(one.text) and any(opener in clause.text.split() for opener in _OPENERS) and not one.amounts:
        return True
    return not clause.denied and _limits_alone(one) and ";" not in clause.text + one.text


_CONDITION: Final = re.compile(
    r"^(?:if|when|while|with|on|upon|in|at|provided|unless|until|for)(?![a-z]).*[,:]$|^[如若凡凭持].*[，：:]$|(?:的|时|后|前)[，：:]$"
)
_OR: Final = re.compile("(?<![a-z])or(?![a-z])|或")
"""One of two conditions is enough: which one is told is asked elsewhere."""
_GOES_ON: Final = re.compile("^(?:and|but)(?![a-z])")
_BY_THE_WAY: Final = frozenset(
    {
        "c:deliver",
        "c:order",
        "c:email",
        "c:valid",
        "c:auth_card",
        "c:handwritten",
        "c:adviser",
        "c:cutoff",
        "c:gift_card",
    }
)
"""Concepts that a part may have which only limits: by which way, with which card."""


def _next_to(one: int, other: int, ruling: set[int]) -> bool:
    """Whether no sentence between the two is a rule of its own."""
    return not any(between in ruling for between in range(min(one, other) + 1, max(one, other)))


def _continues(one: Clause, parts: Sequence[Clause]) -> bool:
    """`To use it, show the stub.`: a part whose sentence begins as one that limits."""
    first = next(other for other in parts if other.sentence == one.sentence)
    return first is not one and bool(_RESTRICTS.search(first.text)) and _says_no_rule(first)


def _limits_alone(one: Clause) -> bool:
    """A part that is no rule of its own; a sum in it is one that has to be paid for the rule (`against a deposit of EUR 10`)."""
    if (one.affirmed | one.denied) & (TOPICS - _BY_THE_WAY) or _COVERS.search(one.text):
        return False
    if _ELSEWHERE.search(one.text):
        return False
    return not one.amounts or bool(_AGAINST.search(one.text))


_COVERS: Final = re.compile("(?<![a-z])(?:covers?|includes?)(?![a-z])|涵盖")
"""What is covered is a statement of its own."""
_ELSEWHERE: Final = re.compile("为准|(?<![a-z])(?:as )?(?:shown|stated|indicated|listed)(?![a-z])")
"""Where a figure is to be found limits nothing."""
_AGAINST: Final = re.compile(
    r"^(?:against|subject to|with|for|on|one|no more|not more|up to|at most|only|parcels?|orders?|limited)(?![a-z])"
    r"|^(?:须|需|仅|限|只限|每|不超过|至多|最多)"
)
_OPENERS: Final = frozenset({"until", "till", "unless", "if", "while", "whenever", "provided", "subject"})
_ENDS_OPENED: Final = re.compile("^(?:前|时|后|之前|之后|期间)$")


def _behind_openers(own: Sequence[Token]) -> Iterator[Token]:
    """`until the parcel is weighed`, 包裹称重前: what stands in a condition is told, also where it is a thing or a property."""
    start = next((place for place, token in enumerate(own) if token.text in _OPENERS), None)
    part = own[start + 1 :] if start is not None else ()
    if not part and not own[0].text.isascii():
        end = next((place for place, token in enumerate(own) if _ENDS_OPENED.search(token.text)), 0)
        part = own[:end]
    for token in part:
        if token.punctuation or token.amount is not None or token.is_a("n", "s", "neg", "place", "quant", "brand"):
            continue
        if not (token.has("noun:item") or token.keys & _HARMLESS or base(token.text) in CARRYING):
            yield token


def _exceptions_told(grounds: Grounds, clause: Clause, words: frozenset[str], said: Said) -> bool:
    """Of `except for pianos` a sentence tells the exception, unless it is told of goods or places and others are excepted."""
    kinds = ("noun:", "place:", "brand:")
    own = {key for key in said.keys if key.startswith(kinds)} - {"noun:item"}
    for text in clause.excepting:
        read = grounds.read(text)
        if any(token.has("neg:no", "neg:not") and not token.has("neg:but", "neg:include") for token in read):
            continue  # `to no other countries than these`: a rule of its own
        telling = [
            token
            for token in read
            if not token.punctuation and not token.is_a("n", "neg", "t") and token.text not in _EXCEPTING
        ]
        known = all(any(key.startswith(kinds) for key in token.keys) or token.names for token in telling)
        if known and (own or said.views):
            continue
        if not all(_told(token, words, said) or (token.amount and _amount_told(token, said)) for token in telling):
            return False
    return True


def _amount_told(token: Token, said: Said) -> bool:
    return token.text in said.text or any(token.amount is not None and fits(token.amount, one) for one in said.amounts)


_EXCEPTING: Final = frozenset({"except", "除", "外", "除外", "之外", "以外", "is", "are"})


_LISTS: Final = frozenset({"and", "or", ",", "、", "及", "和", "或", "以及"})
_CONDITIONAL: Final = frozenset(
    {
        "if",
        "when",
        "while",
        "provided",
        "unless",
        "after",
        "before",
        "upon",
        "against",
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
    """How many words at the beginning of a part are an item of a list: those before a sign, a word of grammar or a concept."""
    return next((place for place, token in enumerate(run) if token.punctuation or _ends_item(token)), len(run))


def _ends_item(token: Token) -> bool:
    light = token.is_a("n") and token.text.isascii()  # a sign of a Chinese word may be one of grammar elsewhere
    return bool(token.keys) and (light or not token.is_a("noun", "t"))


def _says_no_rule(one: Clause, aside: frozenset[str] = frozenset()) -> bool:
    return not one.amounts and not (one.affirmed | one.denied) & (TOPICS - aside)


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
        if token.amount is None or any(one.has("c:character") for one in around):
            continue
        if token.amount.kind == "clock" or any(one.text == "时" for one in own[place + 1 : place + 2]):
            if not any(one.kind == "clock" for one in said.amounts):
                return False
            continue
        if token.amount.unit in _OF_PARCELS:
            bounded = True
        elif token.amount.kind in ("number", "count"):
            bounded = any(one.has("quant:most", "quant:least", "cmp:more", "cmp:less") for one in around)
        else:
            continue
        if bounded and not any(fits(token.amount, told) for told in said.amounts):
            return False
    return True


_OF_PARCELS: Final = frozenset({"kg", "g", "cm", "m", "mm", "km"})
"""Units of what a rule is limited by: how heavy, how long, how far."""


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
    if token.has("c:noun_set") and not token.punctuation:
        return True
    if token.punctuation or token.amount is not None or token.names or token.is_a(*_GRAMMAR):
        return False
    return not (token.keys & _HARMLESS or token.text in CARRYING or base(token.text) in CARRYING)


def _told(token: Token, words: frozenset[str], said: Said) -> bool:
    if token.keys & said.keys - {"t:", "s:", "n:", "v:"}:
        return True
    if token.text.isascii():
        return all(base(word) in words for word in token.text.split())
    return token.text in said.text
