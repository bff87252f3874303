"""Which products a message names. Pure: an index over titles, asked once per message."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mercery.claims.vocabulary import colours_in, materials_in
from mercery.core.i18n import Words
from mercery.knowledge.features import ideas_in
from mercery.knowledge.fitting import is_thing

_LATIN: Final = re.compile(r"[a-z0-9]+(?:[.'’-][a-z0-9]+)*")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
_EMPTY: Final = frozenset("the a an and of for in by with de la le du des et".split())  # noqa: SIM905
_COMMON: Final = frozenset(
    "work soft fine small large big mini new old classic long short water golden hour round light dark day night morning summer winter travel city evening everyday screen touch two crew neck first".split()  # noqa: SIM905
)
"""Everyday words, which name no product by themselves."""
SURE: Final = 0.99
WITH_CONTEXT: Final = 0.75
WITHOUT_CONTEXT: Final = 0.5
ALONE: Final = 0.3
"""A word that stands in one product's name only may name it with this share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A product as the matcher knows it."""

    product_id: str
    title: Words
    kinds: tuple[Words, ...] = ()
    """Its category path."""
    skus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A product and how much of its name stands in the message."""

    product_id: str
    share: float
    tokens: frozenset[str]
    weight: float


class ProductNames:
    """The names of a shop's products."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.product_id: entry for entry in entries}
        self._titles: list[tuple[str, frozenset[str]]] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._skus: dict[str, str] = {}
        self._kinds = frozenset(one.zh for entry in self.entries.values() for one in entry.kinds)
        self._heads: dict[str, frozenset[str]] = {}
        """The last word of a name, which says what kind of thing it is and names nothing by itself."""
        for entry in self.entries.values():
            ending = [run[-2:] for run in _CHINESE.findall(entry.title.zh)[-1:]]
            self._heads[entry.product_id] = name_tokens(" ".join([*entry.title.en.split()[-1:], *ending]))
            for text in {entry.title.en, entry.title.zh} - {""}:
                tokens = name_tokens(text)
                if tokens:
                    self._titles.append((entry.product_id, tokens))
                    for token in tokens:
                        self._holders[token].append(len(self._titles) - 1)
            for sku in entry.skus:
                self._skus[sku.lower()] = entry.product_id

    def sharing(self, tokens: frozenset[str]) -> tuple[str, ...]:
        """Products whose names hold all these words: said alone, the words tell none of them from the others."""
        held = [product_id for product_id, title in self._titles if tokens and tokens <= title]
        found = tuple(dict.fromkeys(held))
        return found if any(token.isascii() for token in tokens) else self._plainest(found)

    def _plainest(self, product_ids: tuple[str, ...]) -> tuple[str, ...]:
        """Of 马鞍包 and 小号马鞍包 the first: whoever says 鞍包 says nothing that only the longer name has."""
        titles = {one: self.entries[one].title.zh for one in product_ids}
        plain = [
            one for one in product_ids if titles[one] and all(other.endswith(titles[one]) for other in titles.values())
        ]
        return tuple(plain[:1]) or product_ids

    def near(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Products whose names are like words of the text though none is said: `月光包` beside 新月包."""
        low = text.lower()
        scored = []
        for entry in self.entries.values():
            share = max(_latin_likeness(entry.title.en.lower(), low), _chinese_likeness(entry.title.zh, low))
            if share > 0:
                scored.append((-share, len(entry.title.en), entry.product_id))
        return tuple(product_id for _, _, product_id in sorted(scored)[:limit])

    def beside(self, product_id: str, text: str) -> str | None:
        """The product a comparison sets beside this one: what the rest of the text names best, else the one whose whole
        name ends this one's (`Saddle Bag` of `Petite Saddle Bag`); None where there is none."""
        title = self.entries[product_id].title
        rest = _taken_out(text.lower(), title)
        others = [one for one in self.named(rest) if one.product_id != product_id]
        if others and (len(others) == 1 or others[0].share > others[1].share):
            return others[0].product_id
        own = name_tokens(f"{title.en} {title.zh}") & name_tokens(rest)
        kin = [one for one in self.sharing(own) if one != product_id] if own else []
        if len(kin) == 1 and not others:
            return kin[0]
        endings = [
            one
            for one, entry in self.entries.items()
            if one != product_id
            and (
                (entry.title.en and title.en.lower().endswith(f" {entry.title.en.lower()}"))
                or (entry.title.zh and title.zh.endswith(entry.title.zh))
            )
        ]
        return endings[0] if len(endings) == 1 and not others else None

    def kin(self, product_id: str) -> tuple[str, ...]:
        """Products whose name is this one's with words more, or without some of them: `Petite Saddle Bag`, `Saddle Bag`."""
        if product_id not in self.entries:
            return ()
        own = self.entries[product_id].title
        return tuple(one for one, entry in self.entries.items() if one != product_id and _of_one_name(own, entry.title))

    def place(self, product_id: str, text: str) -> int:
        """Where in the text the product's name begins to stand."""
        low, title = text.lower(), self.entries[product_id].title
        whole = [low.find(one.lower()) for one in (title.en, title.zh) if one]
        if found := [at for at in whole if at >= 0]:
            return min(found)
        words = [word for word in _LATIN.findall(title.en.lower()) if word not in _EMPTY]
        runs = [run[i : i + 2] for run in _CHINESE.findall(title.zh) for i in range(len(run) - 1)]
        return min((at for at in (low.find(part) for part in (*words, *runs)) if at >= 0), default=len(low))

    def named(self, text: str) -> list[Named]:
        """Products of which at least half the name is said, the surest first, names inside longer names left out."""
        low = text.lower()
        by_sku = [product_id for sku, product_id in self._skus.items() if len(sku) >= 4 and sku in low]
        said = frozenset(self._meant(token) for token in name_tokens(text))
        best: dict[str, Named] = {}
        for index in {index for token in said for index in self._holders.get(token, ())}:
            product_id, tokens = self._titles[index]
            hit = tokens & said
            head = self._heads.get(product_id, frozenset())
            telling = any(self._tells(token, product_id) for token in hit)
            if hit < tokens and not telling and (hit <= head or hit - head <= _COMMON):
                continue
            weight = sum(self._weight(token) for token in hit)
            share = weight / sum(self._weight(token) for token in tokens)
            known = best.get(product_id)
            alone = share >= ALONE and any(self._only(token, product_id) for token in hit)
            if (share >= WITHOUT_CONTEXT or alone or telling) and (
                known is None or (share, weight) > (known.share, known.weight)
            ):
                best[product_id] = Named(product_id=product_id, share=share, tokens=hit, weight=weight)
        for product_id in by_sku:
            best[product_id] = Named(product_id=product_id, share=1.0, tokens=frozenset(), weight=99.0)
        found = sorted(best.values(), key=lambda one: (-one.share, -one.weight, one.product_id))
        return [one for one in found if not any(self._hidden(one, other, low) for other in found)]

    def _hidden(self, one: Named, other: Named, text: str) -> bool:
        """Whether the name is said only as part of a longer one, which may also stand beside it in full."""
        if not _inside(one, other):
            return False
        rest = text
        for title in (self.entries[other.product_id].title.en, self.entries[other.product_id].title.zh):
            rest = rest.replace(title.lower(), " ") if title else rest
        own = self.entries[one.product_id].title
        return not any(title and title.lower() in rest for title in (own.en, own.zh))

    def _only(self, token: str, product_id: str) -> bool:
        """Whether the token stands in no other product's name and says more than a kind, a colour or a material."""
        if (
            {self._titles[index][0] for index in self._holders[token]} != {product_id}
            or len(token) < 4
            or not token.isascii()
        ):
            return False
        last = (
            name_tokens(self.entries[product_id].title.en.split()[-1])
            if self.entries[product_id].title.en
            else frozenset()
        )
        if token in last or ideas_in(token):
            return False
        return token.isalpha() and not materials_in(token) and not colours_in(token)

    def _tells(self, token: str, product_id: str) -> bool:
        """Whether two Chinese signs end the name of this product alone, or of it and of longer ones that end with it, and are no
        kind by themselves: `鞍包`, unlike `钱包`."""
        if token.isascii() or not self.entries[product_id].title.zh.endswith(token):
            return False
        holders = tuple(dict.fromkeys(self._titles[index][0] for index in self._holders[token]))
        if self._plainest(holders) != (product_id,) or is_thing(token) or any(token in kind for kind in self._kinds):
            return False
        return not (materials_in(token) or colours_in(token) or ideas_in(token))

    def _meant(self, token: str) -> str:
        """The token, or the only word of a name that it misspells: `sadle` is saddle."""
        if token in self._holders or len(token) < 5 or not token.isalpha() or not token.isascii():
            return token
        alike = [
            known
            for known in self._holders
            if known[:1] == token[:1]
            and abs(len(known) - len(token)) <= 1
            and len(known) >= 5
            and one_slip(known, token)
        ]
        return alike[0] if len(alike) == 1 else token

    def _weight(self, token: str) -> float:
        return math.log(1 + len(self._titles) / len(self._holders.get(token, (0,))))


def _of_one_name(one: Words, other: Words) -> bool:
    short, long = sorted((one.en.lower(), other.en.lower()), key=len)
    if short and short != long and (long.startswith(f"{short} ") or long.endswith(f" {short}")):
        return True
    brief, whole = sorted((one.zh, other.zh), key=len)
    return len(brief) > 1 and brief != whole and whole.endswith(brief)


def _taken_out(text: str, title: Words) -> str:
    """The text without the name, or, where it does not stand there whole, without each of its words once."""
    for name in (title.en.lower(), title.zh.lower()):
        if name and name in text:
            return text.replace(name, " ", 1)
    for word in (*_LATIN.findall(title.en.lower()), *(run for run in _CHINESE.findall(title.zh))):
        for size in range(len(word), 1, -1):
            if word[:size] in text and (size == len(word) or not word.isascii()):
                text = text.replace(word[:size], " ", 1)
                break
    return text


def _inside(one: Named, other: Named) -> bool:
    """`Saddle Bag` inside `Petite Saddle Bag`, when the longer name stands whole in the message; or a lesser share of the same words."""
    if one.product_id == other.product_id or not one.tokens:
        return False
    if one.tokens < other.tokens and other.share >= SURE:
        return True
    return one.tokens <= other.tokens and other.share >= SURE > one.share


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter missing, added, wrong or swapped with its neighbour."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        unlike = [i for i in range(len(short)) if short[i] != long[i]]
        swapped = (
            len(unlike) == 2
            and unlike[1] == unlike[0] + 1
            and short[unlike[0]] == long[unlike[1]]
            and short[unlike[1]] == long[unlike[0]]
        )
        return len(unlike) == 1 or swapped
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _latin_likeness(title: str, text: str) -> float:
    """The share of a name's words that the text says, misspelt or not; a name's last word alone is no likeness."""
    words = [word for word in _LATIN.findall(title) if word not in _EMPTY]
    said = _LATIN.findall(text)
    hits = [
        word
        for word in words
        if any(word == one or (len(word) > 4 and len(one) > 4 and one_slip(word, one)) for one in said)
    ]
    return len(hits) / len(words) if [word for word in hits if word != words[-1] and len(word) > 3] else 0.0


def _chinese_likeness(title: str, text: str) -> float:
    """The share of a name's characters in a row of the text; the ending (包, 戒指) alone is no likeness."""
    name = "".join(_CHINESE.findall(title))
    if len(name) < 2:
        return 0.0
    best = 0.0
    for run in _CHINESE.findall(text):
        for start in range(len(run)):
            window = run[start : start + len(name)]
            telling = set(window) & set(name[:-1]) - set("的了吗呢多少钱")
            if telling and window[-1:] and name[-1] in window:
                best = max(best, len(set(window) & set(name)) / len(set(name)))
    return best if best >= 0.5 else 0.0


def name_tokens(text: str) -> frozenset[str]:
    """Latin words without plural endings, and pairs of Chinese characters."""
    low = text.lower()
    latin = {_stem(word) for word in _LATIN.findall(low) if word not in _EMPTY}
    chinese = {run[i : i + 2] for run in _CHINESE.findall(low) for i in range(len(run) - 1)}
    return frozenset(latin | chinese)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")) and len(word) > 5:
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
