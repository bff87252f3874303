"""How many there are, that they are gone, when they come, what they cost: told in a part by nothing but slots.

Each kind of part says which slots may stand in it; a word of any other leaves the part unread, as does what is not so.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.priced import fact, priced
from mercery.claims.grammar.reading import Reading, Segment, same_money
from mercery.claims.grammar.returning import day_meant
from mercery.claims.grammar.slots.beside import comes_before, counted_before, other_sums, priced_before
from mercery.claims.grammar.slots.sorting import Slots, sorted_slots, sums_of, told_tokens
from mercery.claims.grammar.tokens import Token

_DAYS: Final = ("date", "weekday", "size", "quantity")


def read_all_goods(reading: Reading) -> None:
    """Read each part, then two or three that stand beside each other as one: `in four days, on the 26th, it is back`."""
    for segment in reading.segments:
        _read(reading, segment)
    for many in (2, 3):
        for place in range(len(reading.segments) - many + 1):
            window = reading.segments[place : place + many]
            if _goes_together(window):
                _read(reading, _joined(window))


def _joined(window: Sequence[Segment]) -> Segment:
    whole = Segment([token for one in window for token in one.tokens], views=list(window[0].views))
    whole.variants = next((one.variants for one in window if one.selected), window[0].variants)
    whole.chosen = [token for one in window for token in one.chosen]
    whole.selected = bool(whole.chosen)
    return whole


def _goes_together(window: Sequence[Segment]) -> bool:
    """Whether the parts are about the same choice, and none of them is read yet."""
    first = window[0]
    chosen = next((one.variants for one in window if one.selected), first.variants)
    return all(
        one.views == first.views
        and one.tokens[0].sentence == first.tokens[0].sentence
        and (not one.selected or one.variants == chosen)
        and all(not token.by or token.by in ("name", "noun", "pointed") for token in one.tokens)
        for one in window
    ) and any(token.amount is not None for one in window for token in one.tokens)


def _read(reading: Reading, segment: Segment) -> None:
    if segment.view is None or segment.group or not segment.variants:
        return
    slots = sorted_slots(segment)
    if slots is None or not (slots.words or slots.amounts):
        return
    by = next((by for by, reader in _READERS if reader(reading, segment, slots)), "")
    if by:
        segment.use(told_tokens(segment), by)


def _gone(reading: Reading, segment: Segment, slots: Slots) -> bool:
    """All that is chosen is gone; where it is said that there is no date, none is known."""
    if slots.amounts or not slots.told("out", "nodate") or not slots.within("out", "nodate", "when"):
        return False
    undated = slots.told("nodate")
    for one in segment.variants:
        if one.stocked is None or one.stocked.quantity != 0 or (undated and one.stocked.restock is not None):
            return False
    return _claim(reading, segment, "restock" if undated else "stock", "none" if undated else "out")


def _back(reading: Reading, segment: Segment, slots: Slots) -> bool:
    """Every day told is the day on which all that is chosen comes back."""
    days = slots.of(*_DAYS)
    if not 0 < len(days) <= 3 or not slots.only(*_DAYS) or not slots.within("back", "later", "batch"):
        return False
    if (slots.of("quantity") and not slots.told("later")) or not (slots.told("back") or comes_before(reading, segment)):
        return False
    dates, weekdays = slots.of("date", "size", "quantity"), slots.of("weekday")
    told = {_day(reading, segment, token, amount) for token, amount in dates or weekdays}
    day = next(iter(told)) if len(told) == 1 else None
    if day is None or any(int(one.value) != day.weekday() for _, one in weekdays):
        return False
    if any(one.stocked is None or one.stocked.available or one.stocked.restock != day for one in segment.variants):
        return False
    return _claim(reading, segment, "restock", str(day))


def _day(reading: Reading, segment: Segment, token: Token, amount: Amount) -> date | None:
    """The day told; so many days, weeks or months ahead are counted from today."""
    if amount.kind != "quantity":
        return day_meant(reading, segment, token)
    today = reading.grounds.today
    if amount.value != int(amount.value):
        return None
    if amount.unit == "month":
        month = today.month - 1 + int(amount.value)
        year, month = today.year + month // 12, month % 12 + 1
        return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return today + timedelta(days=int(amount.value) * (7 if amount.unit == "week" else 1))


def _only_size(reading: Reading, segment: Segment, slots: Slots) -> bool:
    """`charcoal only comes in M`: of that colour there is no other size."""
    sized = any(token.amount is not None for token in segment.chosen)
    coloured = any(token.amount is None for token in segment.chosen)
    if (
        slots.amounts
        or not (sized and coloured and slots.told("just"))
        or not slots.within("just", "comes", "have", "piece")
    ):
        return False
    view = segment.views[0]
    colours = {colour for one in segment.variants for colour in one.colours}
    scope = [one for one in view.variants if one.colours & colours]
    if {one.id for one in scope} != {one.id for one in segment.variants}:
        return False
    return _claim(reading, segment, "size", ",".join(sorted(size for one in scope for size in one.sizes)))


def _counted(reading: Reading, segment: Segment, slots: Slots) -> bool:
    """Of the one choice there are just so many; a price beside it is its price."""
    sums = sums_of(slots, priced=False)
    counts = [one for one in slots.of("count", "number") if one not in sums]
    if len(counts) != 1 or len(sums) > 1 or not slots.only("count", "number", "money"):
        return False
    allowed = ("have", "left", "in", "just", "piece", "batch") + (("price", "each") if sums else ("total",))
    if not slots.within(*allowed) or not _of_pieces(reading, segment, slots, counts[0], alone=not sums):
        return False
    stocked = segment.variants[0].stocked
    if len(segment.variants) != 1 or stocked is None or stocked.quantity != int(counts[0][1].value):
        return False
    if sums and not _costs(segment, sums, lowered=False):
        return False
    return _claim(reading, segment, "stock", str(counts[0][1].value), unit="piece")


def _of_pieces(reading: Reading, segment: Segment, slots: Slots, count: tuple[Token, Amount], *, alone: bool) -> bool:
    """Whether the number counts what is there, and not a choice or what something is told for."""
    if slots.told("have", "left", "in"):
        return True
    counted = count[1].kind == "count" or slots.told("piece")
    if segment.selected and (_choice_follows(segment, count[0]) or _choice_beside(segment, count[0])):
        return True
    if alone and segment.selected and counted_before(reading, segment):
        return True  # `seven black ones here, plus three in bordeaux`
    only = count[1].kind == "count" and slots.told("just")
    return counted and alone and (counted_before(reading, segment) or only)


def _choice_follows(segment: Segment, count: Token) -> bool:
    """`eight pairs in 37`."""
    after = segment.after(count, 6)
    place = next((index for index, token in enumerate(after) if token.text == "in"), len(after))
    return any(token is one for token in after[place + 1 : place + 3] for one in segment.chosen)


def _choice_beside(segment: Segment, count: Token) -> bool:
    """`ten black pairs`: the choice stands right after the number, and the goods or pieces after it."""
    after = segment.after(count, 4)
    run = next(
        (index for index, token in enumerate(after) if not any(token is one for one in segment.chosen)), len(after)
    )
    return 0 < run < len(after) and (after[run].by == "noun" or after[run].has("k:piece"))


def _there(reading: Reading, segment: Segment, slots: Slots) -> bool:
    if slots.amounts or not segment.selected or not slots.told("in") or not slots.within("in", "have", "piece"):
        return False
    if any(one.stocked is None or not one.stocked.available for one in segment.variants):
        return False
    return _claim(reading, segment, "stock", "in")


def _cost(reading: Reading, segment: Segment, slots: Slots) -> bool:
    """The price of all that is chosen; of two sums one is the price before."""
    sums = sums_of(slots, priced=priced_before(reading, segment))
    if len(sums) != len(slots.amounts) or not 0 < len(sums) <= 2 or other_sums(reading, segment):
        return False
    if len(sums) == 2 and not slots.told("was", "now", "lowered"):
        return False
    both = ("was", "now", "lowered") if len(sums) == 2 else ("now", "lowered")
    if not slots.within("price", "each", "just", "piece", *both):
        return False
    if not _costs(segment, sums, lowered=slots.told("lowered") and not slots.told("price", "now")):
        return False
    return _claim(reading, segment, "price", str(sums[-1][1].value), unit=sums[-1][1].unit)


def _costs(segment: Segment, sums: Sequence[tuple[Token, Amount]], *, lowered: bool) -> bool:
    """Whether the sums are the price, or the old one and the price, of all that is chosen."""
    prices = priced(segment.variants)
    for price in prices:
        was = price.was.major if price.was else Decimal(-1)
        own = [price.amount.major] if len(sums) == 1 else [was, price.amount.major]
        if len(sums) == 2 and any(token.has("k:was") for token in segment.before(sums[1][0], 1)):
            own.reverse()  # `560, down from 700`
        for (_, amount), mine in zip(sums, own, strict=True):
            if amount.value != mine or (amount.kind == "money" and not same_money(amount, mine, price.amount.currency)):
                return False
        if lowered and price.was is None:
            return False
    return bool(prices)


def _saved(reading: Reading, segment: Segment, slots: Slots) -> bool:
    """`They are 45 euros off`: how much less than before."""
    money = slots.of("money", "number") if priced_before(reading, segment, chosen=False) else slots.of("money")
    if len(money) != 1 or len(slots.amounts) != 1 or other_sums(reading, segment):
        return False
    if not slots.told("save") or not slots.within("save", "now", "each"):
        return False
    amount, prices = money[0][1], priced(segment.variants)
    for price in prices:
        saved = price.was.major - price.amount.major if price.was else Decimal(-1)
        if amount.value != saved or (amount.kind == "money" and not same_money(amount, saved, price.amount.currency)):
            return False
    return bool(prices) and _claim(reading, segment, "price", str(amount.value), unit=amount.unit, qualifier="save")


def _claim(reading: Reading, segment: Segment, name: str, value: str, *, unit: str = "", qualifier: str = "") -> bool:
    bearer = fact(segment.variants, "price" if name == "price" else "stock")
    reading.claim(name, value, bearer, subject=segment.views[0].id, unit=unit, qualifier=qualifier)
    return True


_READERS: Final = (
    ("stock", _gone), ("stock", _back), ("size", _only_size), ("stock", _counted), ("stock", _there), ("price", _cost), ("price", _saved),
)  # fmt: skip
