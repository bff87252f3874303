"""What a model may read of a text: everything but who the customer is. Pure.

What is taken out leaves a typed and numbered placeholder, `[address 1]`, so that a model can speak of it and code can put
the value back. The same value has the same placeholder; the names of countries, goods, orders and days stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mercery.assistant.personal_names import name_spans
from mercery.assistant.postal_addresses import address_spans
from mercery.core.personal_numbers import named_otherwise, narrow, personal_numbers
from mercery.customers.customer import Address, Customer

Kind = Literal[
    "name", "address", "postcode", "e-mail", "phone number", "card number", "bank account", "id number", "passport",
    "code", "date of birth",
]  # fmt: skip
_PLACEHOLDER: Final = re.compile(
    r"\[(?:name|address|postcode|e-mail|phone number|card number|bank account|id number|passport|code|date of birth) \d+\]"
)
_ID_NAMED: Final = re.compile(r"(?:身份证(?:号码?)?|\bid(?:entity)? card(?: (?:number|no\.?))?|\bsocial security(?: number)?|\bssn)\s*(?:is|:|=|是|为)?\s*(\d[\d -]{7,19}[\dXx])(?![\w-])", re.I | re.A)  # fmt: skip
_PASSPORT: Final = re.compile(r"(?:\bpassport(?: (?:number|no\.?|id))?|护照(?:号码?)?)\s*(?:is|:|=|#|是|为)?\s*([A-Z]{0,3}\d[A-Z0-9]{4,9})(?![\w])", re.I | re.A)  # fmt: skip
_CODE: Final = re.compile(r"(?:(?P<what>[\w'-]+) )?(?:\bcode|\botp|\bpasscode|\bPIN|\bpin (?=is|:|code))(?: (?:number|code))?\s*(?:is|was|=|:|：)?\s*[\"'“]?(?P<code>\d{3}[ -]\d{3}|\d{4,8})(?![\w.,]*\d)", re.A)  # fmt: skip
_CODE_ZH: Final = re.compile(r"(?:验证码|校验码|动态码|口令|密码)\s*(?:是|为|:|：)?\s*(\d{3}[ -]\d{3}|\d{4,8})(?!\d)|(?<!\d)(\d{4,8})(?=(?:是|为)?(?:我的|收到的)?验证码)", re.A)  # fmt: skip
_OTHER_CODES: Final = frozenset(
    [
        "discount",
        "promo",
        "promotion",
        "promotional",
        "coupon",
        "voucher",
        "gift",
        "card",
        "postal",
        "post",
        "zip",
        "area",
        "product",
        "item",
        "color",
        "colour",
        "style",
        "error",
        "order",
        "country",
        "dress",
        "bar",
        "qr",
        "source",
        "hs",
        "model",
        "tracking",
        "referral",
    ]
)
_AWAITED: Final = re.compile(r"(?<![\w.,#@/-])(?:\d[ -]?){5}\d(?![\w@/-]|[.,]\d)", re.A)
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY: Final = rf"(?:\d{{4}}[-/.年]\s?\d{{1,2}}[-/.月]\s?\d{{1,2}}日?|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|(?:19|20)\d{{6}})"
_BIRTH: Final = re.compile(rf"(?:\b(?:date of birth|birth ?date|dob|d\.o\.b\.?|born(?: on)?(?: the)?|birthday)|出生(?:日期|年月日|于)?|生日)\s*(?:is|was|on|:|：|=|是|为)?\s*(?:the )?({_DAY})(?!\d)", re.I | re.A)  # fmt: skip
_BORN_ZH: Final = re.compile(rf"({_DAY})(?=(?:出)?生(?:的|日|于|$)|出生)", re.I | re.A)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the shop has on record: of the customer, to be taken out, and numbers and names that stay."""

    names: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Numbers of the customer's orders, SKUs and the like; these stay."""
    goods: tuple[str, ...] = ()
    """Titles of goods, whose words are no names of people."""
    code_awaited: bool = False
    """Whether a one-time code is asked for: then six digits are one."""

    @classmethod
    def of(
        cls,
        customer: Customer | None,
        *,
        addresses: Iterable[Address | None] = (),
        numbers: Iterable[str] = (),
        goods: Iterable[str] = (),
        code_awaited: bool = False,
    ) -> Known:
        """From a customer's record; `addresses`: those of the orders."""
        own = [customer.address, *addresses] if customer else list(addresses)
        return cls(
            names=(customer.name,) if customer and customer.name else (),
            addresses=tuple(dict.fromkeys(one for one in own if one is not None)),
            phones=(customer.phone,) if customer and customer.phone else (),
            numbers=tuple(numbers),
            goods=tuple(goods),
            code_awaited=code_awaited,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something taken out: what stands for it, and where it stood in the original."""

    placeholder: str
    kind: Kind
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text without what is personal in it."""

    text: str
    spans: tuple[Span, ...]

    def restored(self, text: str) -> str:
        """Another text (a model's) with the values in place of their placeholders; unknown placeholders stay."""
        values = {span.placeholder: span.value for span in reversed(self.spans)}
        return _PLACEHOLDER.sub(lambda found: values.get(found[0], found[0]), text)


def masked(text: str, known: Known, *, after: Sequence[Span] = ()) -> Masked:
    """The text with everything personal replaced. `after`: spans of texts that go to the same model before this one,
    whose placeholders go on."""
    taken: list[tuple[int, int, Kind]] = []
    plain = narrow(text)
    kept = _kept(plain, known.numbers)
    for start, end, kind in _candidates(plain, known):
        if kind == "address":
            # What follows a street may be a card's number, or an order's; the street goes all the same.
            others = [*(begin for begin, _, _ in taken), *(begin for begin, stop in kept if stop - begin > 3)]
            end = min((begin for begin in others if start < begin < end), default=end)
        free = all(end <= begin or stop <= start for begin, stop, _ in taken)
        if free and (kind in ("name", "address") or all(end <= begin or stop <= start for begin, stop in kept)):
            taken.append((start, end, kind))
    return _replaced(text, sorted(taken), after)


def _replaced(text: str, taken: Sequence[tuple[int, int, Kind]], after: Sequence[Span]) -> Masked:
    names = {(span.kind, _same(span.value)): span.placeholder for span in after}
    used = {span.placeholder for span in after} | set(_PLACEHOLDER.findall(text))
    spans: list[Span] = []
    parts, at = [], 0
    for start, end, kind in taken:
        value = text[start:end]
        placeholder = names.get((kind, _same(value))) or _next(kind, used)
        names[(kind, _same(value))] = placeholder
        used.add(placeholder)
        spans.append(Span(placeholder=placeholder, kind=kind, value=value, start=start, end=end))
        parts += [text[at:start], placeholder]
        at = end
    return Masked(text="".join([*parts, text[at:]]), spans=tuple(spans))


def _next(kind: Kind, used: Collection[str]) -> str:
    number = 1
    # What a customer types in the form of a placeholder must not become one.
    while f"[{kind} {number}]" in used:
        number += 1
    return f"[{kind} {number}]"


def _same(value: str) -> str:
    """One form of a value, however it is written."""
    return re.sub(r"[\W_]+", "", narrow(value)).casefold()


def _candidates(text: str, known: Known) -> Iterator[tuple[int, int, Kind]]:
    """What may be taken out, what is surest first."""
    numbers = personal_numbers(text)
    for found in numbers:
        if found.kind != "phone number":
            yield found.start, found.end, found.kind
    for pattern, kind in _LABELLED:
        for match in pattern.finditer(text):
            group = next(index for index, part in enumerate(match.groups(), 1) if part is not None)
            yield *match.span(group), kind
    yield from _codes(text, known)
    yield from _known_addresses(text, known.addresses)
    for start, end in address_spans(text):
        yield start, end, "address"
    for found in numbers:
        if found.kind == "phone number":
            yield found.start, found.end, found.kind
    yield from _of_the_record(text, known)


def _of_the_record(text: str, known: Known) -> Iterator[tuple[int, int, Kind]]:
    for phone in known.phones:
        digits = [re.escape(sign) for sign in re.sub(r"\D", "", phone)]
        if len(digits) >= 6:
            # Without the country's code, however it is grouped.
            for match in re.finditer(rf"(?<!\d){'[ ()./-]{0,2}'.join(digits[-9:])}(?!\d)", text):
                yield *match.span(), "phone number"
    for start, end in name_spans(text, known.names, goods=known.goods):
        yield start, end, "name"
    for address in known.addresses:
        if len(address.postcode) >= 4:
            for match in re.finditer(rf"(?<![\w#-]){re.escape(address.postcode)}(?![\w-])", text, re.I | re.A):
                yield *match.span(), "postcode"


_LABELLED: Final[tuple[tuple[re.Pattern[str], Kind], ...]] = (
    (_ID_NAMED, "id number"), (_PASSPORT, "passport"), (_BIRTH, "date of birth"), (_BORN_ZH, "date of birth"), (_CODE_ZH, "code"),
)  # fmt: skip


def _codes(text: str, known: Known) -> Iterator[tuple[int, int, Kind]]:
    for match in _CODE.finditer(text):
        if (match["what"] or "").lower() not in _OTHER_CODES:
            yield *match.span("code"), "code"
    if known.code_awaited:
        for match in _AWAITED.finditer(text):
            if not named_otherwise(text, match.start()):
                yield *match.span(), "code"


def _known_addresses(text: str, addresses: Sequence[Address]) -> Iterator[tuple[int, int, Kind]]:
    """The customer's own addresses, as on record: the street, and what follows it of the rest."""
    for address in addresses:
        street = _loosely(address.line1)
        if len(address.line1) < 4 or not street:
            continue
        rest = [_loosely(part) for part in (address.line2, address.city, address.region, address.postcode) if part]
        more = rf"(?:[\s,;]{{0,3}}(?:{'|'.join(rest)})(?![\w]))*" if rest else ""
        for match in re.finditer(rf"(?<![\w])(?:{street})(?![\w]){more}", text, re.I | re.A):
            yield *match.span(), "address"


def _loosely(part: str) -> str:
    """A pattern for words as written, whatever stands between them."""
    return r"[\s,.]{0,3}".join(re.escape(word) for word in re.findall(r"[^\s,.]+", narrow(part)))


def _kept(text: str, numbers: Iterable[str]) -> list[tuple[int, int]]:
    """Where numbers stand that are the shop's and not the customer's."""
    return [
        match.span()
        for number in numbers
        if number
        for match in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(number)}(?![A-Za-z0-9])", text, re.I)
    ]
