"""A shop's own value beside the word for what it is a value of: read as one pair, whatever words the value is made of.

`产自意大利蓬塔西耶韦`, `the handle drop is 16 cm`, 以方形黄铜锁扣开合: neither the place nor the clasp stands in any lexicon, but the
fact has just these words for just this attribute. What is found becomes one token; whatever stands beside it has to be
proved as before, and where it speaks of a part, denies, or is about another product, the sentence is blocked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, cast

from mercery.claims.facts import Fact
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.measures import number, unit_words
from mercery.claims.values import Dimensions, Flag, Materials, Quantity, Terms, Text, Value
from mercery.claims.views import ProductView
from mercery.claims.vocabulary import translated
from mercery.core.i18n import Words
from mercery.core.yaml_files import read_yaml

FIRST: Final = 0x3400
"""Own words are held by the signs from here on: rare characters that no lexicon knows."""
_MOST: Final = 200
HELD: Final = re.compile(f"[{chr(FIRST)}-{chr(FIRST + _MOST)}]")
_ELSEWHERE: Final = frozenset({"price", "stock"})
"""Attributes with readings of their own."""
_OPENS: Final = "子以用为是有配由从自取与和及的其经在它款件只枚条双副支对表包鞋也另且并则"
_BEFORE: Final = (
    r"(?:(?<=^)|(?<=[\s，。；、：,.;:()（）“”\"㐀-㓈])|(?<=[{opens}])|(?<=(?<![a-z0-9])the)|(?<=(?<![a-z0-9])a))"
)
_CLOSES: Final = "与和及的而且并也制裁织缝收开合扣作打"
_AFTER: Final = r"(?=$|[\s，。；、：,.;:()（）“”\"㐀-㓈]|[{closes}])"
_LONG: Final = {True: 9, False: 4}
"""From this many signs on (Latin, Chinese) words need no label: nothing else could be meant."""


@dataclass(frozen=True, slots=True)
class Own:
    """Words of a text that say a fact's value of its attribute."""

    fact: Fact
    words: str

    def texts(self) -> tuple[str, ...]:
        """The fact's own words, normalised."""
        return tuple(normalised(text).rstrip(".。") for text in _texts(self.fact))


def held(text: str, view: ProductView | None) -> tuple[str, tuple[Own, ...]]:
    """The normalised text with a sign for each pair found, and what the signs stand for, in order."""
    if view is None or HELD.search(text):
        return text, ()
    found: list[Own] = []
    for row in _rows(view):
        if not all(sign in text for sign in row.signs):
            continue
        if _compiled(row.core).search(text) is None:
            continue  # without what stands around it the pattern is made in a tenth of the time

        def take(match: re.Match[str], fact: Fact = row.fact) -> str:
            if len(found) >= _MOST:
                return match[0]
            found.append(Own(fact, match[0]))
            return chr(FIRST + len(found) - 1)

        text = _compiled(row.source).sub(take, text)
    order = [ord(sign) - FIRST for sign in HELD.findall(text)]
    signs = iter(range(len(order)))
    return HELD.sub(lambda _: chr(FIRST + next(signs)), text), tuple(found[one] for one in order)


def read_own_words(reading: Reading, owns: Sequence[Own]) -> None:
    """Account for the signs, each as a claim on its fact; before anything else of the segment is read."""
    for segment in reading.segments:
        for token in segment.tokens:
            if not HELD.fullmatch(token.text):
                continue
            own = owns[ord(token.text) - FIRST]
            _stands(reading, segment, own)
            token.by = "text"
            reading.claim(own.fact.attribute, own.words, own.fact.id, subject=own.fact.subject.id)


def _stands(reading: Reading, segment: Segment, own: Own) -> None:
    """Blocks where the words beside it make something else of the pair."""
    name = own.fact.attribute
    if segment.view is None or segment.view.id != own.fact.subject.id or segment.group:
        raise Blocked(f"“{own.words}” is said of something else", attribute=name)
    beside = [token for token in segment.tokens if not token.by and not token.punctuation]
    if name in ("care", "fit_note") and any(token.is_a("c", "mat", "part") or token.amount for token in beside):
        raise Blocked(f"“{own.words}” is told with more than it says", subject=segment.view.id, attribute=name)
    if any(token.is_a("neg") or token.text in _TURNING for token in beside):
        raise Blocked(f"“{own.words}” is denied or limited", subject=segment.view.id, attribute=name)
    text = normalised(" ".join((*_texts(own.fact), *_texts(segment.view.facts.get("description")))))
    if any(token.is_a("part") and token.text not in text for token in beside):
        raise Blocked(f"“{own.words}” is said of a part", subject=segment.view.id, attribute=name)


_TURNING: Final = frozenset({"only", "if", "unless", "almost", "nearly", "like", "比", "像", "如", "似", "若", "如果", "除", "除了", "几乎", "近乎", "堪比", "仿佛", "并非", "只", "仅"})  # fmt: skip


def _texts(fact: Fact | None) -> tuple[str, ...]:
    match fact.value if fact else None:
        case Text(words):
            return tuple(text for text in (words.en, words.zh) if text)
        case Terms(items):
            return tuple(text for item in items for text in (item.en, item.zh) if text)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A way in which a fact may be told, and what stands in any text that tells it so."""

    fact: Fact
    signs: tuple[str, ...]
    core: str
    """The words alone."""
    source: str
    """Of the whole pattern, which is made when a text holds the words."""


@dataclass(frozen=True, slots=True)
class _Valued:
    """What of a fact says how it may be told."""

    attribute: str
    label: Words
    value: Value


_HELD_OF: dict[int, tuple[ProductView, tuple[_Row, ...]]] = {}


def _rows(view: ProductView) -> tuple[_Row, ...]:
    """What to look for, the longest first. Kept for as long as the view is the same one."""
    known = _HELD_OF.get(id(view))
    if known is not None and known[0] is view:
        return known[1]
    named = (view.title.zh, *_texts(view.facts.get("category")))
    before = _BEFORE.replace("{opens}", _OPENS + "".join(re.escape(normalised(name)[-1:]) for name in named if name))
    after = _AFTER.replace("{closes}", _CLOSES + re.escape(normalised(view.title.zh)[:1]))
    made = [
        _Row(fact, signs, expression, before + expression + after)
        for fact in view.facts.values()
        if fact.attribute not in _ELSEWHERE
        for expression, signs in _ways(_Valued(fact.attribute, fact.label, fact.value))
    ]
    made.sort(key=lambda one: -len(one.core))
    if len(_HELD_OF) > 256:
        _HELD_OF.clear()
    _HELD_OF[id(view)] = (view, tuple(made))
    return tuple(made)


@lru_cache(maxsize=1024)
def _ways(valued: _Valued) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The expressions, each with the signs it cannot do without. Kept by the value itself: a view lives for one answer."""
    return tuple((one, always_in(one)) for one in dict.fromkeys(_expressions(valued)))


@lru_cache(maxsize=4096)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


_ATOM: Final = re.compile(r"\\(?P<escaped>.)|(?P<set>\[\^?\]?(?:\\.|[^\]])*\])|(?P<other>.)", re.DOTALL)
_MANY: Final = re.compile(r"[*?+]\??|\{\d*,?\d*\}\??")


def always_in(source: str) -> tuple[str, ...]:
    """Runs of signs that stand in every text the expression is found in; none where that depends on a choice."""
    found, run, depth, place = [], "", 0, 0
    while atom := _ATOM.match(source, place):
        many = _MANY.match(source, atom.end())
        place = many.end() if many else atom.end()
        escaped, other = atom["escaped"], atom["other"]
        if other == "|" and not depth:
            return ()
        depth += (other == "(") - (other == ")")
        plain = escaped if escaped and not escaped.isalnum() else other if other and other not in "()|.^$" else ""
        stands = bool(plain) and not depth and not (many and many[0][0] != "+")
        run += plain if stands else ""
        if run and (not stands or many):
            found.append(run)
            run = ""
    return tuple(sorted((*found, run) if run else found, key=len, reverse=True))


def _expressions(fact: _Valued) -> Iterator[str]:
    match fact.value:
        case Text(words):
            yield from _of_text(fact, words.en, "en")
            yield from _of_text(fact, _chinese(words), "zh")
        case Terms(items):
            yield from _of_terms(fact, items)
        case Quantity() | Dimensions():
            for lang in ("en", "zh"):
                yield from _told(fact, _amount(fact.value, lang), lang)
                if isinstance(fact.value, Quantity):
                    yield from _counted(fact, fact.value, lang)
        case Flag(on):
            yield from _of_flag(fact, on)
        case Materials():
            yield from _of_materials(fact.value)
        case _:
            return


def _chinese(words: Words) -> str:
    """The shop's own Chinese words, or what its English ones are in Chinese; empty where that is not known."""
    text = translated(words, "zh")
    return text if words.zh or not text.isascii() else ""


def _of_terms(fact: _Valued, items: Sequence[Words]) -> Iterator[str]:
    """The whole list; of a category each of its steps."""
    if fact.attribute == "category":
        for item in items:
            if item.zh:
                yield from _told(fact, _exact(normalised(item.zh)), "zh")
        return
    for lang in ("en", "zh"):
        names = [item.en if lang == "en" else _chinese(item) for item in items]
        if all(names):
            yield from (one.replace("{n}", _many(len(names))) for one in _told(fact, _list(names, lang), lang))


def _of_text(fact: _Valued, text: str, lang: str) -> Iterator[str]:
    """The whole value beside its label; a whole sentence or clause of it, where it is long, by itself."""
    plain = normalised(text).strip().rstrip(".。")
    if not plain:
        return
    if fact.attribute != "description":
        yield from _told(fact, _exact(plain), lang)
    sentences = re.split(r"[.。;；](?:\s+|(?=\D)|$)", plain)
    # A piece of a sentence stands by itself only where nothing in the sentence denies, conditions or limits.
    free = [one for one in sentences if not _BOUND.search(one)]
    clauses = [plain, *sentences, *(piece for one in free for piece in re.split(r"[，,：:]\s*", one))]
    for clause in dict.fromkeys(one.strip() for one in clauses):
        if len(clause) >= _LONG[clause.isascii()] and (not clause.isascii() or " " in clause):
            yield _exact(clause)


_BOUND: Final = re.compile(
    r"(?<![a-z])(?:if|when|unless|until|while|once|only|not|no|never|nor|without|except|but|than|unlike|avoid|away|like|instead)(?![a-z])"
    "|[不勿未无非免若]|如|避|远离|时，|除|但|只|仅|前|后|比|像"
)


def _exact(text: str) -> str:
    return re.sub(r"(?:\\ |\s)+", r"\\s*" if not text.isascii() else r"\\s+", re.escape(text))


def _list(names: Sequence[str], lang: str) -> str:
    joint = r"(?: ?, | and |, and )" if lang == "en" else _AND_ZH
    return joint.join(_exact(normalised(name)) for name in names)


def _amount(value: Quantity | Dimensions, lang: str) -> str:
    if isinstance(value, Dimensions):
        sides = r"\s*[×x*]\s*".join(re.escape(number(side)) for side in value.sides)
        return rf"{sides}\s*{_unit(value.unit, lang)}"
    ends = [re.escape(number(end)) for end in (value.low, value.high) if end is not None]
    return rf"{_TO.join(ends)}\s*{_unit(value.unit, lang)}"


_AND_ZH: Final = r"\s*[、与和及，]\s*"
_TO: Final = r"\s*(?:to|至|-|到)\s*"


def _unit(unit: str, lang: str) -> str:
    names = {unit_words(unit, Decimal(1), lang), unit_words(unit, Decimal(2), lang), unit} - {""}
    return "(?:" + "|".join(re.escape(normalised(name)) for name in sorted(names, key=len, reverse=True)) + ")"


def _counted(fact: _Valued, value: Quantity, lang: str) -> Iterator[str]:
    """限量 120 枚: how many, with whatever measure word stands in the pattern."""
    for pattern in _data()["values"].get(fact.attribute, {}).get(lang, ()):
        if "{v.number}" in pattern:
            yield pattern.replace("{v.number}", re.escape(number(value.low)))
        elif "{n}" in pattern and "{v}" not in pattern and value.high is None and value.low == int(value.low):
            yield pattern.replace("{n}", _many(int(value.low)))


_NUMBERS: Final = ("零", "单|一", "两|二", "三", "四", "五", "六", "七", "八", "九", "十")


def _many(number: int) -> str:
    """两色, 单只装: a small number as it is written in Chinese."""
    return f"(?:{_NUMBERS[number]})" if number < len(_NUMBERS) else re.escape(str(number))


def _told(fact: _Valued, value: str, lang: str) -> Iterator[str]:
    for pattern in _data()["values"].get(fact.attribute, {}).get(lang, ()):
        if "{v}" in pattern:
            yield pattern.replace("{v}", value)
    label = normalised(fact.label.en if lang == "en" else fact.label.zh).strip()
    if lang == "zh":
        yield from _by_trait(label, value)
        yield from _labelled_zh(label, value)
    elif label:
        yield f"(?:its |the |an? )?{_exact(label)}{_data()['any'][lang]}{value}"


def _labelled_zh(label: str, value: str) -> Iterator[str]:
    """Under the label, or under what it is without the garment: 裙领型, 领型."""
    short = re.sub(r"^[衣裙裤鞋包帽袜](?=..)", "", label)
    for one in dict.fromkeys((label, short)):
        if one:
            yield f"{_exact(one)}{_data()['any']['zh']}{value}"
        if len(one) > 1:
            yield f"{value}(?:的)?{_exact(one)}"


def _by_trait(label: str, value: str) -> Iterator[str]:
    """An attribute of the shop's own is told by the end of its label: whatever ends in 下摆 is told of the hem."""
    for trait in _data()["traits"]:
        if re.search(f"(?:{trait['label']})$", label):
            yield from (pattern.replace("{v}", value) for pattern in trait["zh"])
            if trait.get("bare"):
                yield rf"(?<![^，；。\s]){value}(?=[，；。]|$)"
            return


def _of_flag(fact: _Valued, on: bool) -> Iterator[str]:
    for lang in ("en", "zh"):
        yield from _data()["flags"].get(fact.attribute, {}).get(lang, {}).get("affirmed" if on else "denied", ())
    label = normalised(fact.label.zh).strip()
    if label.startswith(("可", "不", "无")) or on:
        if on and len(label) > 1:
            yield _exact(label)
        elif label.startswith("可"):
            yield f"不{_exact(label)}"


def _of_materials(value: Materials) -> Iterator[str]:
    by_part: dict[str, list[Any]] = {}
    for one in value.parts:
        by_part.setdefault(one.part, []).append(one)
    for part, members in by_part.items():
        names = _data()["parts"].get(part, {})
        for lang in ("en", "zh"):
            told = [one.material.en if lang == "en" else _chinese(one.material) for one in members]
            if not all(told):
                continue
            shares = [
                (rf"{re.escape(number(one.percent))}\s*%\s*(?:的)?\s*" if one.percent is not None else "") + _exact(normalised(text))
                for one, text in zip(members, told, strict=True)
            ]  # fmt: skip
            joint = r"(?:, | and |, and )" if lang == "en" else _AND_ZH
            words = "|".join(_exact(one) for one in sorted(names.get(lang, ()), key=len, reverse=True) if one)
            for pattern in _data()["made"][lang]:
                if "{p}" in pattern and not words:
                    continue
                if "{p}" not in pattern and part not in ("main", "upper"):
                    continue
                yield pattern.replace("{p}", f"(?:{words})").replace("{v}", joint.join(shares))


@cache
def _data() -> Mapping[str, Any]:
    text = (files("mercery.claims.lexicon") / "own_words.yaml").read_text("utf-8")
    return cast("Mapping[str, Any]", read_yaml(text))
