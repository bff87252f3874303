"""Money as whole minor units with a currency (ISO 4217), never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, lru_cache

from babel.core import Locale, get_global
from babel.numbers import format_currency

from mercery.core.errors import MerceryError
from mercery.core.i18n import Lang

_CODE = re.compile(r"[A-Z]{3}\Z")
_LOCALES: dict[Lang, str] = {"en": "en_IE", "zh": "zh_CN"}


class MoneyError(MerceryError):
    """An amount or a currency that cannot be used."""

    code = "money_invalid"
    status = 422


@cache
def _locale(lang: Lang) -> Locale:
    """Read once: reading a locale takes longer than writing the amount."""
    return Locale.parse(_LOCALES[lang])


@cache
def minor_digits(currency: str) -> int:
    """How many decimals the currency has (EUR 2, JPY 0, KWD 3), from CLDR."""
    if not _CODE.match(currency):
        raise MoneyError(
            f"'{currency}' is not a currency code.",
            remedy="Use three capitals as in EUR, CNY, USD.",
            zh=f"“{currency}”不是货币代码，请用三个大写字母，例如 CNY、EUR、USD。",
        )
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` units (cents, fen) of `currency`."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        minor_digits(self.currency)

    @classmethod
    def from_major(cls, amount: Decimal | int | str, currency: str) -> Money:
        """The exact amount in major units; more decimals than the currency has are an error, not rounded."""
        try:
            scaled = Decimal(str(amount)).scaleb(minor_digits(currency))
        except InvalidOperation as error:
            raise MoneyError(
                f"'{amount}' is not an amount.",
                remedy="Write a plain number such as 1280.00.",
                zh=f"“{amount}”不是金额，请填写数字，例如 1280.00。",
            ) from error
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise MoneyError(
                f"{amount} {currency} has more decimals than the currency.",
                remedy=f"Give at most {minor_digits(currency)} decimals.",
                zh=f"{amount} {currency} 的小数位过多，最多 {minor_digits(currency)} 位。",
            )
        return cls(int(scaled), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @property
    def major(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __mul__(self, count: int) -> Money:
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other).minor

    def basis_points(self, rate: int) -> Money:
        """`rate` ten-thousandths of the amount, halves rounded away from zero."""
        share = (Decimal(self.minor) * rate / 10_000).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return Money(int(share), self.currency)

    def split(self, weights: list[int]) -> list[Money]:
        """Divide exactly by `weights` (largest remainder); the parts add up to the whole."""
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise MoneyError("An amount can only be split by weights of which one is positive.")
        floors = [self.minor * weight // total for weight in weights]
        left = self.minor - sum(floors)
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(self.minor * weights[i] % total), i))
        for index in by_remainder[:left]:
            floors[index] += 1
        return [Money(minor, self.currency) for minor in floors]

    def text(self, lang: Lang = "en") -> str:
        """As a shop writes it: €1,280 without empty decimals, ¥345.50 with them."""
        return _written(self, lang)

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise MoneyError(
                f"{self.currency} and {other.currency} cannot be combined.",
                zh=f"{self.currency} 与 {other.currency} 不能合并计算。",
            )
        return other


@lru_cache(maxsize=4_096)
def _written(amount: Money, lang: Lang) -> str:
    """The same prices are told all day, and writing one takes a tenth of a millisecond."""
    whole = amount.minor % 10 ** minor_digits(amount.currency) == 0
    pattern = "¤#,##0;-¤#,##0" if whole else None
    return format_currency(
        amount.major, amount.currency, pattern, locale=_locale(lang), currency_digits=not whole, group_separator=True
    ).replace("CN¥", "¥")
