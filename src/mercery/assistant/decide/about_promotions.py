"""Questions about promotions, the bag, coupons and paying in parts, answered from facts. Where there is nothing to tell,
None: then the question goes the way it went before there were promotions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from mercery.assistant.decide.choosing import choose
from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.decide.variants_with_code import variants_with_code
from mercery.assistant.decide.without_promotion import (
    ahead,
    called,
    code_asked_for,
    codes_wished_for,
    for_nobody_of,
    how_code,
    not_named,
    noted,
    refused,
    settled,
    whether_on,
)
from mercery.assistant.goods import Goods
from mercery.assistant.promoting.asking import (
    Asks,
    asks,
    asks_of_a_name,
    asks_of_code,
    audience_named,
    code_failed,
    codes_named,
    elsewhere,
    only_of_code,
    speaks_of_code,
)
from mercery.assistant.promoting.days import asks_ahead, asks_whether_on, speaks_of_promotion
from mercery.assistant.promoting.particular import by_a_name, is_particular, of_something_called
from mercery.assistant.turns import GOODS, Command, Topic
from mercery.claims.deal_acts import NoteOnDeals, TellInstalments, TellPromotions, TellTogether
from mercery.claims.deals import Promotion
from mercery.claims.facts import Fact
from mercery.claims.plan import Act, Inform, Quote
from mercery.claims.values import Price, Statement
from mercery.core.i18n import Words

MOST_TOLD: Final = 5
_OF_NO_SERVICE: Final[frozenset[Topic]] = frozenset(("unclear", "browse", *GOODS))
_NOT_HERE: Final[frozenset[Topic]] = frozenset(
    ("complaint", "human", "haggling", "greeting", "thanks", "bye", "ack", "identity")
)


def answer_promotions(command: Command, ground: Ground) -> list[Piece] | None:
    """The answer to a question about promotions; None where it is none, or nothing is in force that it could be about."""
    if command.topic in _NOT_HERE:
        return None
    asked = asks(command.text)
    named = asks_of_a_name(command.text)
    if named and (codes_named(command.text) or _speaks_by_name(command, ground)):
        asked = tuple(dict.fromkeys((named, *asked)))
    if asks_whether_on(command.text) and _speaks_by_name(command, ground):
        asked = tuple(dict.fromkeys(("whether_on", *asked)))
    if (priced := _piece_with_code(command, ground, asked)) is not None:
        return priced
    for kind in asked:
        if (found := _ANSWERS[kind](command, ground)) is not None:
            return found
    if (
        not asked
        and command.topic in _OF_NO_SERVICE
        and of_something_called(command.text)
        and not _known(command, ground)
    ):
        return whether_on(command, ground, _open(ground))
    return _priced_with_code(command, ground) if codes_named(command.text) else None


def _known(command: Command, ground: Ground) -> tuple[str, ...]:
    return tuple(one for one in command.product_ids if one in ground.shelf)


def _relevant(command: Command, ground: Ground) -> list[Fact]:
    """The promotions a question is about: of the piece at hand, of the audience and the codes named."""
    products, codes = _known(command, ground), codes_named(command.text)
    called = [one for one in ground.deals.promotions if _is_named(one, command.text)]
    if called and not codes:
        return called
    found = list(ground.deals.of(products) if products else ground.deals.promotions)
    if codes:
        return [one for one in found if _value(one).code in codes]
    if (audience := audience_named(command.text)) is not None:
        return [one for one in found if any(audience.search(f"{who.en} {who.zh}") for who in _value(one).audiences)]
    return found


def _current(command: Command, ground: Ground) -> list[Piece] | None:
    facts = _relevant(command, ground)[:MOST_TOLD]
    products = _known(command, ground)
    if not products and only_of_code(command.text) and ground.deals.takes_codes and not codes_named(command.text):
        return codes_wished_for(command, ground)
    if not facts:
        everybody = [one for one in ground.deals.promotions if not _value(one).audiences and not _value(one).code]
        return for_nobody_of(command, ground, everybody[:MOST_TOLD]) if not products else None
    if len(products) == 1:
        return [_of_piece(command, ground, facts, products[0])]
    if not products and not codes_named(command.text) and audience_named(command.text) is None:
        return _of_all(command, ground, facts)
    act = TellPromotions(fact_ids=_ids(facts), verdict="yes" if command.yes_no else None)
    return [_piece("promotions", act, facts)]


def _of_all(command: Command, ground: Ground, facts: Sequence[Fact]) -> list[Piece] | None:
    """Promotions, asked of no one piece: a yes only where just any are meant, the one named, or those for the kind named."""
    named = any(_is_named(one, command.text) for one in facts)
    if not named and ground.of_kind and not ground.partial:
        return _of_kind(command, ground, facts)
    if not named and by_a_name(command.text) and not settled(command, ground):
        return not_named(ground, _open(ground))
    sure = command.yes_no and (named or not is_particular(command.text))
    return [_piece("promotions", TellPromotions(fact_ids=_ids(facts), verdict="yes" if sure else None), facts)]


def _of_kind(command: Command, ground: Ground, facts: Sequence[Fact]) -> list[Piece] | None:
    """Those for goods of the kind named; where there are none, its reduced pieces."""
    fitting = [one for one in facts if any(_value(one).covers(key) for key in ground.of_kind)]
    if fitting:
        act = TellPromotions(fact_ids=_ids(fitting), verdict="yes" if command.yes_no else None)
        return [_piece("promotions:kind", act, fitting)]
    reduced = [ground.shelf[key] for key in ground.of_kind if key in ground.shelf and _is_reduced(ground.shelf[key])]
    if reduced:
        return [choose(replace(command, topic="browse", asked=None), reduced, ground)]
    return None if settled(command, ground) else noted("promotions:none_for_goods", "none_for_goods", facts)


def _is_reduced(goods: Goods) -> bool:
    return any(isinstance(one.value, Price) and one.value.was is not None for one in goods.prices)


def _open(ground: Ground) -> list[Fact]:
    """The promotions that need no code."""
    return [one for one in ground.deals.promotions if not _value(one).code][:MOST_TOLD]


def _of_piece(command: Command, ground: Ground, facts: Sequence[Fact], product_id: str) -> Piece:
    """What the piece costs now, and the promotions behind it or beside it."""
    goods = ground.shelf[product_id]
    told = TellPromotions(fact_ids=_ids(facts), about=goods.about, verdict="yes" if command.yes_no else None)
    prices = goods.prices
    if not prices:
        return _piece("promotions:piece", told, facts, shown=product_id)
    reduced = all(isinstance(one.value, Price) and one.value.was is not None for one in prices)
    price = Inform(
        about=goods.about,
        attribute="price",
        fact_ids=_ids(prices),
        verdict="yes" if reduced and command.yes_no else None,
    )
    if reduced:
        told = replace(told, verdict=None)
    acts = (price, told) if reduced else (told, price)
    return Piece(rule="promotions:piece", acts=acts, facts=(*prices, *facts), shown=(product_id,))


def _until(command: Command, ground: Ground) -> list[Piece] | None:
    facts = _relevant(command, ground)[:MOST_TOLD]
    if not facts:
        return None
    return [_piece("promotions:until", TellPromotions(fact_ids=_ids(facts), ends=True), facts)]


def _together(command: Command, ground: Ground) -> list[Piece] | None:
    """Of those named, of those of the piece at hand, else of all: which two do not go together. Of a coupon nothing is said
    before its code is known."""
    codes = codes_named(command.text)
    if asked_for := code_asked_for(command, ground):
        return asked_for
    if out := refused(command, ground, because=("unknown", "not_yet", "expired")):
        return _refusing(out, ground)
    facts = _relevant(replace(command, text=""), ground)
    named = [one for one in facts if _value(one).code in codes or _is_named(one, command.text)]
    coded = [one for one in named if _value(one).code]
    looked_at = named if len(named) > 1 else [*coded, *(one for one in facts if one not in coded)] if coded else facts
    if len(named) == 1 and not codes and not _names_no_other(command, named[0]):
        return not_named(ground, named)
    if len(looked_at) < 2:
        return noted("promotions:one_only", "one_only", looked_at) if looked_at else None
    pairs = [
        (one, other)
        for one, other in combinations(looked_at, 2)
        if frozenset((one.id, other.id)) in ground.deals.apart and (not coded or one in coded or other in coded)
    ]
    if pairs:
        apart = list(dict.fromkeys(one for pair in pairs for one in pair))[:MOST_TOLD]
        return [_piece("promotions:apart", TellTogether(fact_ids=_ids(apart), verdict="no"), apart)]
    told = looked_at[:MOST_TOLD]
    return [_piece("promotions:together", TellTogether(fact_ids=_ids(told), verdict="yes"), told)]


def _names_no_other(command: Command, fact: Fact) -> bool:
    """Whether beside the one named it speaks of any others: `the other promotions`, `anything`, not of another name."""
    rest = command.text
    for name in (_value(fact).name.en, _value(fact).name.zh):
        rest = re.sub(re.escape(name), " ", rest, flags=re.I) if name else rest
    any_other = speaks_of_promotion(rest) or speaks_of_code(rest) or _ANYTHING.search(rest)
    return bool(any_other and not by_a_name(rest)) or not _COMBINES_WITH.search(rest)


_ANYTHING: Final = re.compile(
    r"\b(?:any|other|others|anything|something|else|everything|it|that|this)\b|别的|其他|其它|什么", re.I
)
_COMBINES_WITH: Final = re.compile(r"\b(?:with|and|to)\b|和|与|跟|同", re.I)


def _is_named(fact: Fact, text: str) -> bool:
    return called((_value(fact).name,), text)


def _speaks_by_name(command: Command, ground: Ground) -> bool:
    return called((_value(one).name for one in ground.deals.promotions), command.text)


def _ahead(command: Command, ground: Ground) -> list[Piece] | None:
    return ahead(command, ground, _relevant(command, ground)[:MOST_TOLD])


def _whether_on(command: Command, ground: Ground) -> list[Piece] | None:
    """One in force that is called so is told; of any other it is said that none of the name holds now."""
    named = [one for one in ground.deals.promotions if _is_named(one, command.text)]
    if named:
        act = TellPromotions(fact_ids=_ids(named), verdict="yes" if command.yes_no else None)
        return [_piece("promotions:named", act, named)]
    if _known(command, ground):
        return None
    found = whether_on(command, ground, _open(ground))
    return found or (_current(command, ground) if not asks_ahead(command.text) else None)


def _piece_with_code(command: Command, ground: Ground, asked: Sequence[Asks]) -> list[Piece] | None:
    """What the one piece comes to with the codes named, with the reason for each that takes nothing off."""
    deals = ground.deals
    if deals.tried is None or not (deals.tried_piece or deals.tried_variants) or elsewhere(command.text):
        return None
    if set(asked) - {"bag", "coupon", "promotions", "whether_on"} or ("bag" in asked and ground.bag is not None):
        return None
    if not asked and command.topic not in ("price", "sale", "unclear", "detail", "service", "browse"):
        return None
    if not deals.tried_piece:
        products = _known(command, ground)
        return variants_with_code(command, ground.shelf[products[0]], ground) if len(products) == 1 else None
    told = replace(deals.tried.told, about=ground.shelf[deals.tried_piece].about)
    why = [replace(one, piece=True) for one in refused(command, ground)]
    return [Piece(rule="promotions:with_code", acts=(told, *why), facts=deals.tried.facts, shown=(deals.tried_piece,))]


def _refusing(acts: Sequence[Act], ground: Ground) -> list[Piece]:
    tried = ground.deals.tried
    return [Piece(rule="promotions:coupon", acts=tuple(acts), facts=tried.facts if tried else ())]


def _bag(command: Command, ground: Ground) -> list[Piece] | None:
    bag = ground.bag
    if bag is None or (_known(command, ground) and not _speaks_of_bag(command)):
        return None
    return [Piece(rule="bag", acts=(bag.told, *bag.refused_of(codes_named(command.text))), facts=bag.facts)]


def _speaks_of_bag(command: Command) -> bool:
    return "bag" in asks(command.text)


def _missing(command: Command, ground: Ground) -> list[Piece] | None:
    bag = ground.bag
    if bag is None:
        return None
    return [Piece(rule="bag:missing", acts=(bag.missing,), facts=bag.facts)]


def _coupon(command: Command, ground: Ground) -> list[Piece] | None:
    """Why a code takes nothing off; where it does, what the bag comes to with it."""
    bag, codes = ground.bag, codes_named(command.text)
    if bag is None or not (codes or bag.codes):
        return _coupon_alone(command, ground)
    refused = bag.refused_of(codes_named(command.text)) or bag.refused
    acts = refused or (bag.told,)
    return [Piece(rule="bag:coupon", acts=acts, facts=bag.facts)] if refused or bag.codes else None


def _coupon_alone(command: Command, ground: Ground) -> list[Piece] | None:
    """With nothing in the bag it is said what the code asks for; without a code, which it is is asked."""
    if not code_failed(command.text):
        return None
    codes = codes_named(command.text)
    if not codes:
        return code_asked_for(command, ground)
    return _code_told(command, ground)


def _code_told(command: Command, ground: Ground) -> list[Piece] | None:
    """`Is SAVE10 still valid?`, or `SAVE10` alone, with nothing in the bag: what the code asks for, or why it is none."""
    codes = codes_named(command.text)
    if not code_failed(command.text) and not any(asks_of_code(command.text, one) for one in codes):
        return None
    if out := refused(command, ground, because=("unknown", "not_yet", "expired")):
        return _refusing(out, ground)
    facts = [one for one in ground.deals.promotions if _value(one).code in codes]
    return [_piece("promotions:coupon", TellPromotions(fact_ids=_ids(facts)), facts)] if facts else None


def _priced_with_code(command: Command, ground: Ground) -> list[Piece] | None:
    """`SAVE10?` with something in the bag."""
    if command.topic not in ("unclear", "service", "detail", "price", "sale", "browse"):
        return None
    if ground.bag is None:
        return _code_told(command, ground)
    return _bag(replace(command, product_ids=()), ground)


def _instalments(command: Command, ground: Ground) -> list[Piece] | None:
    deals = ground.deals
    if not deals.plan_rules:
        return _no_plans(command, ground)
    products = _known(command, ground)
    key = products[0] if products else ""
    if key not in deals.plans:
        quotes = tuple(Quote(fact_id=one.id) for one in deals.opening)
        return [Piece(rule="instalments:policy", acts=quotes, facts=deals.opening)] if quotes else None
    facts = deals.plans[key]
    about = ground.shelf[key].about if key else None
    act = TellInstalments(fact_ids=_ids(facts), about=about)
    if not facts:
        rules = tuple(Quote(fact_id=one.id) for one in deals.opening)
        return [Piece(rule="instalments", acts=(act, *rules), facts=deals.opening, shown=(key,) if key else ())]
    return [_piece("instalments", act, facts, shown=key)]


def _no_plans(command: Command, ground: Ground) -> list[Piece] | None:
    """With no policy that opens paying in parts, and none that speaks of it, none is offered."""
    spoken = any("instalments" in asks(f"{words.en} {words.zh}") for words in _policy_words(ground))
    if spoken or settled(command, ground):
        return None
    act = NoteOnDeals(what="no_instalments")
    return [Piece(rule="instalments:none", acts=(act,), offer_person=True)]


def _policy_words(ground: Ground) -> list[Words]:
    return [note.fact.value.words for note in ground.policies if isinstance(note.fact.value, Statement)]


def _not_for_us(command: Command, ground: Ground) -> list[Piece] | None:
    """What comes back for a piece of an order is told at the desk, to who owns it."""
    return None


_ANSWERS: Final[dict[Asks, Callable[[Command, Ground], list[Piece] | None]]] = {
    "back": _not_for_us,
    "coupon": _coupon,
    "how_code": how_code,
    "together": _together,
    "missing": _missing,
    "instalments": _instalments,
    "until": _until,
    "bag": _bag,
    "promotions": _current,
    "ahead": _ahead,
    "whether_on": _whether_on,
}


def _piece(
    rule: str, act: TellPromotions | TellTogether | TellInstalments, facts: Sequence[Fact], *, shown: str = ""
) -> Piece:
    return Piece(rule=rule, acts=(act,), facts=tuple(facts), shown=(shown,) if shown else ())


def _ids(facts: Sequence[Fact]) -> tuple[str, ...]:
    return tuple(fact.id for fact in facts)


def _value(fact: Fact) -> Promotion:
    assert isinstance(fact.value, Promotion)
    return fact.value
