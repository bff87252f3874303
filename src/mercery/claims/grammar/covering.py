"""Whether one word of a sentence stands in a clause of a policy: as its content, as a light word beside it, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.adding_nothing import adds_nothing
from mercery.claims.grammar.clauses import Clause, base, keys_of
from mercery.claims.grammar.goods import goods_cover, goods_of
from mercery.claims.grammar.kinds import covers
from mercery.claims.grammar.limits import CONDITIONS, Said, fits, in_place, within
from mercery.claims.grammar.payers import payer
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.topics import LIGHT, TOPICS

_A_FEE: Final = frozenset({"fee", "fees", "charge", "手续费", "收费", "费用"})
WORN: Final = frozenset({"worn", "used", "washed", "opened", "过"})
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
_NAMED_SERVICES: Final = frozenset({"c:gift_wrap", "c:engrave", "c:instalment"})


def covered(clause: Clause, segment: Segment, token: Token, said: Said) -> bool | None:
    """True: borne by content; False: a light word; None: not in the clause."""
    negative = segment.negative(token)
    region = clause.denied if negative else clause.affirmed
    if token.amount is not None:
        return (_amount_borne(clause, segment, token) and not negative) or None
    if token.names:
        return True if token.names & clause.names or goods_cover(clause, said.views) else None
    if token.of("place"):
        return _place_told(clause, segment, token, region)
    if _of_another_service(clause, token) or _not_of_a_card(segment, token):
        return None
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


_CARDS: Final = frozenset(
    {
        "card",
        "cards",
        "note",
        "notes",
        "message",
        "messages",
        "greeting",
        "greetings",
        "one",
        "and",
        "or",
        "too",
        "as well",
    }
)


def _not_of_a_card(segment: Segment, token: Token) -> bool:
    """`handwritten`: of a card or nothing; a handwritten box is another thing."""
    after = segment.after(token, 1) if token.text == "handwritten" else []
    return bool(after) and after[0].text not in _CARDS and not after[0].has("c:handwritten", "c:include")


def _of_another_service(clause: Clause, token: Token) -> bool:
    """`wrapping`, whatever else the word may be, of a clause about something else."""
    named = bool(token.keys & _NAMED_SERVICES)
    return named and token.keys.isdisjoint(clause.affirmed | clause.denied | clause.inherited)


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


_FROM: Final = frozenset({"from", "leave", "leaves", "out of", "从", "由", "自", "发出"})


def _place_told(clause: Clause, segment: Segment, token: Token, region: frozenset[str]) -> bool | None:
    places = token.of("place")
    if any(word in clause.text for word in _EVERYWHERE) and not clause.elsewhere:
        return False
    if clause.elsewhere:
        return _elsewhere(clause, segment, places)
    if (
        "c:warehouse" in clause.affirmed
        and not segment.has("c:warehouse")
        and _FROM.isdisjoint(one.text for one in segment.tokens)
    ):
        region = region - {f"place:{one}" for one in places}  # where orders leave from is not where they go
    return _place_borne(places, region) or (
        _place_borne(places, clause.affirmed) if _beside_denial(clause, segment, token) else None
    )


def _beside_denial(clause: Clause, segment: Segment, token: Token) -> bool:
    """`not included for the UK`: what is denied there is denied by the clause; the place is where, and not denied itself."""
    before = [one for one in segment.before(token, 4) if not one.is_a("n") or one.is_a("c")]
    if not before or not segment.negative(token) or not before[0].text.isascii():
        return False
    return bool(set(keys_of(before[0])) & clause.denied) or (
        before[0].has("neg:include") and "c:include" in clause.denied
    )


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
        token.text in WORN
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
