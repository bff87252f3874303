"""What a piece costs, cost before, and how much less that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.priced import SALE_CUES, fact, priced, sentence, targets
from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.selecting import BOTTLES
from mercery.claims.grammar.tokens import Token
from mercery.claims.values import Price
from mercery.claims.views import ProductView


def prices(reading: Reading, segment: Segment) -> None:
    money = [token for token in segment.open() if token.amount and token.amount.kind == "money"]
    if not money:
        money = _bare_pair(segment) or _bare_after_cue(reading, segment) or _bare_alone(segment)
    elif len(money) == 1 and segment.has("price:down", "price:was"):
        money = [
            token
            for token in segment.open()
            if token is money[0]
            or (token.amount and token.amount.kind == "number" and token not in segment.chosen and _old(segment, token))
        ]
    elif len(money) == 1:
        bare = [token for token in _bare_after_cue(reading, segment) if token is not money[0]]
        money = [token for token in segment.tokens if any(token is one for one in (*money, *bare))]
    if not money:
        return
    view = segment.view
    prices = priced(targets(segment))
    if view is None or not prices:
        raise Blocked("a price without a variant that has one", attribute="price")
    for token in money:
        role = role_of(segment, token, money)
        if role == "service":
            continue
        if role == "now" and _told_reduced(segment, token) and not _lowered(reading, segment, prices):
            raise Blocked(f"“{token.text}” is no reduced price", subject=view.id, attribute="price")
        _prove_price(reading, segment, token, role, prices)


def _bare_alone(segment: Segment) -> list[Token]:
    """两万六千八 or 1080一双 with nothing else between two commas: the price, where it is just the number of one."""
    told = [token for token in segment.tokens if not token.punctuation and token.by != "talk" and not token.is_a("n")]
    prices = priced(targets(segment)) if segment.view is not None else []
    number = told[0].amount if told else None
    if not prices or number is None or number.kind != "number" or told[0] in segment.chosen:
        return []
    second = told[1].amount if len(told) == 2 else None
    one_piece = second is not None and second.kind == "count" and second.value == 1
    if (
        not (len(told) == 1 or one_piece)
        or number.value < 50
        or any(token.text.isascii() and token.text.isalpha() for token in told)
    ):
        return []
    if any(price.amount.major != number.value for price in prices):
        return []
    segment.use(told[1:], "price")
    return told[:1]


def _told_reduced(segment: Segment, token: Token) -> bool:
    """折后, 折扣价 right before the amount."""
    return any(
        one.has("price:down") and not one.text.isascii() and not one.is_a("n") for one in segment.before(token, 2)
    )


def _lowered(reading: Reading, segment: Segment, prices: Sequence[Price]) -> bool:
    """Whether the pieces are reduced, or the sentence names a code or a share that lowers the price."""
    told = any(
        (one.amount is not None and one.amount.kind in ("percent", "fold"))
        or one.has("c:code")
        or _CODE.fullmatch(one.text)
        for one in sentence(reading, segment)
    )
    return told or all(one.was is not None for one in prices)


_CODE: Final = re.compile(r"[a-z]{2,}\d+")


def _bare_after_cue(reading: Reading, segment: Segment) -> list[Token]:
    """`现价219`, `八折下来280`, `小瓶98`: a number without a currency right after a word of price."""
    found = []
    for token in segment.open():
        if token.amount is None or token.amount.kind != "number" or token in segment.chosen or token.amount.value < 5:
            continue
        before, after = segment.before(token, 1), segment.after(token, 2)
        cue = before and (
            before[0].has("price:was", "price:now", "price:save")
            or before[0].text in ("下来", "后", "折后")
            or (before[0].text in ("现在", "今天", "如今", "眼下", "now", "today") and _is_reduced(reading, segment))
            or before[0].text in _TAKEN_OFF
            or (before[0] in segment.chosen and before[0].amount is None and token.amount.value >= 20)
        )
        old = (
            len(after) == 2
            and after[0].text == "的"
            and after[1].is_a("noun")
            and any(
                one.has(*SALE_CUES) or (one.amount and one.amount.kind == "fold") for one in sentence(reading, segment)
            )
        )
        if cue or old:
            found.append(token)
    return found


def _is_reduced(reading: Reading, segment: Segment) -> bool:
    return any(
        one.has("price:was", "price:down") and one.is_a("price") and not one.is_a("n")
        for one in sentence(reading, segment)
    )


def _old(segment: Segment, token: Token) -> bool:
    """A number without its currency that is told as the old price: `from 75`, `原价150`."""
    before, after = segment.before(token, 1), segment.after(token, 1)
    return bool(
        (before and (before[0].text in ("from", "was", "原价", "instead of", "rather than", "从")))
        or (after and after[0].text in ("变", "降到", "降至"))
    )


def _bare_pair(segment: Segment) -> list[Token]:
    """`150变105`: two numbers without a currency beside words of a reduction."""
    if not segment.has("price:down", "price:was"):
        return []
    bare = [
        token
        for token in segment.open()
        if token.amount and token.amount.kind == "number" and token not in segment.chosen and token.amount.value >= 10
    ]
    return bare if len(bare) == 2 else []


def role_of(segment: Segment, token: Token, money: Sequence[Token]) -> str:
    """What an amount is told as: now, was, save or from."""
    index = next(place for place, one in enumerate(money) if one is token)
    between: list[Token] = []
    for one in segment.before(token):
        if index and one is money[index - 1]:
            break
        between.append(one)
    if _is_saving(segment, token, between):
        return "save"
    if _is_old(segment, token, between, first_of_two=len(money) == 2 and index == 0):
        return "was"
    before = between[0].text if between else ""
    after = [one.text for one in segment.after(token, 1) if one.amount is None]
    if before == "from" and index == 1 and segment.has("price:down", "stock:left"):
        return "was"
    if before in ("from", "从") and _falls_to(segment, token):
        return "was"
    if before in ("from", "从", "starting at", "as little as") or (after and after[0] in ("起", "以上")):
        return "from"
    return "now"


def _falls_to(segment: Segment, token: Token) -> bool:
    """`from €150 down to €105`, 从150欧降到105欧: another amount follows, and a word of falling stands between."""
    after = segment.after(token, 4)
    if after and after[0].text in ("降下来", "降下来的", "降来的", "降的", "降"):
        return True
    place = next((index for index, one in enumerate(after) if one.amount and one.amount.kind in ("money", "number")), 0)
    return place > 0 and any(one.text in _FALLS or one.has("price:down") for one in after[:place])


_LESS: Final = frozenset({"少", "少花", "便宜", "省", "省下", "降", "低"})


_SAVED: Final = frozenset({"off", "less", "cheaper", "reduction", "saving", "discount"})


_TAKEN_OFF: Final = frozenset({"优惠", "优惠了", "少付", "立减", "直降", "减", "让利", "reduced by", "by"})


def _is_saving(segment: Segment, token: Token, between: Sequence[Token]) -> bool:
    """`€70 off`, `you save €70`, 少花70欧, 立减70."""
    nearest = between[0].text if between else ""
    less = any(one.text in _LESS and not one.has("price:now") for one in between[:2])
    if less and nearest not in ("降到", "降至"):
        return True
    after = [one.text for one in segment.after(token, 2) if one.amount is None]
    if after and after[0] in _SAVED and not _told_by_another(segment, token):
        return True
    return nearest in _TAKEN_OFF or any(one.has("price:save") for one in between[:3])


def _told_by_another(segment: Segment, token: Token) -> bool:
    """`300欧打八折`: the amount before a reduction is the old price."""
    follows = segment.after(token, 1)
    return bool(follows) and (follows[0].text == "打" or bool(follows[0].amount and follows[0].amount.kind == "fold"))


_NOT_YET: Final = frozenset({"before", "once", "usual", "was", "从", "之前"})
"""Words of the past that tell an old price only right before it."""


_USED_TO: Final = frozenset(
    {
        "were",
        "used to be",
        "used to cost",
        "had been",
        "was",
        "once",
        "normally",
        "ordinarily",
        "平时",
        "平常",
        "往常",
        "以往",
        "从前",
        "以前",
        "before that",
    }
)


_FALLS: Final = frozenset(
    {
        "现在",
        "如今",
        "今天",
        "目前",
        "眼下",
        "现",
        "变",
        "变成",
        "降至",
        "降到",
        "到",
        "至",
        "to",
        "down",
        "down to",
        "reduced",
        "now",
    }
)


def _is_old(segment: Segment, token: Token, between: Sequence[Token], *, first_of_two: bool) -> bool:
    """`instead of €700`, 原价700欧, `from 700 to 560`, 700欧打八折."""
    follows = segment.after(token, 2)
    if _told_by_another(segment, token) or _told_after(segment, token):
        return True
    if len(follows) == 2 and follows[0].text == "的" and follows[1].is_a("noun") and _falls_later(segment, token):
        return True
    if first_of_two and follows and follows[0].amount is None and follows[0].text in _FALLS:
        return True
    if any(one.has("price:was") and one.text not in _NOT_YET for one in between[:3]):
        return True
    nearest = between[0].text if between else ""
    if first_of_two and nearest in ("从", "from"):
        return segment.has("price:down", "price:now")
    return nearest in _USED_TO or (first_of_two and nearest == "before")


def _told_after(segment: Segment, token: Token) -> bool:
    """`€700 was the old price`, `€700 before`."""
    after = segment.after(token, 5)
    if len(after) == 1 and after[0].text in ("before", "previously", "formerly", "originally"):
        return True
    if after and after[0].text == "before" and any(one.has("price:down", "price:save") for one in after[1:]):
        return True
    return (
        bool(after)
        and after[0].text in ("was", "were")
        and any(one.has("price:was") or one.text in ("old", "former", "original", "before") for one in after[1:])
    )


def _of_all_kinds(segment: Segment, view: ProductView) -> bool:
    """`the three colours cost €890`: as many as there are."""
    kinds = [one.amount for one in segment.tokens if one.amount and one.amount.kind == "kinds"]
    return bool(kinds) and kinds[0].value in (len({one.colour_text for one in view.variants}), len(view.variants))


def _falls_later(segment: Segment, token: Token) -> bool:
    """`292欧的毛衣，今天只要219欧`: the price with 的 is the old one where a lower one follows. Only for goods on sale."""
    view = segment.view
    prices = priced(segment.variants)
    return (
        view is not None
        and bool(prices)
        and token.amount is not None
        and all(price.was is not None and price.was.major == token.amount.value for price in prices)
    )


def _prove_price(reading: Reading, segment: Segment, token: Token, role: str, prices: Sequence[Price]) -> None:
    amount = token.amount
    view = segment.view
    assert amount is not None and view is not None
    if segment.negative(token):
        role = _no_longer(reading, segment, token)
    if not _is_price(segment, view, amount, role, prices) and not (
        role == "now" and _of_several(segment, token, prices)
    ):
        raise Blocked(f"“{token.text}” is not the price ({role})", subject=view.id, attribute="price")
    reading.claim(
        "price", amount.value, fact(targets(segment), "price"), subject=view.id, unit=amount.unit, qualifier=role
    )
    segment.use([token, *[one for one in segment.chosen if one.amount or one.text in BOTTLES]], "price")
    segment.use(
        [one for one in segment.open() if one.text in ("bottle", "bottles", "瓶", "装") and segment.selected], "price"
    )
    segment.use_keys("price", "price:now")
    segment.use([one for one in segment.before(token, 1) if one.text == "down to"], "price")
    if role in ("was", "save"):
        segment.use_keys("price", *SALE_CUES, "cmp:less", "cmp:more", "cmp:cheap", "cmp:than")
        segment.use([one for one in segment.tokens if one.text in ("than", "of", "old", "former")], "price")
    beside = [one for one in segment.before(token, 2) if one.has("quant:only", "price:down", "price:was", "quant:each")]
    beside += [one for one in segment.before(token, 2) if one.text in ("from", "only", "起")]
    beside += [one for one in segment.after(token, 2) if one.text in ("起", "each", "apiece", "off", "一只", "每个")]
    segment.use(beside, "price")
    if segment.has("price:tax") and _tax(prices):
        segment.use_keys("price", "price:tax", "c:include")


_ANY_MORE: Final = frozenset({"any more", "anymore", "any longer", "no longer", "再", "不再", "了"})


def _no_longer(reading: Reading, segment: Segment, token: Token) -> str:
    """`not €150 any more`, 不再是150欧: a denied price is the old one, or must not be told."""
    if any(one.text in _ANY_MORE for one in segment.tokens):
        segment.use([one for one in segment.open() if one.text in _ANY_MORE or one.is_a("neg")], "price")
        return "was"
    raise Blocked("denies a price", attribute="price")


def _is_price(segment: Segment, view: ProductView, amount: Amount, role: str, prices: Sequence[Price]) -> bool:
    """Whether the amount is told rightly of every variant it is told of."""
    if role == "from":
        every = priced(view.variants)
        return bool(every) and _is(amount, min(every, key=lambda one: one.amount.minor), "now")
    of_all = segment.has("quant:all", "quant:both") or _of_all_kinds(segment, view)
    every = priced(view.variants) if of_all else list(prices)
    right = bool(every) and all(_is(amount, price, role) for price in every)
    if right and len(every) == len(view.variants):
        segment.use([one for one in segment.open() if _says_all(one)], "price")
    return right


def _says_all(token: Token) -> bool:
    kinds = token.amount is not None and token.amount.kind == "kinds"
    return kinds or token.has("quant:all", "quant:both", "att:colour", "att:size")


def _of_several(segment: Segment, token: Token, prices: Sequence[Price]) -> bool:
    """`two pairs cost 210`: so many times the price."""
    many, amount = _several(segment, token), token.amount
    if many is None or many.amount is None or amount is None:
        return False
    times = many.amount.value
    if not all(one.amount.major * times == amount.value and _same_currency(amount, one) for one in prices):
        return False
    segment.use([many], "price")
    segment.use_keys("price", "price:sum", "c:noun_set")
    return True


def _several(segment: Segment, token: Token) -> Token | None:
    """How many pieces a price is told for: `two pairs of espadrilles cost`."""
    place = token.segment
    return (
        next((one for one in _multiples(segment, token) if one.segment <= place), None)
        if not segment.has("stock:in", "stock:left", "stock:out")
        else None
    )


def _multiples(segment: Segment, token: Token) -> list[Token]:
    found = [
        one
        for one in segment.open()
        if one.amount
        and one.amount.kind in ("count", "number", "kinds")
        and one not in segment.chosen
        and one is not token
        and one.amount.value >= 2
    ]
    return found if len(found) == 1 else []


def _same_currency(amount: Amount, price: Price) -> bool:
    return same_money(
        Amount(kind="money", value=price.amount.major, unit=amount.unit), price.amount.major, price.amount.currency
    )


def _tax(prices: Sequence[Price]) -> bool:
    return all(price.tax_included for price in prices)


def _is(amount: Amount, price: Price, role: str) -> bool:
    bare = amount.kind == "number"
    match role:
        case "was":
            if price.was is None:
                return False
            wanted = price.was.major
        case "save":
            if price.was is None:
                return False
            wanted = price.was.major - price.amount.major
        case _:
            wanted = price.amount.major
    if bare:
        return amount.value == wanted
    return same_money(amount, wanted, price.amount.currency)
