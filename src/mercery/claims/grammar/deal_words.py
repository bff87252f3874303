"""A sentence about a promotion or about paying in parts, read into items. Every sign of it must be one of them, else it is
no such sentence: what cannot be accounted for is never proved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from mercery.claims.mentions import mentions
from mercery.claims.numerals import NUMBER, read_number

ItemKind = Literal[
    "percent", "money", "number", "date", "weekday", "off", "save", "from", "up", "every", "free", "delivery", "until",
    "since", "everything", "except", "together", "alone", "each", "price", "piece", "goods", "audience", "code", "gift", "named", "most",
    "set", "buy_get", "nth", "parts", "no_fee", "stop", "points", "only",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the sentence that says something."""

    kind: ItemKind
    value: Decimal = Decimal(0)
    unit: str = ""
    """Currency of money as it was written; of `goods`, `audience` and the like, what is named."""
    day: date | None = None
    more: tuple[Decimal, ...] = ()


_WORDS: Final[dict[ItemKind, tuple[str, ...]]] = {
    "off": ("off", "less", "reduction", "cheaper", "rebate", "优惠", "减免", "折扣", "降价", "便宜"),
    "save": ("save", "saves", "saving", "minus", "take off", "takes off", "deduct", "减", "立减", "省", "立省", "直降", "抵", "抵扣", "再减"),
    "from": ("from", "over", "above", "spend", "spending", "orders over", "orders from", "orders of", "order of", "once you spend", "at least", "满", "消费满", "购物满", "订单满", "单笔满", "达到", "达"),
    "up": ("or more", "and up", "and above", "or above", "upwards", "以上", "及以上", "起"),
    "every": ("for every", "every", "per", "每满", "每消费满", "每购满", "每"),
    "free": ("free", "free of charge", "at no charge", "costs nothing", "免费", "免", "免收"),
    "delivery": ("delivery", "shipping", "postage", "delivered", "ships", "shipped", "运费", "配送", "邮费", "配送费"),
    "until": ("until", "till", "through", "to", "ends on", "ending on", "ends", "valid until", "runs until", "up to and including", "截至", "截止", "至", "到", "有效至", "止", "为止", "结束"),
    "since": ("since", "starting", "starts on", "from the", "自", "从"),
    "everything": ("everything", "all orders", "the whole shop", "storewide", "every order", "any order", "全场", "全店", "所有商品", "全部商品"),
    "except": ("except", "except for", "excluding", "apart from", "other than", "除", "除了", "不含", "不包括"),
    "together": ("can be combined with other offers", "may be combined with other offers", "can be combined with other promotions", "can be used with other promotions", "works with other offers", "可叠加", "可与其他优惠叠加", "可与其他优惠同享", "可与其他活动同享"),
    "alone": ("cannot be combined with other offers", "cannot be combined with other promotions", "cannot be used with other promotions", "not combinable", "不可叠加", "不能叠加", "不与其他优惠同享", "不可与其他优惠同享", "不与其他活动同享", "不能与其他优惠同享"),
    "each": ("each", "apiece", "a piece", "per piece", "每件", "单件", "每期"),
    "price": ("for", "at", "costs", "cost", "售价", "特价", "一口价"),
    "only": ("only", "just", "只要", "仅需", "只需", "仅"),
    "piece": ("it", "this piece", "this one", "this", "这款", "这件", "这只", "这双", "这条", "本款", "该商品"),
    "most": ("at most", "up to", "no more than", "最多", "最高", "上限"),
    "no_fee": ("without a fee", "without fees", "no fee", "fee free", "interest free", "without interest", "无手续费", "免手续费", "免息", "零手续费"),
    "points": ("points", "积分"),
}  # fmt: skip
_FILLER: Final = frozenset(
    ["the", "a", "an", "on", "in", "our", "your", "you", "we", "they", "is", "are", "there", "of", "with", "and", "get", "gets", "take", "takes", "now", "currently", "today", "use", "using", "enter", "when", "if", "have", "has", "give", "gives", "giving", "can", "may", "pay", "paid", "promotion", "promotions", "offer", "offers", "discount", "sale", "order", "orders", "purchase", "purchases", "goods", "items", "item", "pieces", "products", "product", "shop", "shopping", "at", "for", "be", "by", "this", "these", "as", "buy", "buying", "coupon", "voucher", "code", "reach", "reaches", "comes", "come", "applies", "apply", "all", "runs", "run", "qualify", "qualifies", "who", "receive", "receives"]
) | frozenset(
    (
        "现在", "目前", "正在", "享受", "享", "可享", "可享受", "可", "可以", "使用", "用", "优惠码", "优惠券", "折扣码", "券", "凭", "输入", "您", "您的", "我们", "本店",
        "的", "了", "有", "活动", "促销", "期间", "商品", "下单", "订单", "购买", "购物", "买", "结账", "时", "即", "即可", "就", "能", "打", "均", "都", "款", "类",
        "系列", "产品", "今天", "消费", "金额", "后", "外", "之外", "以外", "价", "元", "码", "该", "此", "全部", "专享", "专属", "包", "送", "获", "赠", "参加", "参与", "为", "是", "付款", "支付", "分",
    )
)  # fmt: skip
_WEEKDAYS: Final[dict[str, int]] = {
    name: index
    for index, names in enumerate(
        (
            ("monday", "周一", "星期一", "礼拜一"), ("tuesday", "周二", "星期二", "礼拜二"), ("wednesday", "周三", "星期三", "礼拜三"),
            ("thursday", "周四", "星期四", "礼拜四"), ("friday", "周五", "星期五", "礼拜五"), ("saturday", "周六", "星期六", "礼拜六"),
            ("sunday", "周日", "星期日", "星期天", "礼拜天", "周天"),
        )
    )
    for name in names
}  # fmt: skip
_N: Final = NUMBER.any
_BUY_GET: Final = re.compile(
    rf"buy (?P<a>{_N}),? (?:and )?get (?P<b>{_N})(?: free| for free)?|买\s?(?P<c>{_N})\s?[送赠免]\s?(?P<d>{_N})(?:件)?",
    re.I,
)
_NTH: Final = re.compile(
    rf"(?:the )?(?P<a>second|third|fourth|2nd|3rd|4th) (?:piece|item|one|unit) (?:at |for )?(?:half price|half off)"
    rf"|第(?P<b>{_N})件\s?(?:半价|五折|5折)",
    re.I,
)
_SET: Final = re.compile(
    rf"(?:any )?(?P<a>{_N}) (?:pieces |items )?for (?=[^a-z]?\s?\d|[a-z]{{3}}\s?\d)|(?P<b>{_N})\s?件(?=\s?[¥￥€$]?\d)",
    re.I,
)
_PARTS: Final = re.compile(
    rf"(?:in |split into )?(?P<a>{_N}) (?:monthly )?(?:payments|instalments|installments|parts)(?: of)?|分?\s?(?P<b>{_N})\s?期(?:付款|支付|付)?",
    re.I,
)
_PIECES: Final = re.compile(rf"(?P<a>{_N}) (?:pieces|items|units)|(?P<b>{_N})\s?件", re.I)
_NTHS: Final = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_AND: Final = re.compile(r"(?<=\d) and (?=[^a-z ]?\s?\d|[a-z]{3} ?\d)")
"""Two sums in a row are two, and no range."""
_STOP: Final = re.compile(r"[,，;；、:：]|\band\b|\bthen\b", re.I)


def plain(text: str) -> str:
    """Small letters, one kind of signs."""
    low = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip(" .。!！").casefold()
    return _AND.sub(", ", low)


def read_items(text: str, own: Mapping[str, Item], *, year: int) -> list[Item] | None:
    """The items of one sentence in order; None where a sign of it is none. `own`: what the shop calls goods, audiences,
    codes, presents and promotions."""
    low = plain(text)
    held = _spotted(low, year)
    fixed = {**_phrases(), **own}
    longest = max((len(one) for one in fixed), default=1)
    found: list[Item] = []
    at = 0
    while at < len(low):
        if (spot := held.get(at)) is not None:
            found.append(spot[1])
            at = spot[0]
            continue
        ends = min((start for start in held if start > at), default=len(low))
        step = _step(low, at, ends, fixed, longest)
        if step is None:
            return None
        at, item = step
        if item is not None:
            found.append(item)
    return found


def _step(low: str, at: int, ends: int, fixed: Mapping[str, Item], longest: int) -> tuple[int, Item | None] | None:
    """The next phrase from `at` on, the longest that fits; None where there is none."""
    if (stop := _STOP.match(low, at)) is not None:
        return stop.end(), Item("stop")
    if low[at] in " -'\"“”‘’()（）!！~·":
        return at + 1, None
    for size in range(min(longest, ends - at), 0, -1):
        piece = low[at : at + size]
        if piece in fixed and _whole(low, at, at + size):
            return at + size, fixed[piece]
        if piece in _FILLER and _whole(low, at, at + size):
            return at + size, None
    return None


def _whole(low: str, start: int, end: int) -> bool:
    """English words are not taken apart; Chinese ones have no bounds."""
    before, after = low[start - 1 : start], low[end : end + 1]
    first, last = low[start], low[end - 1]
    return not (_letter(first) and _letter(before)) and not (_letter(last) and _letter(after))


def _letter(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _spotted(low: str, year: int) -> dict[int, tuple[int, Item]]:
    """What is read by its form: amounts, dates, `buy 2 get 1`, `in 3 payments`. The longer forms come first."""
    found: dict[int, tuple[int, Item]] = {}
    taken: list[tuple[int, int]] = []
    for start, end, item in (*_formed(low), *_mentioned(low, year)):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            found[start] = (end, item)
    return found


def _formed(low: str) -> Iterator[tuple[int, int, Item]]:
    for match in _BUY_GET.finditer(low):
        more = read_number(match["a"] or match["c"]), read_number(match["b"] or match["d"])
        yield *match.span(), Item("buy_get", more=more)
    for match in _NTH.finditer(low):
        number = Decimal(_NTHS[match["a"]]) if match["a"] else read_number(match["b"])
        yield *match.span(), Item("nth", number)
    for match in _SET.finditer(low):
        yield *match.span(), Item("set", read_number(match["a"] or match["b"]))
    for match in _PARTS.finditer(low):
        yield *match.span(), Item("parts", read_number(match["a"] or match["b"]))
    for name, day in _WEEKDAYS.items():
        for match in re.finditer(rf"(?:(?:this|next) )?{name}" if name.isascii() else f"(?:本|这|下)?{name}", low):
            if not match[0].startswith(("next", "下")):
                yield *match.span(), Item("weekday", Decimal(day))
    for match in _PIECES.finditer(low):
        yield *match.span(), Item("number", read_number(match["a"] or match["b"]), "piece")


def _mentioned(low: str, year: int) -> Iterator[tuple[int, int, Item]]:
    for one in mentions(low, year=year):
        if one.high is not None:
            continue
        if one.kind == "percent":
            folded = "折" in low[one.start : one.end]
            yield one.start, one.end, Item("percent", one.value, "fold" if folded else "")
        elif one.kind == "money" or one.kind == "number":
            yield one.start, one.end, Item(one.kind, one.value, one.unit)
        elif one.kind == "date":
            yield one.start, one.end, Item("date", day=one.day, unit="" if one.month_only else "year")


_cached: dict[str, Item] = {}


def _phrases() -> Mapping[str, Item]:
    if not _cached:
        _cached.update({word: Item(kind) for kind, words in _WORDS.items() for word in words})
        _cached.update({"free delivery": Item("free", unit="delivery"), "free shipping": Item("free", unit="delivery")})
        _cached.update(
            {word: Item("free", unit="delivery") for word in ("包邮", "免邮", "免运费", "免邮费", "ships free")}
        )
    return _cached


def phrases_of(kind: ItemKind, names: Iterable[tuple[str, str]]) -> dict[str, Item]:
    """What each thing is called: (name, key) pairs; English ones in singular and plural."""
    found: dict[str, Item] = {}
    for name, key in names:
        low = plain(name)
        if not low:
            continue
        found[low] = Item(kind, unit=key)
        if low[-1].isascii() and low[-1].isalpha():
            found.setdefault(low.removesuffix("s") if low.endswith("s") else f"{low}s", Item(kind, unit=key))
    return found
