"""Whether one clause of one policy bears a sentence: each word of it, its signs, its amounts, and what limits the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.adding_nothing import adds_nothing
from mercery.claims.grammar.as_ruled import SHOWN, alone_rightly, buys_back
from mercery.claims.grammar.beside_amounts import pairs
from mercery.claims.grammar.clauses import Clause, base, keys_of
from mercery.claims.grammar.goods import goods_cover, goods_of, is_among
from mercery.claims.grammar.kinds import covers
from mercery.claims.grammar.limits import CONDITIONS, Said, fits, in_place, limits, within
from mercery.claims.grammar.payers import payer, same_payer
from mercery.claims.grammar.per_what import counted_alike
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.rule_carriers import THINGS, carries_rule
from mercery.claims.grammar.served import goes_there, right_currency
from mercery.claims.grammar.tokens import Token, in_chinese
from mercery.claims.grammar.topics import LIGHT, TOPICS
from mercery.claims.grounds import TOPICAL, Grounds

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


def told_of(segment: Segment) -> list[Token]:
    return [
        token
        for token in segment.tokens
        if not token.punctuation
        and token.by not in ("talk", "pointed")
        and (not token.is_a("neg") or token.is_a("c"))
        and (not token.is_a("s") or token.is_a(*_SAYING))
        and (
            token.text in _WORN
            or token.amount is not None
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
    if not _signs(clause, segment, borne) or _left_out(clause, said) or not _as_ruled(clause, segment, borne):
        return False
    if not _sent_rightly(grounds, clause, segment, borne, said):
        return False
    return limits(clause, said, segment) and pairs(clause, segment, borne) and not _special(grounds, clause, said)


def _borne(clause: Clause, segment: Segment, told: Sequence[Token], said: Said) -> list[Token]:
    """What of the sentence the clause has, where that is all but words that carry its matter, and more than light words."""
    strong, found = False, list[Token]()
    for token in told:
        how = covered(clause, segment, token, said)
        if how is not None:
            found.append(token)
        elif not (said.eased and carries_rule(clause, token)):
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


def _as_ruled(clause: Clause, segment: Segment, told: Sequence[Token]) -> bool:
    """Whether who pays, what it is counted by, `only` and what is shown are as in the clause."""
    words = ("" if in_chinese(told) else " ").join(token.text for token in segment.tokens)
    of_an_order = bool(clause.affirmed & {"c:express", "c:postage", "c:cancel", "c:instalment"})
    if not same_payer(clause, told, words) or not counted_alike(words, clause.text, of_an_order=of_an_order):
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


def covered(clause: Clause, segment: Segment, token: Token, said: Said) -> bool | None:
    """True: borne by content; False: a light word; None: not in the clause."""
    negative = segment.negative(token)
    region = clause.denied if negative else clause.affirmed
    if token.amount is not None:
        return (_amount_borne(clause, segment, token) and not negative) or None
    if token.names:
        return True if token.names & clause.names or goods_cover(clause, said.views) else None
    if places := token.of("place"):
        if any(word in clause.text for word in _EVERYWHERE) and not clause.elsewhere:
            return False
        return _elsewhere(clause, segment, places) if clause.elsewhere else _place_borne(places, region)
    if nouns := [noun for noun in token.of("noun") if noun != "item"]:
        if _noun_fits(clause, nouns, said):
            return False
        if not token.is_a("c", "part"):
            return None
    if _refuted(clause, token, region) or _worn(clause, token, negative=negative):
        return None
    if token.has("quant:both") and _both_of_them(clause, segment, said):
        return False
    return _word_borne(clause, segment, token, negative=negative)


def _both_of_them(clause: Clause, segment: Segment, said: Said) -> bool:
    """`both` of two that the clause names, or of a kind of which the clause says so."""
    if len(said.views) == 2 and all(view.id in clause.names for view in said.views):
        return True
    return " both " in clause.said and segment.a("noun", "brand")


_EVERYWHERE: Final = ("everywhere", "wherever", "worldwide", "一律由", "各地均")
"""Words of a clause that make it hold in any place."""


def _amount_borne(clause: Clause, segment: Segment, token: Token) -> bool:
    assert token.amount is not None
    if any(fits(one, token.amount) or within(one, segment, token) for one in clause.amounts):
        return True
    return _fewer_characters(clause, segment, token)


def _fewer_characters(clause: Clause, segment: Segment, token: Token) -> bool:
    """`ten letters`, where the clause allows up to twelve."""
    amount = token.amount
    if (
        amount is None
        or amount.kind not in ("number", "count")
        or "c:engrave" not in clause.affirmed | clause.inherited
    ):
        return False
    counted = any(one.has("c:character") for one in segment.after(token, 2))
    most = [one.value for one, near in zip(clause.amounts, clause.near, strict=False) if "c:character" in near]
    return counted and "up to" in clause.text and bool(most) and 0 < amount.value <= most[0]


def _place_borne(places: Sequence[str], region: frozenset[str]) -> bool | None:
    wide = [key.removeprefix("place:") for key in region if key.startswith("place:")]
    return True if any(in_place(one, other) for one in places for other in wide) else None


def _elsewhere(clause: Clause, segment: Segment, places: Sequence[str]) -> bool | None:
    """A clause about all other places bears a place its policy does not name, and `outside` all those it names."""
    if segment.has("c:outside"):
        told = {place for token in segment.tokens for place in token.of("place")}
        return True if told == clause.elsewhere else None
    inside = any(in_place(one, other) for one in places for other in clause.elsewhere)
    return None if inside or set(places) & {"world", "europe", "asia"} else True


def _word_borne(clause: Clause, segment: Segment, token: Token, *, negative: bool) -> bool | None:
    region = clause.denied if negative else clause.affirmed
    keys = [*keys_of(token), *_in_service(segment, token)]
    if not negative and token.has("c:free") and "c:paid" in region and payer(clause.text) == "shop":
        return True  # what the shop pays costs the customer nothing
    if borne := [key for key in keys if key in region]:
        return any(key.startswith(_CONTENT) and _tells(clause, key) for key in borne)
    if negative and clause.denied and any(key in clause.affirmed for key in keys):
        return False
    if not negative and clause.denied and any(key in clause.denied for key in keys) and _denied_of(segment, token):
        return True
    if adds_nothing(clause, segment, token, negative=negative):
        return False
    return _light(clause, token, keys, negative=negative)


def _tells(clause: Clause, key: str) -> bool:
    """Whether a concept is more than what the policy is about anyway; of duties being included or not is all there is."""
    return key not in clause.inherited and (key != "c:include" or "c:duties" in clause.affirmed)


_GOES_BACK: Final = frozenset({"come back", "comes back", "go back", "goes back", "came back", "退", "回来"})
_MAY: Final = frozenset({"can", "cannot", "may", "could", "might", "must", "able"})


def _in_service(segment: Segment, token: Token) -> list[str]:
    """`cannot come back`: of what may or may not come back a return is meant, not a new delivery."""
    returned = token.text in _GOES_BACK and any(one.text in _MAY for one in segment.tokens)
    return ["c:return"] if returned else []


_VERBAL: Final = ("c:accept", "c:include", "c:valid", "c:paid", "c:fits", "stock:in")


def _denied_of(segment: Segment, token: Token) -> bool:
    """`PO boxes are not …`: what stands before the denial, with no verb of its own, is what it is said of."""
    place = next(index for index, one in enumerate(segment.tokens) if one is token)
    for index, one in enumerate(segment.tokens[place + 1 :], place + 1):
        if one.is_a("neg"):
            return segment.tokens[index - 1].text not in ("and", "or", "和", "、", "但", "而")
        if one.has(*_VERBAL) or one.text in ("but", "yet", "但", "只是"):
            return False
    return False


def _worn(clause: Clause, token: Token, *, negative: bool) -> bool:
    """`worn`, `used`: only where the clause says so of what it rules."""
    return (
        token.text in _WORN
        and "c:code" not in clause.affirmed
        and "c:valid" not in clause.affirmed
        and not set(keys_of(token)) & (clause.denied if negative else clause.affirmed)
        and not (negative and "c:unused" in clause.affirmed)
    )


def _refuted(clause: Clause, token: Token, region: frozenset[str]) -> bool:
    """包邮 needs both free and postage; `a fee` is not what a clause frees from; what includes is not what is included."""
    if token.has("c:express") and "c:express" not in clause.affirmed | clause.denied:
        return True
    if token.has("c:auth_card") and not token.has("c:handwritten") and "c:handwritten" in clause.affirmed:
        return True  # the card that goes with a present is none that vouches for goods
    if token.text == "included" and "c:duties" not in clause.affirmed:
        return True
    if token.text in ("own", "cost", "costs", "expense") and f" {token.text} " not in clause.said:
        if payer(clause.text):
            return False
        return "c:free" not in clause.affirmed and not clause.amounts
    if token.has("c:free_postage"):
        return not ("c:free" in region and region & {"c:postage", "c:deliver"})
    return token.text in _A_FEE and "c:free" in clause.affirmed and "c:fee" not in clause.affirmed


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
    if token.text in ("到", "至") or (token.keys & LIGHT and not token.keys & (TOPICS | CONDITIONS) - {"c:order"}):
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
