"""Whether one clause of one policy bears a sentence: each word of it, its signs, its amounts, and what limits the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.as_ruled import SHOWN, alone_rightly, buys_back, ways_in_currency
from mercery.claims.grammar.beside_amounts import pairs
from mercery.claims.grammar.clauses import Clause, keys_of
from mercery.claims.grammar.covering import WORN, covered
from mercery.claims.grammar.for_whom import held_for
from mercery.claims.grammar.free_when import free_when_ruled
from mercery.claims.grammar.goods import goods_cover, goods_of, is_among
from mercery.claims.grammar.left_untold import leaves_nothing_out
from mercery.claims.grammar.limits import CONDITIONS, Said, fits, limits
from mercery.claims.grammar.payers import same_payer
from mercery.claims.grammar.per_what import counted_alike
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.rule_carriers import THINGS, carries_rule
from mercery.claims.grammar.rule_scope import within_limits
from mercery.claims.grammar.served import goes_there, right_currency
from mercery.claims.grammar.tokens import Token, in_chinese
from mercery.claims.grammar.topics import TOPICS
from mercery.claims.grounds import TOPICAL, Grounds


def told_of(segment: Segment) -> list[Token]:
    return [
        token
        for token in segment.tokens
        if not token.punctuation
        and token.by not in ("talk", "pointed")
        and (not token.is_a("neg") or token.is_a("c"))
        and (not token.is_a("s") or token.is_a(*_SAYING))
        and (
            token.text in WORN
            or token.amount is not None
            or (token.has("c:wear_tear") and segment.has("att:warranty"))
            or token.has("c:boutique")  # 送到店里退货: where it is brought, whatever else the word may be
            or (not token.is_a("n") and not token.is_a("time") and token.by != "comparison")
        )
    ]


_SAYING: Final = ("c", "att", "place", "noun", "part", "price", "stock", "cmp", "brand", "cur")


def bears(grounds: Grounds, clause: Clause, segment: Segment, told: Sequence[Token], said: Said) -> bool:
    """Whether the clause says all that the sentence says, and the sentence all that limits the clause."""
    if said.hooks and clause.affirmed.isdisjoint(said.hooks) and clause.denied.isdisjoint(said.hooks):
        return False
    borne = _borne(clause, segment, told, said)
    if not borne or _another_matter(grounds, clause, borne, said):
        return False
    denies = any(segment.negative(token) for token in borne if not token.is_a("s")) or segment.has("neg:no")
    if not denies and _says_nothing_but_that(clause, segment, borne, said):
        return False
    if (
        _condition_turned(segment, borne)
        or _condition_denied(clause, borne, segment)
        or (denies and _others_alone(clause, segment, said))
    ):
        return False
    if not _signs(clause, segment, borne) or _left_out(clause, said) or not _as_ruled(grounds, clause, segment, borne):
        return False
    if not _sent_rightly(grounds, clause, segment, borne, said):
        return False
    if not limits(clause, said, segment) or not pairs(clause, segment, borne) or _special(grounds, clause, said):
        return False
    if not _all_named(grounds, clause, said) or not _told_for_whom(grounds, clause, said):
        return False
    if not free_when_ruled(clause, said.keys, said.text) or not leaves_nothing_out(grounds, clause, said):
        return False
    return not (said.every_one and _for_some_only(grounds, clause, said))


def _told_for_whom(grounds: Grounds, clause: Clause, said: Said) -> bool:
    """Whether the persons for whom alone the clause holds are named, and it is told of nobody else; one of two is enough where
    the clause says the same of both."""
    groups = held_for(clause, (one for one in grounds.policies if one.fact_id == clause.fact_id))
    if not groups or said.every_one:
        return not groups
    alike = len(clause.amounts) < 2 and not re.search("[,，、;；]", clause.text) and "others" not in groups
    return groups <= said.persons or (alike and bool(said.persons) and said.persons <= groups)


def _for_some_only(grounds: Grounds, clause: Clause, said: Said) -> bool:
    """Whether the rule holds from an amount on that the sentence does not tell: 什么订单都能分三期."""
    if any(one.kind == "money" for one in said.amounts):
        return False
    return any(one.fact_id == clause.fact_id and within_limits(one) for one in grounds.units)


def _all_named(grounds: Grounds, clause: Clause, said: Said) -> bool:
    """Whether a rule that holds for goods by name names each of which it is told: one of two is not enough."""
    own = {view.id for view in said.views}
    if len(own) < 2 or not clause.names:
        return True
    named = {name for one in grounds.policies if one.fact_id == clause.fact_id for name in one.names}
    branded = any(key.startswith("brand:") for kind in clause.kinds for key in kind)
    return own <= named or (branded and goods_cover(clause, said.views))


_SERVED: Final = frozenset(
    {"c:gift_wrap", "c:express", "c:repair", "c:engrave", "c:instalment", "c:pickup", "c:warehouse"}
)
"""Services: a clause that does not have one of them is of another, whatever words carry its matter."""


def _borne(clause: Clause, segment: Segment, told: Sequence[Token], said: Said) -> list[Token]:
    """What of the sentence the clause has, where that is all but words that carry its matter, and more than light words."""
    strong, found = False, list[Token]()
    for token in told:
        how = covered(clause, segment, token, said)
        if how is not None:
            found.append(token)
        elif token.keys & _SERVED or not (said.eased and carries_rule(clause, token)):
            return []
        strong = strong or bool(how)
    topical = [token for token in told if token.keys & TOPICS and token.text not in THINGS]
    if topical and not any(token is one for token in topical for one in found):
        return []  # what it speaks of would be another matter than the clause's
    return found if strong else []


def _another_matter(grounds: Grounds, clause: Clause, told: Sequence[Token], said: Said) -> bool:
    """A card that is a condition of buying back is no promise that it comes with the goods."""
    card = any(token.has("c:auth_card") for token in told)
    return card and "c:resell" not in said.keys and buys_back(grounds, clause)


def _as_ruled(grounds: Grounds, clause: Clause, segment: Segment, told: Sequence[Token]) -> bool:
    """Whether who pays, what it is counted by, `only` and what is shown are as in the clause."""
    words = ("" if in_chinese(told) else " ").join(token.text for token in segment.tokens)
    of_an_order = bool(clause.affirmed & {"c:express", "c:postage", "c:cancel", "c:instalment"})
    if not same_payer(clause, told, words) or not counted_alike(words, clause.text, of_an_order=of_an_order):
        return False
    if not ways_in_currency(clause, told, grounds):
        return False
    shown = not SHOWN.search(words) or bool(SHOWN.search(clause.text))
    return shown and alone_rightly(clause, segment, told)


def _sent_rightly(grounds: Grounds, clause: Clause, segment: Segment, told: Sequence[Token], said: Said) -> bool:
    """Whether goods of the currency in question go to the places that are named."""
    places = [place for token in told for place in token.of("place")]
    if "c:deliver" in clause.affirmed and not right_currency(grounds.units, said.views, places):
        return False
    return not ("c:deliver" in clause.affirmed | clause.denied and _sent_elsewhere(grounds, segment, told))


def _sent_elsewhere(grounds: Grounds, segment: Segment, told: Sequence[Token]) -> bool:
    """人民币标价商品不配送至大陆 of goods that go just there: by the currency that the sentence names."""
    currencies = {name for token in told for name in token.of("cur")}
    places = [place for token in told for place in token.of("place")]
    sent = [token for token in told if token.has("c:deliver")]
    if len(currencies) != 1 or not places or not sent:
        return False
    goes = goes_there(grounds.units, next(iter(currencies)), places)
    return goes is not None and goes == any(segment.negative(token) for token in sent)


def _condition_turned(segment: Segment, told: Sequence[Token]) -> bool:
    """`once it is not engraved it cannot come back`: two denials, the first of the condition itself."""
    denials = [token for token in segment.tokens if token.is_a("neg") and not token.is_a("c")]
    return len(denials) > 1 and any(
        token.has("c:engrave") and any(one is near for near in segment.before(token, 1) for one in denials)
        for token in told
    )


_OTHER: Final = re.compile(r"(?<![a-z])(?:others?|further|additional|else|another)(?![a-z])|其他|其它|别的|另外")


def _others_alone(clause: Clause, segment: Segment, said: Said) -> bool:
    """`there is no code`, of a clause that denies all other codes than the one it is about."""
    denied = {"c:code", "c:promotion", "c:resell", "c:auth_card"} & clause.denied & said.keys
    told = "".join(f" {token.text}" for token in segment.tokens)
    return bool(denied) and bool(_OTHER.search(clause.text)) and not _OTHER.search(told)


def _condition_denied(clause: Clause, told: Sequence[Token], segment: Segment) -> bool:
    """`it is not priced in yuan, it cannot …`: a denial between two commas of nothing that the clause denies."""
    if not clause.denied:
        return False
    for part in {token.segment for token in segment.tokens}:
        own = [token for token in segment.tokens if token.segment == part]
        denials = any(token.is_a("neg") and not token.is_a("c") and not token.has("neg:but") for token in own)
        content = [token for token in told if token.segment == part and keys_of(token)]
        conditional = any(token.is_a("cur", "place") for token in content)
        if denials and conditional and not any(clause.denied & set(keys_of(token)) for token in content):
            return True
    return False


_BARE: Final = frozenset({"c:deliver", "c:postage", "c:standard", "c:order", "c:include"})


_SINCE: Final = re.compile(r"自?签收(?:之日|那天|当天)?(?:起|开始|算)")


def _says_nothing_but_that(clause: Clause, segment: Segment, told: Sequence[Token], said: Said) -> bool:
    """`it can be delivered`, 可以送到: a grant without place, time or price is a promise without limits."""
    if any(token.amount or token.names or token.is_a("place", "noun", "brand", "cur") for token in told):
        return False
    if any(token.has("att:warranty") for token in told) and _SINCE.search(
        "".join(token.text for token in segment.tokens)
    ):
        return False  # 质保自签收之日起算 tells from when
    content = {key for token in told if not token.is_a("s") for key in keys_of(token) if key.startswith(("c:", "att:"))}
    if content - {"c:paid"} <= _BARE:
        return True
    bound = bool(said.views) and (bool(clause.names) or goods_cover(clause, said.views))
    told_before = said.keys & clause.affirmed & {"c:gift_wrap"} if "c:handwritten" in content else frozenset()
    return len((content | told_before) - {"c:order", "c:include"}) < 2 and not bound


def _left_out(clause: Clause, said: Said) -> bool:
    """What only the estimate has free, a fee that goes with the instalments, postage that is no part of a refund."""
    own = clause.affirmed
    if "c:free" in said.keys and "c:estimate" in own and "c:estimate" not in said.keys:
        return True
    if {"c:instalment", "c:fee"} <= own and not said.keys & {"c:fee", "c:free"}:
        return True
    return "c:postage" in said.keys and "c:refund" in own and "c:postage" not in own and "c:fee" not in said.keys


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


_NEEDED: Final = frozenset({"c:unopened", "c:seal_intact"})


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
        unsaid = other.affirmed & _NEEDED - said.keys
        if not unsaid and any(fits(one, told) for one in other.amounts for told in said.amounts):
            continue
        if (said.views and all(is_among(goods, view) for view in said.views)) or goods & said.keys:
            return True
    return False
