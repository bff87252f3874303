"""Numbers, money, dates and yes/no as shops write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from babel.core import get_global

from mercery.core.money import Money, minor_digits

SYMBOLS: Final = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "₩": "KRW", "원": "KRW", "₹": "INR", "rs": "INR", "₽": "RUB",
    "руб": "RUB", "р": "RUB", "₺": "TRY", "tl": "TRY", "zł": "PLN", "元": "CNY", "圆": "CNY", "人民币": "CNY", "rmb": "CNY",
    "円": "JPY", "us$": "USD", "hk$": "HKD", "nt$": "TWD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD",
    "s$": "SGD", "r$": "BRL", "mx$": "MXN", "cn¥": "CNY", "jp¥": "JPY", "chf": "CHF", "fr": "CHF", "₫": "VND", "đ": "VND",
    "฿": "THB", "₴": "UAH", "грн": "UAH", "kč": "CZK", "ft": "HUF", "lei": "RON", "лв": "BGN", "₪": "ILS", "₱": "PHP", "₦": "NGN",
    "rm": "MYR", "rp": "IDR", "fcfa": "XOF",
}  # fmt: skip
_SHARED: Final = {"$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"), "¥": ("CNY", "JPY"),
                  "kr": ("SEK", "DKK", "NOK", "ISK"), "dh": ("AED", "MAD"), "dhs": ("AED", "MAD")}  # fmt: skip
_NUMBER: Final = re.compile(r"[-−(]?\s*(?:\d[\d.,'’\u00a0\u202f ]*|[.,]\d+)\)?")
_NO_CENTS: Final = re.compile(r"(\d)\s*[.,:]\s?[-–—]{1,2}")
"""`12,-` and `12.–`: whole amounts as shops from Vienna to Oslo write them."""
_WHOLE: Final = frozenset(["JPY", "KRW", "VND", "IDR", "CLP", "COP", "PYG", "ISK", "HUF", "IRR", "UZS"])
"""Currencies nobody writes with three decimals: in them `150.000` is a hundred and fifty thousand."""
_DOT_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(\.\d{3})+")
_OTHER_SIGNS: Final = str.maketrans("٫٬", ".,")
_CURRENCIES: Final = frozenset(get_global("all_currencies"))
_MOST: Final = Decimal(10) ** 9
_TRUE: Final = frozenset(
    ["1", "true", "yes", "y", "on", "t", "ja", "oui", "si", "sí", "sim", "tak", "да", "是", "有", "真", "wahr", "vrai", "verdadero",
     "vero", "enabled", "active", "aktiv", "actif", "published", "publish", "visible", "online", "上架", "已上架", "在售", "启用", "开启"]
)  # fmt: skip
_FALSE: Final = frozenset(
    ["0", "-1", "false", "no", "n", "off", "f", "nein", "non", "não", "nie", "нет", "否", "无", "假", "falsch", "faux", "falso",
     "disabled", "inactive", "inaktiv", "inactif", "unpublished", "private", "hidden", "offline", "下架", "已下架", "仓库中", "停用", "关闭"]
)  # fmt: skip


class Unreadable(ValueError):
    """The text is no such value; the message says why, to a person, and so does `zh` in Chinese, without a full stop."""

    def __init__(self, message: str, *, zh: str) -> None:
        super().__init__(message)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the currency written with it, if any."""

    number: Decimal
    currency: str | None = None


def is_currency(code: str) -> bool:
    """Whether `code` is an ISO 4217 code in capitals."""
    return code in _CURRENCIES


@lru_cache(maxsize=4096)
def parse_number(text: str, *, comma_decimal: bool | None = None) -> Decimal:
    """The number in `text`. The last of two different separators is the decimal one; a lone comma before exactly three
    digits groups thousands, a lone dot does not, unless `comma_decimal` says that commas are decimal in this file."""
    bare = re.sub(r"['’\u00a0\u202f\s]", "", _latin_digits(text)).replace("−", "-")
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    sign = "-" if bare.startswith("-") else ""
    bare = bare.lstrip("+-")
    if not re.fullmatch(r"(?:\d+[.,]?)+\d*|[.,]\d+", bare):
        raise Unreadable(f"'{text}' is not a number", zh=f"“{text}”不是数字")
    try:
        number = Decimal(sign + _plain(bare, comma_decimal))
    except InvalidOperation as error:
        raise Unreadable(f"'{text}' is not a number", zh=f"“{text}”不是数字") from error
    if abs(number) > _MOST:
        raise Unreadable(f"{text} is impossibly large", zh=f"“{text}”数值过大")
    return number


def _plain(bare: str, comma_decimal: bool | None) -> str:
    comma, dot = bare.rfind(","), bare.rfind(".")
    if comma >= 0 and dot >= 0:
        decimal = "," if comma > dot else "."
        return bare.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    if comma >= 0:
        groups = bool(re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+", bare)) and not comma_decimal
        return bare.replace(",", "" if groups or bare.count(",") > 1 else ".")
    if dot >= 0:
        groups = bool(re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", bare)) and (comma_decimal or bare.count(".") > 1)
        return bare.replace(".", "") if groups else bare
    return bare


def parse_amount(text: str, shop_currency: str, *, comma_decimal: bool | None = None) -> Amount:
    """An amount with or without its currency: "€1.280,00", "1280 EUR", "¥1,280", "$15.00 USD", "CHF 12.–"."""
    text = text.strip()
    plain = _NO_CENTS.sub(r"\1", _latin_digits(text))
    found = _NUMBER.search(plain)
    if not found:
        raise Unreadable(f"'{text}' is not a price", zh=f"“{text}”不是价格")
    before, after = plain[: found.start()].strip(), plain[found.end() :].strip()
    digits = found.group().strip()
    code = _named(before.strip("-−"), after.strip("-−"), shop_currency, text)
    if (code or shop_currency) in _WHOLE and _DOT_GROUPS.fullmatch(digits.strip("-−")):
        digits = digits.replace(".", "")
    number = parse_number(digits, comma_decimal=comma_decimal)
    if before.startswith(("-", "−")) or before.endswith(("-", "−")) or after in ("-", "−"):
        number = -number
    if number < 0:
        raise Unreadable(f"the price {text} is negative", zh=f"价格“{text}”小于 0")
    return Amount(number, code)


def _named(before: str, after: str, shop_currency: str, text: str) -> str | None:
    """The currency written around a number, in sign or code or both; None when there is none."""
    found = {_currency(words, shop_currency, text): words for words in (before, after) if words.strip(" .:,")}
    if len(found) > 1:
        found = {code: words for code, words in found.items() if words.strip(" .:,").casefold() not in _SHARED}
    if len(found) > 1:
        raise Unreadable(f"'{text}' names two currencies", zh=f"“{text}”含有两种货币")
    return next(iter(found), None)


def _latin_digits(text: str) -> str:
    """Full-width and Arabic digits and signs as the usual ones."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text).translate(_OTHER_SIGNS)
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() and sign > "9" else sign for sign in plain)


def _currency(words: str, shop_currency: str, text: str) -> str:
    bare = words.strip(" .:,()").casefold()
    if bare in _SHARED:
        return shop_currency if shop_currency in _SHARED[bare] else _SHARED[bare][0]
    if bare in SYMBOLS:
        return SYMBOLS[bare]
    if is_currency(bare.upper()):
        return bare.upper()
    if len(bare) == 3 and bare.isalpha():
        raise Unreadable(f"the currency '{words}' is unknown", zh=f"货币“{words}”无法识别")
    raise Unreadable(f"'{text}' is not a price", zh=f"“{text}”不是价格")


def to_money(number: Decimal, currency: str) -> tuple[Money, bool]:
    """The amount in whole minor units, and whether decimals had to be rounded away (halves up)."""
    digits = minor_digits(currency)
    scaled = number.scaleb(digits)
    whole = scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return Money(int(whole), currency), scaled != whole


def parse_whole(text: str) -> int:
    """A whole number such as a stock: "12", "12.0000"; Unreadable otherwise."""
    number = parse_number(text, comma_decimal=False)
    if number != number.to_integral_value():
        raise Unreadable(f"'{text}' is not a whole number", zh=f"“{text}”不是整数")
    return int(number)


def parse_flag(text: str) -> bool | None:
    """Yes, no, or None when it says neither."""
    word = text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


_DATES: Final = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d-%m-%Y",
    "%d-%b-%Y",
)
_TIMES: Final = (
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y",
    "%m/%d/%y, %I:%M %p",
    "%m/%d/%y",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M %p",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
)


def parse_date(text: str) -> date:
    """A day in ISO 8601 and the usual unambiguous ways."""
    return parse_moment(text).date()


def parse_moment(text: str) -> datetime:
    """A moment (UTC where no zone stands); Unreadable when there is no such day."""
    bare = text.strip()
    try:
        moment = datetime.fromisoformat(bare.replace(" UTC", "+00:00").replace("Z", "+00:00"))
    except ValueError:
        moment = _by_patterns(bare)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _by_patterns(text: str) -> datetime:
    spaced = re.sub(r"([+-]\d{2}):?(\d{2})$", r"\1\2", text)
    for pattern in (*_DATES, *_TIMES):
        try:
            return datetime.strptime(spaced, pattern)  # noqa: DTZ007 - the zone is set by the caller
        except ValueError:
            continue
    raise Unreadable(f"'{text}' is not a date", zh=f"“{text}”不是日期")
