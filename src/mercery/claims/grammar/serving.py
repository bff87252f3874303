"""What is said of delivery, returns, payment and service: proved on one clause of one policy, from both sides.

All that the sentence says must stand in the clause; and all that limits the clause (to a region, a kind of goods, a
condition, a threshold) must be said in the sentence or hold of the product in question. So "returns are free" does not
follow from "returns in a boutique are free".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause, base, keys_of
from mercery.claims.grammar.goods import goods_cover, goods_of, is_among
from mercery.claims.grammar.kinds import covers
from mercery.claims.grammar.limits import CONDITIONS, Said, fits, in_place, limits
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import TOPICAL, Grounds

TOPICS: Final = frozenset({
    "c:return", "c:refund", "c:exchange", "c:deliver", "c:postage", "c:express", "c:gift_wrap", "c:gift_card", "c:instalment",
    "c:engrave", "c:duties", "c:pickup", "c:po_box", "c:price_adjust", "c:match_price", "c:repair", "c:auth_card", "c:resell",
    "c:privacy_sell", "c:delete", "c:invoice", "c:code", "c:promotion", "c:adviser", "c:email", "c:cancel", "c:address",
    "c:card_visa", "c:card_mastercard", "c:card_amex", "c:paypal", "c:apple_pay", "c:alipay", "c:wechat_pay", "c:unionpay",
    "c:cash_on_delivery", "c:bank_transfer", "c:crypto", "c:store_credit", "c:legal_rights", "c:handwritten", "att:warranty",
    "c:cutoff", "c:estimate", "c:account", "c:faulty", "c:order", "c:original_method", "c:wear_tear", "c:sell_data", "c:service",
})  # fmt: skip
"""Concepts that make a segment one about service."""


LIGHT: Final = frozenset(
    {
        "price:down",
        "price:save",
        "price:now",
        "c:fee",
        "price:sum",
        "n:",
        "c:accept",
        "att:origin",
        "c:order",
        "c:fits",
        "cmp:more",
        "stock:in",
        "quant:most",
        "price:was",
        "time:now",
        "noun:item",
        "c:customer",
        "c:paid",
        "c:valid",
        "c:extra",
        "c:answer",
    }
)


_CODE: Final = re.compile(r"[a-z]{2,}\d+")


_THIS: Final = frozenset(
    {"it", "this", "this one", "these", "they", "them", "它", "这款", "这件", "这双", "这条", "这只", "这枚"}
)


_A_FEE: Final = frozenset({"fee", "fees", "charge", "手续费", "收费", "费用"})


_WORN: Final = frozenset({"worn", "used", "washed", "opened", "过"})
"""What may have been done to goods: told of a return, it must stand in the policy."""
_BESIDE: Final = frozenset(
    {
        "start",
        "starts",
        "starting",
        "themselves",
        "yourself",
        "please",
        "simply",
        "just",
        "also",
        "too",
        "请",
        "也",
        "都",
        "当然",
    }
)
"""Words of talk that may stand in a sentence about service; any other must stand in the policy itself."""


def read_serving(reading: Reading, segment: Segment) -> bool:
    """Whether the segment speaks of service and every word of it is borne by a policy."""
    told = _told(segment)
    sentence = [
        token
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence
        for token in one.tokens
    ]
    topics = {key for token in told for key in token.keys} & TOPICS
    if any(_CODE.fullmatch(token.text) for token in told):
        topics = topics | {"c:code"}
    follows = reading.policy[0] == segment.tokens[0].sentence
    if not told or (not topics and not follows) or _promises(segment):
        return False
    if any(token.has("att:warranty") and not segment.negative(token) for token in told) and any(
        "warranty" not in view.facts for view in segment.views
    ):
        return False
    views = tuple(segment.views) or ((reading.about,) if reading.about else ())
    if segment.group:
        views = ()
    said = Said(
        keys=frozenset(key for token in sentence for key in token.keys),
        amounts=tuple(token.amount for token in sentence if token.amount),
        views=views,
        of_this=bool(views) and any(token.text in _THIS for token in sentence),
    )
    earlier: list[Segment] = []
    apart: list[Token] = []
    whole = segment
    if not topics:
        earlier = [
            one
            for one in reading.segments
            if one.tokens[0].sentence == reading.policy[0] and one.tokens[0].segment < segment.tokens[0].segment
        ]
        whole = Segment([token for one in [*earlier, segment] for token in one.tokens])
        whole.views, whole.group = segment.views, segment.group
        apart = [token for one in earlier for token in _told(one) if token.by == "policy"]
    for clause in reading.grounds.units:
        if not topics and clause.fact_id != reading.policy[1]:
            continue
        if _bears(reading.grounds, clause, segment, told, said) and (
            topics
            or (
                _pairs(clause, whole, [*apart, *told])
                and all(_covered(clause, _own(earlier, token), token, said) is not None for token in apart)
            )
        ):
            reading.policy = (segment.tokens[0].sentence, clause.fact_id)
            reading.claim(clause.attribute, clause.subject_id, clause.fact_id, subject=clause.subject_id)
            segment.use(segment.tokens, "policy")
            return True
    return False


def _promises(segment: Segment) -> bool:
    """`I'll refund you`, 我给您退: what the speaker undertakes stands in no policy."""
    return any(token.text in ("i", "let me", "我") for token in segment.tokens) and not any(
        token.is_a("neg") for token in segment.tokens
    )


def _own(segments: Sequence[Segment], token: Token) -> Segment:
    return next(one for one in segments if any(token is other for other in one.tokens))


def read_sentence(reading: Reading, segments: Sequence[Segment]) -> bool:
    """The segments of one sentence as a whole: `unopened, it can be returned within 30 days`."""
    if len(segments) < 2 or any(token.by not in ("", "name", "noun") for one in segments for token in one.tokens):
        return False
    views = [view for one in segments for view in one.views]
    if len({view.id for view in views}) > 1:
        return False
    whole = Segment([token for one in segments for token in one.tokens])
    whole.views, whole.group = (segments[0].views or segments[-1].views), any(one.group for one in segments)
    return read_serving(reading, whole)


def _told(segment: Segment) -> list[Token]:
    return [
        token
        for token in segment.tokens
        if not token.punctuation
        and (not token.is_a("neg") or token.is_a("c"))
        and (
            token.text in _WORN
            or token.amount is not None
            or (not token.is_a("n") and not token.is_a("time") and token.by != "comparison")
        )
    ]


def _bears(grounds: Grounds, clause: Clause, segment: Segment, told: Sequence[Token], said: Said) -> bool:
    strong = False
    for token in told:
        how = _covered(clause, segment, token, said)
        if how is None:
            return False
        strong = strong or how
    if not strong or not _signs(clause, segment, told) or _left_out(clause, said):
        return False
    return limits(clause, said, segment) and _pairs(clause, segment, told) and not _special(grounds, clause, said)


def _left_out(clause: Clause, said: Said) -> bool:
    """What only the estimate has free, a fee that goes with the instalments, postage that is no part of a refund."""
    own = clause.affirmed
    if "c:free" in said.keys and "c:estimate" in own and "c:estimate" not in said.keys:
        return True
    if {"c:instalment", "c:fee"} <= own and not said.keys & {"c:fee", "c:free"}:
        return True
    return "c:postage" in said.keys and "c:refund" in own and "c:postage" not in own and "c:fee" not in said.keys


def _covered(clause: Clause, segment: Segment, token: Token, said: Said) -> bool | None:
    """True: borne by content; False: a light word; None: not in the clause."""
    negative = segment.negative(token)
    region = clause.denied if negative else clause.affirmed
    if token.amount is not None:
        return True if any(fits(one, token.amount) for one in clause.amounts) and not negative else None
    if token.names:
        return True if token.names & clause.names or goods_cover(clause, said.views) else None
    if places := token.of("place"):
        wide = [key.removeprefix("place:") for key in region if key.startswith("place:")]
        return True if any(in_place(one, other) for one in places for other in wide) else None
    if nouns := [noun for noun in token.of("noun") if noun != "item"]:
        if _noun_fits(clause, nouns, said):
            return False
        if not token.is_a("c", "part"):
            return None
    if _refuted(clause, token, region) or _worn(clause, token, negative=negative):
        return None
    keys = keys_of(token)
    if borne := [key for key in keys if key in region]:
        return any(key.startswith(_CONTENT) and key not in clause.inherited and key != "c:include" for key in borne)
    if negative and clause.denied and any(key in clause.affirmed for key in keys):
        return False
    return _light(clause, token, keys, negative=negative)


def _worn(clause: Clause, token: Token, *, negative: bool) -> bool:
    """`worn`, `used`: only where the clause says so of what it rules."""
    return token.text in _WORN and not token.is_a("c") and not (negative and "c:unused" in clause.affirmed)


def _refuted(clause: Clause, token: Token, region: frozenset[str]) -> bool:
    """包邮 needs both free and postage; `a fee` is not what a clause frees from; what includes is not what is included."""
    if token.text == "included" and "c:duties" not in clause.affirmed:
        return True
    if token.text in ("own", "cost", "costs", "expense") and f" {token.text} " not in clause.said:
        return "c:free" not in clause.affirmed and not clause.amounts
    if token.has("c:free_postage"):
        return not ("c:free" in region and region & {"c:postage", "c:deliver"})
    return token.text in _A_FEE and "c:free" in clause.affirmed and "c:fee" not in clause.affirmed


_ANYWHERE: Final = frozenset({"c:deliver", "c:postage", "c:standard", "c:order", "c:extra", "c:include"})
"""Concepts that need not be repeated beside each amount."""
_CONTENT: Final = ("c:", "brand:", "cur:", "w:", "quant:", "att:")


def _noun_fits(clause: Clause, nouns: Sequence[str], said: Said) -> bool:
    every = clause.affirmed | clause.denied
    if any(f"noun:{noun}" in every for noun in nouns) or goods_cover(clause, said.views):
        return True
    return not goods_of(clause) and any(covers(noun, view) for noun in nouns for view in said.views)


def _light(clause: Clause, token: Token, keys: Sequence[str], *, negative: bool) -> bool | None:
    """Words that carry nothing of their own, and words that stand in the clause just so."""
    if token.is_a("quant") and not token.is_a("n"):
        return False if token.has("quant:most") and not token.has("quant:about") else None
    if token.is_a("brand"):
        return None
    if token.text in ("到", "至") or (token.keys & LIGHT and not token.keys & (TOPICS - {"c:order"})):
        return False
    if token.keys == {"t:"} and token.text in _BESIDE and not any(key.startswith("w:") for key in keys):
        return False
    if token.is_a("price", "stock", "cmp"):
        return None
    text = clause.unsaid if negative else clause.said
    if token.text.isascii():
        found = " " not in token.text and len(token.text) > 2 and f" {base(token.text)} " in text
    else:
        found = len(token.text) > 1 and token.text in text
    return True if found else None


def _signs(clause: Clause, segment: Segment, told: Sequence[Token]) -> bool:
    """A sentence that denies stands on a clause that denies, and the other way round."""
    denies = any(token.is_a("neg") and not token.has("neg:but") for token in segment.tokens)
    keys = {key for token in told for key in keys_of(token)}
    own = {key for key in keys if key.startswith("c:") and key not in CONDITIONS and key not in TOPICAL}
    if not denies and any(key.startswith(("c:", "att:")) for key in clause.denied) and not own & clause.tail:
        return False
    if denies:
        return bool(keys & clause.denied)
    return not (keys & clause.denied - clause.affirmed)


def _pairs(clause: Clause, segment: Segment, told: Sequence[Token]) -> bool:
    """Where a clause has several amounts, the places and kinds of the sentence stand beside just the one it tells."""
    amounts = [
        token.amount
        for token in told
        if token.amount and token.amount.kind in ("money", "percent", "quantity", "number")
    ]
    if len(clause.amounts) < 2 or not amounts:
        return True
    scopes = {key for token in told for key in keys_of(token) if key.startswith(("place:", "noun:", "cur:", "brand:"))}
    scopes |= {key for token in told for key in keys_of(token) if key.startswith("c:") and key not in LIGHT | _ANYWHERE}
    scopes |= {
        key
        for token in told
        for key in keys_of(token)
        if key in ("c:free", "c:fee", "c:sale_item", "c:full_price", "c:unopened", "c:boutique", "c:express")
    }
    every = frozenset(key for near in clause.near for key in near)
    scopes = {
        wide
        for key in scopes
        for wide in (
            [key]
            if not key.startswith("place:")
            else [one for one in every if one.startswith("place:") and in_place(key[6:], one[6:])]
        )
    }
    apart = {key for key in scopes if key in every and any(key not in near for near in clause.near)}
    for amount in amounts:
        beside = [near for one, near in zip(clause.amounts, clause.near, strict=False) if fits(one, amount)]
        if apart and not any(apart <= near for near in beside):
            return False
    return True


def _special(grounds: Grounds, clause: Clause, said: Said) -> bool:
    """Whether another policy rules just these goods or this condition, and the clause is the general one."""
    topic = clause.affirmed & {"c:return", "c:exchange", "c:gift_wrap"}
    if not topic or (not said.views and not any(key.startswith("noun:") for key in said.keys)):
        return False
    for other in grounds.policies:
        goods = goods_of(other)
        if (
            other.fact_id == clause.fact_id
            or not goods
            or not (other.affirmed | other.denied) & topic
            or goods & goods_of(clause)
        ):
            continue
        if any(fits(one, told) for one in other.amounts for told in said.amounts):
            continue
        if (said.views and all(is_among(goods, view) for view in said.views)) or goods & said.keys:
            return True
    return False
