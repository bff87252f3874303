"""Sentences that were true, corrupted: the value of another product, another number, a denial, another part. Pure."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.values import Materials, Terms, Text
from mercery.core.i18n import Lang
from mercery.evals.second_check_words import PARTS

KINDS: Final = ("value", "number", "denied", "part")
_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_VERBS: Final = {
    "en": re.compile(
        r"(?<![a-z])(is|are|was|were|has|have|comes|closes|holds|takes|weighs|measures|made|cut|lined|sewn)(?![a-z])"
    ),
    "zh": re.compile(r"(是|为|采用|选用|用|取自|取|配有|配|有|含|重|制成|织成|以)"),
}
_DENIED: Final = {
    "is": "is not", "are": "are not", "was": "was not", "were": "were not", "has": "has no", "have": "have no", "made": "not made",
    "cut": "not cut", "lined": "not lined", "sewn": "not sewn", "comes": "does not come", "closes": "does not close",
    "holds": "does not hold", "takes": "does not take", "weighs": "does not weigh", "measures": "does not measure",
    "有": "没有", "配有": "没有", "是": "不是", "为": "不为", "含": "不含",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A sentence that went out."""

    text: str
    lang: Lang
    product: Product
    shop: int
    """Of which shop, by its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """What became of it."""

    kind: str
    truth: Truth
    text: str


def mutants(truths: Sequence[Truth], goods: Sequence[Sequence[Product]], count: int, seed: int = 0) -> list[Mutant]:
    """So many different ones, the kinds in turn as far as the sentences allow."""
    chance = random.Random(seed)  # noqa: S311 - which sentence comes when
    makers: dict[str, Callable[[Truth], str]] = {
        "value": lambda truth: _other_value(truth, goods[truth.shop], chance),
        "number": lambda truth: _other_number(truth, chance),
        "denied": _denied,
        "part": lambda truth: _other_part(truth, chance),
    }
    streams = {kind: _made(kind, maker, chance.sample(list(truths), len(truths))) for kind, maker in makers.items()}
    found: list[Mutant] = []
    while streams and len(found) < count:
        for kind in [kind for kind in KINDS if kind in streams]:
            mutant = next(streams[kind], None)
            if mutant is None:
                del streams[kind]
            elif len(found) < count:
                found.append(mutant)
    return found


def _made(kind: str, maker: Callable[[Truth], str], truths: Sequence[Truth]) -> Iterator[Mutant]:
    seen: set[str] = set()
    for truth in truths:
        text = maker(truth)
        if text and text != truth.text and text not in seen:
            seen.add(text)
            yield Mutant(kind=kind, truth=truth, text=text)


def _values(product: Product, lang: Lang) -> Iterator[tuple[str, str]]:
    """Attribute and value in words."""
    for attribute in product.attributes:
        match attribute.value:
            case Text(words):
                yield attribute.name, words.text(lang)
            case Terms(items):
                yield from ((attribute.name, item.text(lang)) for item in items)
            case Materials(parts):
                yield from ((attribute.name, part.material.text(lang)) for part in parts)
            case _:
                continue
    for option in product.options:
        yield from ((option.name, value.text(lang)) for value in option.values)


def _other_value(truth: Truth, goods: Sequence[Product], chance: random.Random) -> str:
    low = truth.text.lower()
    own = list(_values(truth.product, truth.lang))
    record = " ".join(
        [*(value for _, value in own), truth.product.description.text(truth.lang), truth.product.title.text(truth.lang)]
    ).lower()
    for name, value in sorted(own, key=lambda one: -len(one[1])):
        at = low.find(value.lower())
        if len(value) < 2 or at < 0:
            continue
        others = sorted(
            {
                other for product in goods if product is not truth.product
                for attribute, other in _values(product, truth.lang)
                if attribute == name and 1 < len(other) < 30 and other.lower() not in record and value.lower() not in other.lower()
            }
        )  # fmt: skip
        if others:
            return truth.text[:at] + chance.choice(others) + truth.text[at + len(value) :]
    return ""


def _other_number(truth: Truth, chance: random.Random) -> str:
    found = list(_NUMBER.finditer(truth.text))
    if not found:
        return ""
    one = chance.choice(found)
    number = float(one[0])
    other = chance.choice((number * 2, number + 3, number * 10, max(number - 1, 0.5)))
    return truth.text[: one.start()] + f"{other:g}" + truth.text[one.end() :]


def _denied(truth: Truth) -> str:
    found = _VERBS[truth.lang].search(truth.text)
    if not found:
        return ""
    denied = _DENIED.get(found[0], f"不{found[0]}")
    return truth.text[: found.start()] + denied + truth.text[found.end() :]


def _other_part(truth: Truth, chance: random.Random) -> str:
    low = truth.text.lower()
    for part, words in PARTS.items():
        for word in words:
            if word.isascii() != (truth.lang == "en"):
                continue
            found = re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word), low)
            if not found:
                continue
            others = [
                other for name, names in PARTS.items() if name != part
                for other in names[:3] if other.isascii() == word.isascii() and other not in low
            ]  # fmt: skip
            return truth.text[: found.start()] + chance.choice(others) + truth.text[found.end() :]
    return ""
