"""Ways to pay in what a customer says, and which of their own they mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.customers.customer import Customer, PaymentKind, PaymentMethod

_WORDS: Final[tuple[tuple[str, PaymentKind, str], ...]] = (
    (r"pay\s?pal|贝宝", "wallet", "paypal"),
    (r"alipay|支付宝", "wallet", "alipay"),
    (r"we\s?chat pay|微信(?:支付|付)?", "wallet", "wechat pay"),
    (r"apple pay", "wallet", "apple pay"),
    (r"gift\s?-?cards?|礼品卡|购物卡|礼物卡|储值卡", "gift_card", ""),
    (r"master\s?-?card|万事达卡?|\bmc\b", "card", "mastercard"),
    (r"\bvisa\b(?: card)?|(?:维萨|visa)卡?", "card", "visa"),
    (r"amex|american express|运通卡?", "card", "amex"),
    (r"(?:我的?|那张|这张|另一张|换张|换一张)卡|(?<![a-z])卡(?=[里上吧付支退]|$)|(?<=我)卡|(?<!gift )(?<!gift-)(?<!e-)(?<!sd )(?<!cf )(?<!sd-)(?<!cf-)(?<!memory )(?<!sim )\bcards?\b(?! balance)|(?:credit|debit|bank)\s?-?cards?|信用卡|银行卡|借记卡", "card", ""),
)  # fmt: skip
_ANY: Final = re.compile(
    "|".join(f"(?P<k{index}>{words})" for index, (words, _, _) in enumerate(_WORDS)), re.IGNORECASE | re.ASCII
)
_DIGITS: Final = re.compile(r"(?:ending(?: in| with)?|ends(?: in| with)?|last (?:four|4)(?: digits)?(?: are| is)?|尾号(?:是|为)?|末四位(?:是|为)?|后四位(?:是|为)?|[*x•]{2,})\s*(\d{4})(?!\d)|^\s*[,(]?\s*(?:card\s*)?(\d{4})(?!\d)", re.IGNORECASE | re.ASCII)  # fmt: skip
_ORIGINAL: Final = re.compile(
    r"\boriginal(?:ly)?\b(?: (?:payment|method|form|card|way|one))*|\bsame (?:payment|card|method|way|one|account|paypal|as before|place)\b(?: (?:method|i used|i paid with|as before))*|\b(?:how|what|the way|the card|whatever|where|wherever|the one) i (?:paid|used)\b|\bback (?:to )?where it came\b|\bcame from\b|\bthe way it was paid\b"
    r"|原路|原(?:来的?)?(?:支付|付款)(?:方式)?|原卡|原来(?:的|那张)?(?:卡|账户|方式)|怎么付的|付款(?:时)?用的|原(?:方式|渠道|账户)|买的时候用的",
    re.IGNORECASE | re.ASCII,
)  # fmt: skip
_AWAY_BEFORE: Final = re.compile(r"(?:\bfrom|\bnot(?: to| on| the| my)?|\binstead of|\brather than|\binto|\bisn'?t|\bno longer(?: on)?|\bpaid (?:with|by|using)|\bcharged to|\boff|\bwithout|\blost (?:my|the)|\bclosed (?:my|the)|不是|不要|不用|别用|别退|而不是|从|代替|除了|不想用|不退|原来是|之前是|当时用)\s*(?:\b(?:the|my|a|that|old)\s*)*$", re.IGNORECASE | re.ASCII)  # fmt: skip
_AWAY_AFTER: Final = re.compile(r"^(?: card| account|卡)?\s*(?:\S+\s)?(?:(?:is|was|has been|got|'s)\s+(?:\w+\s)?(?:cancel|closed|maxed|expired|lost|gone|broken|stolen|blocked|frozen|empty|declined|not)|expired|(?:right )?now,|has no|doesn'?t|won'?t|instead of\b(?=$)|已?(?:注销|过期|丢|冻结|停用|爆|刷爆|不能用|用不了|没钱|换成|改成|改为))", re.IGNORECASE | re.ASCII)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSaid:
    """A way to pay as the customer named it."""

    start: int
    kind: PaymentKind | None = None
    """None: only digits, or the original one."""
    brand: str = ""
    digits: str = ""
    original: bool = False
    away: bool = False
    """Named as what it shall not be (any more)."""


def payments_in(text: str) -> tuple[PaymentSaid, ...]:
    """Every way to pay the text names, in order."""
    found = []
    for match in _ANY.finditer(text):
        index = next(number for number in range(len(_WORDS)) if match[f"k{number}"])
        _, kind, brand = _WORDS[index]
        digits = _DIGITS.search(text[match.end() : match.end() + 26].split(",")[0])
        before = _digits_before(text, match.start())
        found.append(
            PaymentSaid(
                start=match.start(), kind=kind, brand=brand, digits=_group(digits) or before,
                away=bool(_AWAY_BEFORE.search(text[: match.start()])) or bool(_AWAY_AFTER.match(text[match.end() :])),
            )
        )  # fmt: skip
    taken = {one.digits for one in found}
    found += [
        PaymentSaid(start=match.start(), digits=_group(match))
        for match in _DIGITS.finditer(text)
        if _group(match) not in taken and not match[0].strip()[:1].isdigit()
    ]
    found += [
        PaymentSaid(start=match.start(), original=True, away=bool(_AWAY_BEFORE.search(text[: match.start()])))
        for match in _ORIGINAL.finditer(text)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def _group(match: re.Match[str] | None) -> str:
    return next((part for part in match.groups() if part), "") if match else ""


def _digits_before(text: str, at: int) -> str:
    found = re.search(r"(?:尾号|末四位|后四位)(?:是|为)?\s*(\d{4})\s*(?:的)?(?:那张)?\s*$", text[:at])
    return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a mention comes to: one method, several that fit, or none on file."""

    method: PaymentMethod | None = None
    several: tuple[PaymentMethod, ...] = ()
    missing: PaymentSaid | None = None


def resolve(said: Sequence[PaymentSaid], customer: Customer, original: str) -> Resolved | None:
    """The customer's own method that is meant; None when nothing was said. `original`: the id an order was paid by."""
    wanted = [one for one in said if not one.away]
    if not wanted:
        return None
    exact = [one for one in wanted if one.kind is not None or one.digits]
    one = exact[-1] if exact else wanted[-1]
    if one.original and not exact:
        method = customer.payment_method(original)
        return Resolved(method=method) if method else Resolved(missing=one)
    fitting = [method for method in customer.payment_methods if _is(method, one)]
    if len(fitting) > 1 and any(other.original for other in wanted):
        fitting = [method for method in fitting if method.id == original] or fitting
    if len(fitting) == 1:
        return Resolved(method=fitting[0])
    return Resolved(several=tuple(fitting)) if fitting else Resolved(missing=one)


def _is(method: PaymentMethod, said: PaymentSaid) -> bool:
    if said.kind is not None and method.kind != said.kind:
        return False
    if said.brand and method.brand and method.brand.lower().replace(" ", "") != said.brand.replace(" ", ""):
        return False
    if said.digits and not method.last_four:
        return said.kind is not None
    return not said.digits or method.last_four == said.digits
