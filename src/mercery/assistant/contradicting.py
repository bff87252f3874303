"""Where a person's words say something else than a fact on the same subject. Pure.

What the gate cannot account for is not called wrong. A word is called wrong only when the sentence is not proved as it
stands and would be proved, whole, with the value a fact has in its place: the amount, the day, the material, the word for
stock, or the `not`. So each remark comes with the fact that bears the other reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Final

from mercery.claims.advertising_law import breach
from mercery.claims.facts import Fact
from mercery.claims.gate import Gate, GateVerdict
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.measures import unit_words
from mercery.claims.mentions import Mention, mentions, same_unit_family
from mercery.claims.values import Materials, Price, Quantity, Statement, Stock, Text
from mercery.claims.vocabulary import MATERIALS, materials_in, same_or_kind_of
from mercery.core.i18n import Lang

MOST_TRIES: Final = 60
"""So many readings of one sentence are tried."""
_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_CLAUSES: Final = re.compile(r"(?<!\d)[,;]\s*|[,;](?!\d)\s*|[，；]\s*|\s+(?:but|and)\s+|但是?|不过|而且|并且")
_CONDITION: Final = re.compile(
    r"\b(?:if|unless|except|only|when|where|sale|reduced|for (?:online|sale|orders|members)|as long as|otherwise|instead)\b|如果|若|除|仅|只|特价|促销|折扣|会员|当",
    re.IGNORECASE,
)
"""What limits a sentence must not be cut off."""
_DIGITS: Final = re.compile(r"\d[\d.,]*(?:\s*(?:-|–|to|and|至|到|~)\s*\d[\d.,]*)?")
_STOCK: Final[Mapping[Lang, tuple[tuple[str, str], ...]]] = {
    "en": (("in stock", "sold out"), ("available", "sold out"), ("sold out", "in stock"), ("out of stock", "in stock")),
    "zh": (
        ("有现货", "售罄"),
        ("有货", "售罄"),
        ("售罄", "有货"),
        ("缺货", "有货"),
        ("没货", "有货"),
        ("无货", "有货"),
    ),
}
_DENIALS: Final[Mapping[Lang, tuple[tuple[str, str], ...]]] = {
    "en": ((r"\bcannot\b|\bcan not\b|\bcan't\b", "can"), (r"\bcan\b(?! not)", "cannot"), (r"\bis not\b|\bisn't\b", "is"), (r"\bare not\b|\baren't\b", "are"), (r"\bis\b", "is not"), (r"\bare\b", "are not")),
    "zh": ((r"不可以|不能|不可(?!以)", "可以"), (r"不可以|不能|不可(?!以)", "能"), (r"(?<!不)可以|(?<![不可功])能(?!量|力|否)", "不能"), (r"(?<!不)可以|(?<![不可功])能(?!量|力|否)", "不可"), (r"不是", "是"), (r"不含", "含")),
}  # fmt: skip
_NEGATED: Final = re.compile(
    r"\b(?:no|not|without|isn't|contains? no|free of)\b[^,;]*$|(?:不含|没有|不是|无|不用)[^，；]*$", re.IGNORECASE
)
_ALWAYS_FORBIDDEN: Final = frozenset(
    ("superlative", "ranking", "state_endorsement", "guaranteed_gain", "false_scarcity")
)
"""Forbidden whatever they are said of; words of health or of other makers are often a person's own concern."""
_OF_NAMES: Final = re.compile(r"\b(?:names?|named|called)\b|名字|名称|叫做", re.IGNORECASE)
"""A material in a name is none."""
_COURTESY: Final = re.compile(
    r"^(?:yes|no|sorry|certainly|of course|dear \w+|hello|hi|是的|不|您好|好的|抱歉)[,，]?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Words that a fact contradicts, what it says instead, and the fact. Without a fact: wording a law forbids."""

    found: str
    expected: str
    fact: Fact | None
    law: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """An amount a fact states."""

    mention: Mention
    fact: Fact


class Contradictions:
    """Looks for them in texts about some products of a shop and its policies."""

    def __init__(
        self, gates: Sequence[Gate], facts: Sequence[Fact], jurisdictions: frozenset[str] | None = None
    ) -> None:
        """`gates`: one for each currency the shop sells in; what passes one of them is right."""
        self._gates, self._facts, self._jurisdictions = gates, {fact.id: fact for fact in facts}, jurisdictions
        self._known = list(_known(facts))
        self._of_variant = {fact.subject.id: fact.subject.parent_id for fact in facts if fact.subject.parent_id}

    def of(self, text: str, lang: Lang, *, about: str | None = None) -> list[Contradiction]:
        """The contradictions in a text, in reading order, one at most for a sentence."""
        found: list[Contradiction] = []
        for sentence in _SENTENCES.split(text):
            one = self._of_sentence(sentence.strip(), lang, about)
            if one is not None and one.found not in {other.found for other in found}:
                found.append(one)
        return found

    def _of_sentence(self, sentence: str, lang: Lang, about: str | None) -> Contradiction | None:
        if not sentence or sentence.endswith(("?", "？")):
            return None
        broken = breach(normalised(sentence), self._jurisdictions)
        if broken is not None and broken.rule.key in _ALWAYS_FORBIDDEN:
            return Contradiction(found=broken.words, expected="", fact=None, law=broken.rule.source)
        if self._passes(sentence, lang, about) is not None:
            return None
        for part in self._parts(sentence):
            if part != sentence and self._passes(part, lang, about) is not None:
                continue
            for found, expected, again, fact in islice(self._readings(part, lang, about), MOST_TRIES):
                verdict = self._passes(again, lang, about)
                if verdict is not None and (borne := self._borne(verdict, fact)) is not None:
                    return Contradiction(found=found, expected=expected, fact=borne)
        return None

    def _passes(self, text: str, lang: Lang, about: str | None) -> GateVerdict | None:
        """The verdict of the first gate it passes."""
        verdicts = (gate.check(text, lang, about=about) for gate in self._gates)
        return next((verdict for verdict in verdicts if verdict.passed), None)

    def _parts(self, sentence: str) -> list[str]:
        """The sentence; then its clauses, where nothing limits them."""
        whole = [sentence]
        bare = _COURTESY.sub("", sentence)
        if bare and bare != sentence:
            whole.append(bare)
        clauses = [clause.strip(" .。!！") for clause in _CLAUSES.split(sentence)]
        if len(clauses) < 2 or _CONDITION.search(sentence):
            return whole
        return [*whole, *(clause for clause in clauses if len(clause) > 3)]

    def _borne(self, verdict: GateVerdict, fact: Fact | None) -> Fact | None:
        """The fact the other reading stands on: the one tried, or one of those the gate names."""
        named = [claim.fact_id for claim in verdict.claims if claim.fact_id in self._facts]
        if fact is not None:
            return fact if not named or fact.id in named else None
        return self._facts[named[0]] if named else None

    def _readings(self, part: str, lang: Lang, about: str | None) -> Iterator[tuple[str, str, str, Fact | None]]:
        """Words, what could stand instead, the part with that, and the fact it comes from."""
        yield from self._amounts(part)
        yield from _swapped(part, _STOCK[lang])
        yield from self._materials(part, lang, about)
        yield from _denied(part, lang)

    def _amounts(self, part: str) -> Iterator[tuple[str, str, str, Fact | None]]:
        lang: Lang = "zh" if re.search(r"[\u3400-\u9fff]", part) else "en"
        for said in mentions(part):
            words = part[said.start : said.end]
            place = _DIGITS.search(words)
            for known in self._known:
                if not _may_stand_for(known, said):
                    continue
                if known.mention.kind == "date":
                    instead = _date(known.mention, lang)
                elif said.kind == "quantity" and known.mention.unit != said.unit:
                    instead = (
                        f"{_number(known.mention.value)} {unit_words(known.mention.unit, known.mention.value, lang)}"
                    )
                elif place is not None:
                    instead = words[: place.start()] + _digits(known.mention, part) + words[place.end() :]
                else:
                    continue
                yield words, instead, part[: said.start] + instead + part[said.end :], known.fact

    def _materials(self, part: str, lang: Lang, about: str | None) -> Iterator[tuple[str, str, str, Fact | None]]:
        if _OF_NAMES.search(part):
            return
        product = self._of_variant.get(about or "", about)
        made = [(words, fact) for fact in self._facts.values() for words in _made_of(fact, lang)]
        own = [(words, fact) for words, fact in made if product is None or fact.subject.id == product]
        for match in _material_names(lang).finditer(part):
            if _NEGATED.search(part[: match.start()]):
                continue
            said = materials_in(match[0].lower())
            for words, fact in own or made:
                real = materials_in(words.lower())
                if any(same_or_kind_of(a, b) or same_or_kind_of(b, a) for a in said for b in real):
                    continue
                yield match[0], words, part[: match.start()] + words + part[match.end() :], fact


def _may_stand_for(known: _Known, said: Mention) -> bool:
    """Whether the fact's amount is another one of the same kind."""
    other = known.mention
    if other.kind != said.kind or other.same_as(said):
        return False
    if said.kind == "number":
        return isinstance(known.fact.value, Stock)
    if said.kind == "quantity":
        return other.unit == said.unit or (
            known.fact.attribute.startswith("warranty") and same_unit_family(other, said)
        )
    return said.kind == "date" or same_unit_family(other, said)


def _made_of(fact: Fact, lang: Lang) -> Iterator[str]:
    """The materials a fact names, as it names them."""
    if isinstance(fact.value, Materials):
        yield from (one.material.text(lang) for one in fact.value.parts if one.part != "note")
    elif isinstance(fact.value, Text) and fact.attribute.startswith("material"):
        yield from (match[0] for match in _material_names(lang).finditer(fact.value.words.text(lang)))


def _known(facts: Sequence[Fact]) -> Iterator[_Known]:
    """Every amount of the facts."""
    for fact in facts:
        match fact.value:
            case Price(amount=amount):
                yield _Known(Mention(kind="money", value=amount.major, unit=amount.currency), fact)
            case Quantity(low=low, high=high, unit=unit):
                yield _Known(Mention(kind="quantity", value=low, high=high, unit=unit), fact)
            case Stock(quantity=left, restock=day):
                if left:
                    yield _Known(Mention(kind="number", value=Decimal(left)), fact)
                if day:
                    yield _Known(Mention(kind="date", day=day), fact)
            case Statement(words=words):
                for one in {
                    (m.kind, m.value, m.high, m.unit): m for m in (*mentions(words.en), *mentions(words.zh))
                }.values():
                    yield _Known(one, fact)
            case _:
                pass


def _date(known: Mention, lang: Lang) -> str:
    assert known.day is not None
    return f"{known.day.month}月{known.day.day}日" if lang == "zh" else f"{known.day.day} {known.day:%B}"


def _digits(known: Mention, part: str) -> str:
    low = _number(known.value)
    if known.high is None:
        return low
    joint = "至" if re.search(r"[\u3400-\u9fff]", part) else " to "
    return f"{low}{joint}{_number(known.high)}"


def _number(value: Decimal) -> str:
    plain = f"{value.normalize():f}"
    return f"{int(value):,}" if value == value.to_integral_value() and value >= 1000 else plain


def _swapped(part: str, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str, Fact | None]]:
    low = part.lower()
    for said, instead in pairs:
        if (at := low.find(said)) >= 0:
            yield part[at : at + len(said)], instead, part[:at] + instead + part[at + len(said) :], None


def _denied(part: str, lang: Lang) -> Iterator[tuple[str, str, str, Fact | None]]:
    for pattern, instead in _DENIALS[lang]:
        if (match := re.search(pattern, part, re.IGNORECASE)) is not None:
            yield match[0], instead, part[: match.start()] + instead + part[match.end() :], None


@cache
def _material_names(lang: Lang) -> re.Pattern[str]:
    names = list(MATERIALS) if lang == "en" else [zh for _, zhs in MATERIALS.values() for zh in zhs]
    joined = "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:{joined})(?![a-z])" if lang == "en" else joined, re.IGNORECASE)
