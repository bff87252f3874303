"""What one product, or several of one, costs with delivery, and how far that is from free delivery: worked out from the rule.

`On its own the beanie falls short of free shipping, so sent the standard way it comes to €94.50`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.closed_text import Taken, matter, taken
from mercery.claims.grammar.limits import in_place
from mercery.claims.grammar.priced import fact, priced
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.served import right_currency
from mercery.claims.grammar.thresholds import FreeFrom, free_from
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView

_LINE: Final = r"(?:standard )?(?:free[ -](?:standard )?(?:shipping|delivery|postage)|free (?:postage and packing))(?: threshold| line| mark| limit| minimum)?"
_ZH_LINE: Final = r"(?:免标准运费|免运费|包邮|免邮|免费配送|免费标准配送)的?(?:线|门槛|标准|条件|额度)?"
_WORDED: Final = matter(
    {
        "gap": (
            rf"M (?:short of|under|below|away from|off|shy of) (?:the )?{_LINE}|M (?:more|extra) (?:and|for|to (?:reach|get|qualify for)) (?:it (?:ships|goes) free|{_LINE})|(?:another|extra) M (?:and|for|to (?:reach|get|qualify for)) (?:the )?{_LINE}",
            rf"(?:还|就|只|仅|才|离{_ZH_LINE}|距离?{_ZH_LINE})+差(?:着|个)?[MN](?:就|才|便)?(?:到|够|能|可以?)?(?:{_ZH_LINE})?(?:了)?|再(?:买|凑|加|添|花|拍)(?:够|上|个)?[MN]的?(?:东西)?(?:就|便|才)(?:能|可以?|够|到)?{_ZH_LINE}",
        ),
        "short": (
            rf"(?:falls?|is|are|stays?) (?:just |still )?(?:short of|under|below|shy of) (?:the )?(?:M )?(?:{_LINE}|threshold|line|mark)|(?:does|do) not (?:quite )?(?:reach|qualify for|get|make) (?:the )?(?:M )?{_LINE}|not enough for {_LINE}|(?:does|do) not ship free",
            rf"(?:还|也|都|就)?(?:没有|没|不|未|还没|达不)(?:到|够|达到|满)(?:[MN]的?)?{_ZH_LINE}|(?:还|也|都|就)?(?:没有|没|未|不)(?:到|够|达到|满)[MN](?:的?{_ZH_LINE})?|(?:也|还|就)?不(?:能)?(?:包邮|免运费|免标准运费|免邮)|不够(?:包邮|免运费)",
        ),
        "reach": (
            rf"(?:is|are|clears?|reach(?:es)?|pass(?:es)?|(?:is|are) (?:well |just |already )?(?:above|over|past)|qualif(?:y|ies) for|gets?|comes? with|earns?) (?:the )?(?:M )?{_LINE}|ships? free|(?:is|are) (?:sent|shipped|delivered) free(?: of charge)?|(?:your )?(?:standard )?(?:delivery|shipping|postage)(?: is| comes)? free",
            rf"(?:已经|已|早就|也|就|都|可以?|能|够|到了|满足|达到|超过)*(?:了)?(?:[MN]的?)?{_ZH_LINE}(?:了)?|(?:已经|已|早就|也|就|都)*(?:满|超过|过|达到|够)(?:了)?[MN](?:了)?(?:{_ZH_LINE})?|(?:运费|邮费)(?:也|就|都)?(?:不用|不必|无需)(?:您|你|再|另)*(?:出|付|掏|加|交)|(?:不用|不必|无需)(?:您|你|再|另)*(?:出|付|掏|加|交)(?:运费|邮费)",
        ),
        "fee": (
            r"(?:standard )?(?:delivery|shipping|postage) (?:adds?|costs?|is|of|at|comes to) (?:an? |another |extra )?M(?: more| extra| on top)?|(?:plus|and|with|pay|add) M (?:for |in |of )?(?:the )?(?:standard )?(?:delivery|shipping|postage)|(?:and )?M (?:for|of|in) (?:standard )?(?:delivery|shipping|postage)|plus M postage",
            r"(?:标准)?(?:配送|运费|邮费|快递费)(?:费)?(?:是|为|要|需|得|还|另|再|外|加|付|收|补)*M|(?:要|需|得|还|另|再|外)*(?:加|付|收|补)(?:上)?M的?(?:标准)?(?:运费|邮费|配送费)|(?:加|付|含)?M的?(?:标准)?(?:运费|邮费|配送费)",
        ),
        "sent": (
            r"(?:with|including|plus|once you add) (?:the )?(?:standard )?(?:delivery|shipping|postage)(?: included| added)?|(?:sent|shipped|delivered|posted)(?: the standard way| by standard delivery| by standard post)?",
            r"(?:加上?|连|含|算上|连同)(?:标准)?(?:运费|邮费|配送费|配送)(?:在内)?|到手",
        ),
        "many": (
            r"(?:a pair of |the )?N (?:of )?(?:the )?(?:V )?(?:them|X|V)|N of (?:these|them|the X)",
            r"(?:买|拿|要|来|入手|拍|带)?N(?:个|支|瓶|件|双|条|只|顶|枚)?(?:V的?)?X|X?(?:买|拿|要|来|拍|带)N(?:个|支|瓶|件|双|条|只|顶|枚)?",
        ),
        "total": (
            r"(?:comes?|works? out|adds? up|amounts?) (?:up |out )?(?:at|to) (?:a total of )?M(?: in all| in total| altogether)?|(?:is|are|costs?|pay) M (?:in all|in total|altogether|delivered|all told|together)|M (?:in all|in total|altogether|delivered)|(?:a )?total of M|the total is M|makes? M|(?<=· )(?:costs?|comes? to|makes?) [MN]",
            r"(?:总共|一共|合计|总价|共|总计|加起来|算下来)(?:是|为|要|付|就是|才)?[MN]|(?<=·)(?:价)?(?:就)?(?:是|为|要|就是|共|一共)?M",
        ),
        "goods": (r"(?:the |one |a )?X", r"(?:单)?(?:买|拿|要|来|拍)?(?:一?[个支瓶件双条只顶枚])?X|单(?:买|拿|拍|要)?(?:N|一[个支瓶件双条只顶枚])"),
        "price": (r"(?:at|for|costs?|is) M", r"^M(?:N|每?[个支瓶件双条只顶枚])?(?!一共)|(?<=^·)M(?!一共)|^NN$|^N(?=·)"),
        "place": (r"(?:to|within|in|for) L", r"(?:寄到?|送到?|发到?|在)?L(?:境内)?"),
    },
    r"on its own|alone|own|by itself|itself|on|its|so|and|then|which|that|the|means?|it|is|you|pay|standard|way|sent|by|just|a|with|for|if|order|buy|only one|one|still",
    r"所以|因此|那么|那|就|而|且|单独|单买|单|的话|的|标准|也|这样|下来|它|要|另|再|需|了|是|买|只买|一个|本身",
)  # fmt: skip

_BARE_MONEY: Final = frozenset(("short", "reach", "gap", "total", "price"))
"""Roles whose amount may be told without its currency: 拍两只总共736，离免运费还差764."""
_OF_DELIVERY: Final = frozenset(("gap", "short", "reach", "fee", "sent", "many"))
"""Without one of these a sentence tells a price and no more."""


@dataclass(frozen=True, slots=True)
class _Basket:
    """So many of one product at one price, in major units."""

    view: ProductView
    value: Decimal
    each: Decimal
    currency: str
    fact_id: str


def read_with_postage(reading: Reading) -> None:
    """Prove runs of segments that say nothing but what goods come to with standard delivery."""
    rule = reading.grounds.rule(free_from)
    if rule is None:
        return
    read = [_roles(segment) for segment in reading.segments]
    spoken_of = {
        segment.tokens[0].sentence
        for segment, roles in zip(reading.segments, read, strict=True)
        if any(one.role in _OF_DELIVERY for one in roles or ())
    }
    basket: _Basket | None = None
    sentence, sent, priced_before = -1, False, False
    for segment, roles in zip(reading.segments, read, strict=True):
        if segment.tokens[0].sentence != sentence:
            sentence, basket, sent, priced_before = segment.tokens[0].sentence, None, False, False
        if sentence not in spoken_of:
            continue
        if roles is None:
            basket = _carried(segment, basket)
            priced_before = priced_before or any(
                token.amount and token.amount.kind == "money" for token in segment.tokens
            )
            continue
        found = _basket(segment, roles, basket)
        priced_before = priced_before or any(one.role in ("price", "total", "many") for one in roles)
        if found is not None and priced_before and _turned(rule, roles, found):
            raise Blocked("whether delivery is free is told wrongly", subject=found.view.id, attribute="price")
        if found is None or _price_of_all(segment) or not _right(reading, rule, roles, found, sent=sent):
            basket = None
            continue
        basket, sent = found, sent or any(one.role in ("fee", "sent") for one in roles)
        reading.claim(
            "price", found.value, found.fact_id, subject=found.view.id, unit=found.currency, qualifier="with delivery"
        )
        reading.claim(rule.attribute, found.value, rule.fact_id, subject=rule.subject_id)
        segment.use(segment.tokens, "policy")
        reading.policy = (sentence, rule.fact_id)


def _turned(rule: FreeFrom, roles: Sequence[Taken], basket: _Basket) -> bool:
    """Whether goods whose price is told are said to come with a fee that they do not, or the other way round."""
    least, told = rule.free.get(basket.currency), {one.role for one in roles}
    if least is None:
        return False
    return bool(told & {"fee", "gap", "short"}) if basket.value >= least else "reach" in told


def _roles(segment: Segment) -> Sequence[Taken] | None:
    """What each run of the segment tells; None where a word of another matter stands in it."""
    told = [token for token in segment.tokens if token.by != "talk"]
    if not told or any(one.by not in ("", "name", "noun", "pointed") for one in told):
        return None
    return taken(told, _WORDED)


def _carried(segment: Segment, basket: _Basket | None) -> _Basket | None:
    """What stays bought past a segment that another reading proves: nothing where it names other goods or a number."""
    named = any(
        token.names or (token.amount and token.amount.kind in ("count", "number", "kinds")) for token in segment.tokens
    )
    return None if named else basket


_COSTS: Final = frozenset({"is", "are", "cost", "costs", "是", "卖", "只要", "要"})
_EACH: Final = frozenset({"each", "apiece", "a piece", "per piece", "每", "一个", "单价", "一件"})


def _price_of_all(segment: Segment) -> bool:
    """`the pair of totes is EUR 1,250`: what several cost is no price of one."""
    several = any(
        token.text in _PAIR
        or (token.amount is not None and token.amount.kind in ("count", "number") and token.amount.value > 1)
        for token in segment.tokens
    )
    if not several or any(token.text in _EACH for token in segment.tokens):
        return False
    return any(
        token.amount is not None
        and token.amount.kind == "money"
        and any(one.text in _COSTS for one in segment.before(token, 1))
        for token in segment.tokens
    ) and not any(token.text in _SUMMED for token in segment.tokens)


_PAIR: Final = frozenset({"pair", "pair of", "a pair of", "both", "两个", "两只", "两件"})
_SUMMED: Final = frozenset(
    {
        "in all",
        "in total",
        "altogether",
        "all told",
        "together",
        "delivered",
        "总共",
        "一共",
        "合计",
        "共",
        "total",
        "加起来",
    }
)


def _basket(segment: Segment, roles: Sequence[Taken], before: _Basket | None) -> _Basket | None:
    counts = [
        token.amount.value
        for one in roles
        if one.role in ("many", "goods")
        for token in one.tokens
        if token.amount and token.amount.kind != "quantity"
    ]
    contents = [token for one in roles for token in one.tokens if token.amount and token.amount.kind == "quantity"]
    if len(counts) > 1 or segment.group or any(token not in segment.chosen for token in contents):
        return None
    named = any(one.role in ("many", "goods") for one in roles)
    if not named and before is not None and segment.views == [before.view]:
        return before
    prices = priced(segment.variants) if segment.view is not None else []
    if segment.view is None or not prices or len({one.amount for one in prices}) != 1:
        return None
    money, many = prices[0].amount, counts[0] if counts else Decimal(1)
    return _Basket(segment.view, money.major * many, money.major, money.currency, fact(segment.variants, "price"))


def _right(reading: Reading, rule: FreeFrom, roles: Sequence[Taken], basket: _Basket, *, sent: bool) -> bool:
    """`sent`: delivery was spoken of before, so that a sum has it in it."""
    least, fee = rule.free.get(basket.currency), rule.fee.get(basket.currency)
    told = {one.role for one in roles}
    if (
        least is None
        or fee is None
        or not told & {"gap", "short", "reach", "fee", "total", "price"}
        or not _served(reading, roles, basket)
    ):
        return False
    free = basket.value >= least
    if (
        ("reach" in told and not free)
        or (told & {"gap", "short", "fee"} and free)
        or ("sent" in told and "total" not in told)
    ):
        return False
    sent = sent or "sent" in told or "fee" in told
    wanted = {"gap": least - basket.value, "fee": fee, "short": least, "reach": least, "price": basket.each}
    wanted["total"] = basket.value + (fee if sent and not free else 0)
    return all(
        _is(token, wanted[one.role], basket.currency, bare=one.role in _BARE_MONEY)
        for one in roles if one.role in wanted for token in one.tokens
    )  # fmt: skip


def _is(token: Token, value: Decimal, currency: str, *, bare: bool) -> bool:
    """`bare`: a threshold may be told without its currency (还没到1500的包邮线)."""
    amount = token.amount
    if amount is None or amount.value != value:
        return False
    if amount.kind == "number":
        return bare
    return amount.kind == "money" and (amount.unit == currency or (amount.unit, currency) == ("¥", "CNY"))


def _served(reading: Reading, roles: Sequence[Taken], basket: _Basket) -> bool:
    """Whether each place named is one the shop delivers such goods to."""
    places = [place for one in roles if one.role == "place" for token in one.tokens for place in token.of("place")]
    named = any(one.role == "place" for one in roles)
    if named and not places:
        return False
    wide = {
        key.removeprefix("place:") for clause in reading.grounds.units if "c:deliver" in clause.affirmed and not clause.denied
        for key in clause.affirmed if key.startswith("place:")
    }  # fmt: skip
    return all(any(in_place(one, other) for other in wide) for one in places) and right_currency(
        reading.grounds.units, (basket.view,), places
    )
