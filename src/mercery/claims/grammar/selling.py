"""Prices, reductions, stock and return dates: always of the variants a segment selects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.amounts import Amount
from mercery.claims.grammar.reading import Blocked, Reading, Segment, same_money
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import VariantView
from mercery.claims.values import Price

_SALE_CUES: Final = ("price:down", "price:save", "price:was", "price:half")


def read_selling(reading: Reading, segment: Segment) -> None:
    """Read every claim about price and stock in the segment."""
    if segment.view is None:
        return
    _prices(reading, segment)
    _reductions(reading, segment)
    _dates(reading, segment)
    _stock(reading, segment)


def priced(variants: Sequence[VariantView]) -> list[Price]:
    """The prices of variants; empty when one of them has none."""
    found = [one.priced for one in variants]
    return [one for one in found if one is not None] if all(found) else []


def _targets(segment: Segment) -> list[VariantView]:
    return segment.variants


def _fact(variants: Sequence[VariantView], attribute: str) -> str:
    fact = variants[0].price if attribute == "price" else variants[0].stock
    return fact.id if fact else ""


def _prices(reading: Reading, segment: Segment) -> None:
    money = [token for token in segment.open() if token.amount and token.amount.kind == "money"]
    if not money:
        money = _bare_pair(segment)
    elif len(money) == 1 and segment.has("price:down", "price:was"):
        money = [token for token in segment.open() if token is money[0] or token.amount and token.amount.kind == "number" and token not in segment.chosen and _old(segment, token)]
    if not money:
        return
    view = segment.view
    prices = priced(_targets(segment))
    if view is None or not prices:
        raise Blocked("a price without a variant that has one", attribute="price")
    for token in money:
        role = _role(segment, token, money)
        if role == "service":
            continue
        _prove_price(reading, segment, token, role, prices)


def _old(segment: Segment, token: Token) -> bool:
    """A number without its currency that is told as the old price: `from 75`, `原价150`."""
    before, after = segment.before(token, 1), segment.after(token, 1)
    return bool(before and (before[0].text in ("from", "was", "原价", "instead of", "rather than", "从")) or after and after[0].text in ("变", "降到", "降至"))


def _bare_pair(segment: Segment) -> list[Token]:
    """`150变105`: two numbers without a currency beside words of a reduction."""
    if not segment.has("price:down", "price:was"):
        return []
    bare = [token for token in segment.open() if token.amount and token.amount.kind == "number" and token not in segment.chosen and token.amount.value >= 10]
    return bare if len(bare) == 2 else []


def _role(segment: Segment, token: Token, money: Sequence[Token]) -> str:
    """now, was, save or from; `service` where the segment speaks of a fee."""
    index = next(place for place, one in enumerate(money) if one is token)
    between: list[Token] = []
    for one in segment.before(token):
        if index and one is money[index - 1]:
            break
        between.append(one)
    after = [one for one in segment.after(token, 2) if one.amount is None]
    joined = "".join(one.text for one in between[:1])
    if after and after[0].text in ("off", "less", "cheaper", "reduction", "saving", "discount"):
        return "save"
    if any(one.has("price:save") for one in between[:3]) or joined in ("立减", "直降", "减", "让利"):
        return "save"
    if any(one.text in ("reduced by", "by") for one in between[:1]):
        return "save"
    if len(money) == 2 and index == 0 and after and after[0].text in ("变", "变成", "降至", "降到", "to", "down", "reduced", "now"):
        return "was"
    if any(one.has("price:was") and one.text not in ("before", "once", "usual", "was", "从", "之前") for one in between[:3]):
        return "was"
    if between and between[0].text in ("was", "从", "before", "from", "instead of", "rather than") and len(money) == 2 and index == 0:
        return "was" if segment.has("price:down", "price:now") or between[0].text in ("was", "before") else "from"
    if between and between[0].text == "was":
        return "was"
    if between and between[0].text in ("from", "starting at", "as little as") or after and after[0].text in ("起", "以上"):
        return "from"
    return "now"


def _prove_price(reading: Reading, segment: Segment, token: Token, role: str, prices: Sequence[Price]) -> None:
    amount = token.amount
    view = segment.view
    assert amount is not None and view is not None
    if segment.negative(token):
        raise Blocked("denies a price", subject=view.id, attribute="price")
    if role == "from":
        every = priced(view.variants)
        right = bool(every) and _is(amount, min(every, key=lambda one: one.amount.minor), "now")
    else:
        right = all(_is(amount, price, role) for price in prices)
    if not right and role == "now" and (many := _several(segment, token)) is not None and many.amount:
        right = all(price.amount.major * many.amount.value == amount.value and _same_currency(amount, price) for price in prices)
        if right:
            segment.use([many], "price")
            segment.use_keys("price", "price:sum", "c:noun_set")
    if not right:
        raise Blocked(f"“{token.text}” is not the price ({role})", subject=view.id, attribute="price")
    reading.claim("price", amount.value, _fact(_targets(segment), "price"), subject=view.id, unit=amount.unit, qualifier=role)
    segment.use([token], "price")
    segment.use_keys("price", "price:now", "price:tax" if _tax(prices) and segment.has("c:include") else "price:now")
    if role in ("was", "save"):
        segment.use_keys("price", *_SALE_CUES, "cmp:less", "cmp:more", "cmp:cheap")
        segment.use([one for one in segment.tokens if one.text in ("than", "of")], "price")
    for one in segment.before(token, 2):
        if one.has("quant:only", "price:down", "price:was", "quant:each") or one.text in ("from", "only", "起"):
            segment.use([one], "price")
    for one in segment.after(token, 2):
        if one.text in ("起", "each", "apiece", "off", "一只", "每个"):
            segment.use([one], "price")
    if segment.has("price:tax") and _tax(prices):
        segment.use_keys("price", "price:tax", "c:include")


def _several(segment: Segment, token: Token) -> Token | None:
    """How many pieces a price is told for: `two pairs of espadrilles cost`."""
    found = [one for one in segment.open() if one.amount and one.amount.kind in ("count", "number", "kinds") and one not in segment.chosen and one is not token and one.amount.value >= 2]
    return found[0] if len(found) == 1 and not segment.has("stock:in", "stock:left", "stock:out") else None


def _same_currency(amount: Amount, price: Price) -> bool:
    return same_money(Amount(kind="money", value=price.amount.major, unit=amount.unit), price.amount.major, price.amount.currency)


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


def _reductions(reading: Reading, segment: Segment) -> None:
    view = segment.view
    assert view is not None
    shares = [token for token in segment.open() if token.amount and token.amount.kind in ("percent", "fold", "fraction")]
    cue = segment.has(*_SALE_CUES)
    for token in shares:
        amount = token.amount
        assert amount is not None
        if amount.kind != "fold" and not cue:
            continue
        if amount.kind == "percent" and any(one.is_a("mat") for one in (*segment.before(token, 2), *segment.after(token, 3))):
            continue
        prices = priced(_targets(segment))
        if not prices or segment.negative(token):
            raise Blocked("a reduction without a price", subject=view.id, attribute="price")
        loose = Decimal("1") if segment.has("quant:about") else Decimal("0.4") if amount.kind == "fraction" else Decimal(0)
        if not all(_reduced_by(price, amount.value, loose) for price in prices):
            raise Blocked(f"“{token.text}” is not the reduction", subject=view.id, attribute="price")
        reading.claim("reduction", amount.value, _fact(_targets(segment), "price"), subject=view.id, unit="percent")
        segment.use([token], "price")
        segment.use_keys("price", *_SALE_CUES, "price:now", "price:full", "cmp:less", "quant:about", "cmp:cheap")
        segment.use([one for one in segment.tokens if one.text in ("than", "of")], "price")
    _on_sale(reading, segment)


def _reduced_by(price: Price, share: Decimal, loose: Decimal) -> bool:
    if price.was is None:
        return False
    exact = (price.was.major - price.amount.major) * 100 / price.was.major
    return abs(exact - share) <= loose


def _on_sale(reading: Reading, segment: Segment) -> None:
    """`reduced`, `on sale`, `full price` without an amount."""
    view = segment.view
    assert view is not None
    cues = [token for token in segment.open() if token.has("price:down", "price:full", "price:half") and not token.is_a("n")]
    cues = [token for token in cues if token.text not in ("off", "从", "打", "变", "cut", "drop", "sale item", "减")]
    if not cues or segment.a("place"):
        return
    prices = priced(_targets(segment))
    for token in cues:
        full = token.has("price:full")
        wanted = full == segment.negative(token)
        if not prices or token.has("price:half") or any((price.was is not None) != wanted for price in prices):
            raise Blocked(f"“{token.text}” is not so", subject=view.id, attribute="price")
        reading.claim("reduced", wanted, _fact(_targets(segment), "price"), subject=view.id)
        segment.use([token], "price")
        segment.use_kinds("price", "neg")


def _day(reading: Reading, segment: Segment, token: Token) -> date | None:
    """The day a token means: a date, or so many days or weeks from today."""
    amount = token.amount
    today = reading.grounds.today
    assert amount is not None
    if amount.kind == "date" and amount.day is not None:
        return amount.day if amount.word != "day" or amount.day >= today else amount.day.replace(year=amount.day.year + 1)
    if amount.kind == "date" and amount.word == "of_month":
        for ahead in range(31):
            day = today + timedelta(days=ahead)
            if day.day == amount.value:
                return day
    if amount.kind == "span":
        return _within(segment, amount, today)
    if amount.kind == "weekday":
        return _coming(segment, token, today)
    if amount.kind == "quantity" and amount.unit in ("day", "week") and amount.high is None:
        before = segment.before(token, 1)
        if before and before[0].text in ("还有", "只有", "还剩", "再有"):
            return today + timedelta(days=int(amount.value) * (7 if amount.unit == "week" else 1))
        after = segment.after(token, 1)
        if before and before[0].text in ("in", "还要", "再等", "要", "再过", "等", "过", "还需") or after and after[0].text in ("后", "之后", "以后", "from", "later"):
            return today + timedelta(days=int(amount.value) * (7 if amount.unit == "week" else 1))
    return None


def _within(segment: Segment, amount: Amount, today: date) -> date | None:
    """The day of return where it lies in the span told; else the span's end, which will not agree."""
    if amount.word in ("tomorrow", "明天"):
        return today + timedelta(days=1)
    if amount.word in ("the day after tomorrow", "后天"):
        return today + timedelta(days=2)
    if amount.word == "大后天":
        return today + timedelta(days=3)
    first, last = amount.day or today, amount.until or today
    if last < today:
        first, last = first.replace(year=first.year + 1), last.replace(year=last.year + 1)
    back = {one.stocked.restock for one in segment.variants if one.stocked}
    day = next(iter(back)) if len(back) == 1 else None
    return day if day is not None and first <= day <= last else date.min


def _coming(segment: Segment, token: Token, today: date) -> date:
    """The coming weekday; `next`, 下 means the week after this one."""
    assert token.amount is not None
    index = int(token.amount.value)
    before = segment.before(token, 1)
    if before and before[0].text in ("next", "下"):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return monday + timedelta(days=index)
    return today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)


def _not_before(segment: Segment, token: Token) -> bool:
    """`not before 1 February`."""
    before = segment.before(token, 2)
    return bool(before) and before[0].text == "before" and any(one.is_a("neg") for one in before)


def _dates(reading: Reading, segment: Segment) -> None:
    view = segment.view
    assert view is not None
    if not _speaks_of_return(reading, segment):
        return
    for token in segment.open():
        if token.amount is None or token.amount.kind not in ("date", "quantity", "weekday", "span") or segment.negative(token) and not _not_before(segment, token):
            continue
        if token.amount.kind == "weekday" and any(one.amount and one.amount.kind == "date" for one in _sentence(reading, segment)):
            continue
        if token.amount.kind == "quantity" and (rough := _rough(reading, segment, token)):
            day = rough
        else:
            day = _day(reading, segment, token)
        if day is None:
            continue
        if _not_before(segment, token):
            segment.use_kinds("stock", "neg")
            segment.use([one for one in segment.tokens if one.text in ("before", "之前", "前")], "stock")
        elif token.amount.kind != "quantity" and segment.has("quant:most", "quant:least", "cmp:less") or any(one.text in ("by", "before", "前", "之前", "after", "since") for one in (*segment.before(token, 1), *segment.after(token, 1))):
            raise Blocked("an open date", subject=view.id, attribute="stock")
        variants = _targets(segment)
        if not variants or any(one.stocked is None or one.stocked.quantity != 0 or one.stocked.restock != day or day < reading.grounds.today for one in variants):
            raise Blocked(f"“{token.text}” is not the day of return", subject=view.id, attribute="stock")
        reading.claim("restock", day, _fact(variants, "stock"), subject=view.id)
        segment.use([token, *segment.chosen], "stock")
        _weekdays(reading, segment, day, view.id)
        for one in _segments(reading, segment):
            one.use_keys("stock", "stock:back", "c:deliver", "c:return", "quant:again")
        segment.use_keys("stock", "quant:about", "cmp:less", "stock:back", "stock:out", "stock:in", "quant:again", "c:deliver", "c:return", "quant:least")
        segment.use([one for one in segment.tokens if one.text in ("from", "later", "week", "才", "会", "time", "takes", "takes", "another", "we have", "mid")], "stock")


def _segments(reading: Reading, segment: Segment) -> list[Segment]:
    """The segments of the same sentence about the same goods."""
    return [one for one in reading.segments if one.tokens[0].sentence == segment.tokens[0].sentence and one.views == segment.views]


def _sentence(reading: Reading, segment: Segment) -> list[Token]:
    return [token for one in _segments(reading, segment) for token in one.tokens]


def _speaks_of_return(reading: Reading, segment: Segment) -> bool:
    """A word of coming back in the segment, or earlier in its sentence."""
    if segment.has("stock:back", "stock:out") or segment.selected and any(one.amount and one.amount.kind == "date" for one in segment.tokens):
        return True
    return any(one.has("stock:back", "stock:out") for one in _segments(reading, segment))


def _rough(reading: Reading, segment: Segment, token: Token) -> date | None:
    """`in a little under three weeks`, `不到三周`: the day of return, where the words are true of it."""
    amount, today = token.amount, reading.grounds.today
    if amount is None or amount.unit not in ("day", "week", "month") or amount.high is not None:
        return None
    near = [*segment.before(token, 2), *segment.after(token, 1)]
    if not any(one.has("quant:about", "cmp:less", "cmp:more") for one in near) and amount.unit != "month":
        return None
    days = float(amount.value) * {"day": 1, "week": 7, "month": 30.4}[amount.unit]
    back = {one.stocked.restock for one in segment.variants if one.stocked}
    day = next(iter(back)) if len(back) == 1 else None
    if day is None:
        return None
    ahead = (day - today).days
    words = {one.text for one in near}
    if words & {"just under", "a little under", "less than", "under", "not quite", "不到", "within"}:
        return day if days * 0.75 <= ahead < days else None
    if words & {"just over", "a little over", "more than", "over", "well over", "多"}:
        return day if days < ahead <= days * 1.3 else None
    return day if abs(ahead - days) <= max(1.0, days * 0.1) else None


def _weekdays(reading: Reading, segment: Segment, day: date, subject: str) -> None:
    for one in _segments(reading, segment):
        _weekday(one, day, subject)


def _weekday(segment: Segment, day: date, subject: str) -> None:
    segment.use([token for token in segment.open() if token.text in ("this", "coming", "本", "这")], "stock")
    for token in segment.open():
        if token.amount and token.amount.kind == "weekday":
            if int(token.amount.value) != day.weekday():
                raise Blocked(f"“{token.text}” is not the weekday", subject=subject, attribute="stock")
            segment.use([token], "stock")


def _stock(reading: Reading, segment: Segment) -> None:
    view = segment.view
    assert view is not None
    variants = _targets(segment)
    if segment.has("stock:nodate") or _denied_date(reading, segment):
        if any(one.stocked is None or one.stocked.quantity != 0 or one.stocked.restock is not None for one in variants) or not variants:
            raise Blocked("a date of return is known", subject=view.id, attribute="stock")
        reading.claim("restock", None, _fact(variants, "stock"), subject=view.id)
        segment.use_keys("stock", "stock:nodate", "stock:back", "stock:in", "c:return")
        segment.use_kinds("stock", "neg")
        segment.use([token for token in segment.tokens if token.text in ("date", "日期", "时间", "消息", "news", "known", "when")], "stock")
        segment.use(segment.chosen, "stock")
    _counts(reading, segment)
    _there_or_gone(reading, segment)


def _denied_date(reading: Reading, segment: Segment) -> bool:
    earlier = any(one.has("stock:out") for one in _segments(reading, segment))
    about_date = (segment.has("stock:back") or earlier) and any(token.text in ("date", "日期", "时间", "when") for token in segment.tokens)
    return about_date and any(token.is_a("neg") for token in segment.tokens)


def _counts(reading: Reading, segment: Segment) -> None:
    """Numbers of pieces: `two left`, `黑色六枚`, `the last one`."""
    view = segment.view
    assert view is not None
    cue = segment.has("stock:left", "stock:in", "stock:out")
    if segment.selected and not cue and all(one in segment.chosen or one.is_a("n") or one.amount for one in segment.open()):
        cue = any(one.has("stock:left", "stock:in") for one in _segments(reading, segment))
    counts = [token for token in segment.open() if token.amount and token.amount.kind in ("count", "number") and token not in segment.chosen]
    counts = [token for token in counts if token.amount and (token.amount.kind == "count" or _counted(segment, token) or cue and segment.selected and not segment.has("stock:in", "stock:left"))]
    last = [token for token in segment.open() if token.text in ("last", "last one", "最后") and token.has("stock:left")]
    if not counts and last:
        _prove_count(reading, segment, last[0], Decimal(1))
        return
    if not counts or not (cue or segment.selected):
        return
    if last and counts[0].amount and counts[0].amount.value == 1:
        segment.use(last, "stock")
    if any(segment.negative(token) for token in counts) or len(counts) > 1:
        raise Blocked("numbers of pieces that cannot be told apart", subject=view.id, attribute="stock")
    amount = counts[0].amount
    assert amount is not None
    if any(one.has("quant:about", "quant:least", "quant:most", "quant:some", "cmp:more", "cmp:less") for one in (*segment.before(counts[0], 2), *segment.after(counts[0], 1))):
        raise Blocked("a vague number of pieces", subject=view.id, attribute="stock")
    if segment.has("c:include", "c:pocket", "c:wheel", "c:wick", "c:lock") or segment.a("part") and not segment.selected:
        return
    _prove_count(reading, segment, counts[0], amount.value)


def _counted(segment: Segment, token: Token) -> bool:
    """Whether a bare number counts pieces: beside pairs, pieces, a noun, left, or with a stock word."""
    if not segment.has("stock:left", "stock:in"):
        return False
    after = segment.after(token, 3)
    words = {one.text for one in after}
    return not after or bool(words & {"pairs", "pair", "pieces", "left", "in", "of", "remain", "remaining", "items", "on"}) or any(one.is_a("noun", "col", "stock") or one.names for one in after)


def _prove_count(reading: Reading, segment: Segment, token: Token, value: Decimal) -> None:
    view = segment.view
    assert view is not None
    variants = _targets(segment)
    each = segment.has("quant:each") or len(variants) > 1 and len({one.id for one in variants}) == len(segment.chosen)
    wrong = not variants or any(one.stocked is None or one.stocked.quantity != value for one in variants)
    if wrong or len(variants) > 1 and not each:
        raise Blocked(f"“{token.text}” is not the number of pieces", subject=view.id, attribute="stock")
    reading.claim("stock", value, _fact(variants, "stock"), subject=view.id, unit="piece", quantifier="each" if each else "")
    segment.use([token, *segment.chosen], "stock")
    segment.use_keys("stock", "stock:left", "stock:in", "quant:each", "quant:only", "time:still")
    segment.use([one for one in segment.tokens if one.text in ("pairs", "pair", "pieces", "one")], "stock")


_HAVE: Final = frozenset({"有", "got", "库存"})
_SOFT_OUT: Final = frozenset({"gone", "out", "sold"})


def _there_or_gone(reading: Reading, segment: Segment) -> None:
    view = segment.view
    assert view is not None
    cues = [token for token in segment.open() if token.has("stock:in", "stock:out") and not token.has("stock:back") and not token.is_a("n")]
    cues = [token for token in cues if not _no_stock_word(segment, token)]
    if any(one.by == "stock" for one in segment.tokens):
        cues = [token for token in cues if token.text not in ("we have", "still have", "have it", "there is", "got", "back in stock")]
    if not cues and segment.selected and (gone := _no_such(segment)):
        _prove_there(reading, segment, gone, True)
        return
    cues = [token for token in cues if token.text not in _HAVE or segment.selected and not _more_to_say(segment, token)]
    for token in cues:
        out = token.has("stock:out")
        out = out != (segment.negative(token) and not token.text.startswith(("not", "no", "没", "无", "none")))
        _prove_there(reading, segment, token, out)
    if segment.selected and not cues and _elliptic(reading, segment):
        previous = reading.segments[reading.segments.index(segment) - 1]
        out = previous.has("stock:out")
        _prove_there(reading, segment, segment.chosen[0], not out)


def _no_such(segment: Segment) -> Token | None:
    """`no 44 at present`, `没有39码了`: a denied choice with nothing else said."""
    rest = [one for one in segment.open() if one not in segment.chosen and not one.is_a("n", "time") and not one.has("att:size")]
    if len(rest) == 1 and rest[0].has("neg:no") and any(one.amount and one.amount.kind in ("size", "number") for one in segment.chosen):
        return rest[0]
    return None


def _no_stock_word(segment: Segment, token: Token) -> bool:
    """`out of the rain`; `available in white`, which tells the colours and not the stock."""
    if token.text == "out":
        return not segment.before(token, 1) or segment.before(token, 1)[0].text not in ("is", "are", "sold", "all")
    sizes = {one.sizes for one in segment.variants}
    only_colours = bool(segment.chosen) and all(one.is_a("col", "mat", "part") for one in segment.chosen)
    return token.text in ("available", "可选", "obtainable") and only_colours and len(sizes) > 1


def _more_to_say(segment: Segment, token: Token) -> bool:
    """Whether 有 is the verb of something else (has a zip)."""
    return any(one.is_a("c", "part", "mat") and one not in segment.chosen and not one.has("c:change") for one in segment.after(token))


def _elliptic(reading: Reading, segment: Segment) -> bool:
    """`…, the blue one isn't`: the stock word of the segment before, denied or not."""
    place = reading.segments.index(segment)
    if not place or not reading.segments[place - 1].has("stock:in", "stock:out"):
        return False
    rest = [token for token in segment.open() if token not in segment.chosen and not token.is_a("n", "neg")]
    return not rest and any(token.is_a("neg") for token in segment.tokens)


def _prove_there(reading: Reading, segment: Segment, token: Token, out: bool) -> None:
    view = segment.view
    assert view is not None
    variants = _all_of(reading, segment) if segment.has("quant:all", "quant:both") and not segment.selected else _targets(segment)
    if segment.has("quant:only"):
        _only_there(segment, out)
    elif segment.has("quant:all") and segment.chosen and any(one.has("att:size") for one in segment.tokens):
        colours = {colour for one in variants for colour in one.colours}
        variants = [one for one in view.variants if one.colours & colours]
    if segment.has("neg:but") and segment.has("quant:all"):
        _all_but(reading, segment, token, out)
        return
    if segment.has("quant:some", "neg:but"):
        raise Blocked("a vague statement of stock", subject=view.id, attribute="stock")
    if not variants or any(one.stocked is None or one.stocked.available == out for one in variants):
        raise Blocked(f"“{token.text}” is not so", subject=view.id, attribute="stock")
    reading.claim("stock", "out" if out else "in", _fact(variants, "stock"), subject=view.id)
    segment.use([token, *segment.chosen], "stock")
    segment.use_keys("stock", "stock:in", "stock:out", "stock:left", "quant:all", "quant:both", "quant:only", "time:still", "quant:again")
    if any(one.is_a("neg") for one in segment.tokens):
        segment.use_kinds("stock", "neg")
    segment.use([one for one in segment.tokens if one.has("att:size", "att:colour", "noun:item")], "stock")


def _all_of(reading: Reading, segment: Segment) -> list[VariantView]:
    """All that were named before in the sentence, else all there are."""
    view = segment.view
    assert view is not None
    named = [one for earlier in _segments(reading, segment) if earlier.selected and earlier.tokens[0].segment < segment.tokens[0].segment for one in earlier.variants]
    return named or list(view.variants)


def _all_but(reading: Reading, segment: Segment, token: Token, out: bool) -> None:
    """`all sizes in black are in stock except 39`: those after the exception are not."""
    view = segment.view
    assert view is not None
    place = next(index for index, one in enumerate(segment.tokens) if one.has("neg:but"))
    after = [one for one in segment.chosen if one in segment.tokens[place:]]
    sizes = {size for one in after if one.amount for size in (one.amount.word or f"{one.amount.value.normalize():f}",)}
    before = {colour for one in segment.chosen if one not in after for colour in one.of("col")}
    scope = [one for one in view.variants if not before or before & one.colours]
    spared = [one for one in scope if sizes & one.sizes or {colour for one_ in after for colour in one_.of("col")} & one.colours]
    rest = [one for one in scope if one not in spared]
    if not spared or not rest or any(one.stocked is None or one.stocked.available == out for one in rest) or any(one.stocked is None or one.stocked.available != out for one in spared):
        raise Blocked("the exception is not so", subject=view.id, attribute="stock")
    reading.claim("stock", "out" if out else "in", _fact(rest, "stock"), subject=view.id, quantifier="all but")
    segment.use([token, *segment.chosen], "stock")
    segment.use_keys("stock", "quant:all", "neg:but", "att:size", "att:colour")


def _only_there(segment: Segment, out: bool) -> None:
    """`only in black`: nothing else of the product is there."""
    view = segment.view
    assert view is not None
    chosen = {one.id for one in segment.variants}
    others = [one for one in view.variants if one.id not in chosen]
    if not segment.selected or any(one.stocked is not None and one.stocked.available != out for one in others):
        raise Blocked("“only” is not so", subject=view.id, attribute="stock")
