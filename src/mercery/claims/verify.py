"""The last look before a sentence goes out. It knows nothing of frames: it reads the finished text again.

Fail-closed: a number, currency, percentage or date that does not lie in a span whose fact has just that amount, a fact
that is unknown, not yet or no longer in force, a name the shop does not use, or words of a text fact that the fact does
not contain, and the sentence is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from mercery.claims.deals import Amount, Instalments, Promotion
from mercery.claims.facts import Fact
from mercery.claims.flags import does
from mercery.claims.measures import dimension, in_base, number
from mercery.claims.mentions import Mention, mentions
from mercery.claims.plan import About
from mercery.claims.sentence import Sentence, Span
from mercery.claims.values import Dimensions, Flag, Materials, Price, Quantity, Statement, Stock, Terms, Text
from mercery.claims.vocabulary import translated
from mercery.claims.wording import Voice, until_text
from mercery.core.i18n import Words
from mercery.core.money import Money

_SIGNS: Final = re.compile(r"[€£$¥￥%％]|(?<![A-Za-z])(?:EUR|USD|CNY|GBP|JPY|HKD|CHF)(?![A-Za-z])")
_BEFORE_WAS: Final = re.compile(
    r"(?:instead of|(?:former|old) price(?: of [^,.;:]{1,60})? was|原价)\s?$", re.IGNORECASE
)
_SOLD_OUT: Final = re.compile(r"sold out|售罄", re.IGNORECASE)
_IN_STOCK: Final = re.compile(r"in stock|有现货", re.IGNORECASE)
_JOINTS: Final = re.compile(r"[\s,、和%]|\band\b")

_TEXTS_KEPT: Final = 2_000
"""Words of facts, some hundred bytes each, of which the amounts are known without reading them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Whether a sentence may go out, and if not, why."""

    ok: bool
    reason: str = ""


def verify(
    sentence: Sentence,
    facts: Mapping[str, Fact],
    voice: Voice,
    *,
    abouts: Sequence[About] = (),
    asked: str = "",
) -> Checked:
    """Check one sentence against the facts its act names. `asked` is the customer's message."""
    reason = (
        _facts_in_force(sentence, facts, voice)
        or _names(sentence, abouts, asked)
        or _amounts(sentence, facts, voice, abouts)
        or _words(sentence, facts, voice)
        or _comparison(sentence, facts)
        or _quotations(sentence, facts)
    )
    return Checked(ok=reason is None, reason=reason or "")


def _facts_in_force(sentence: Sentence, facts: Mapping[str, Fact], voice: Voice) -> str | None:
    for fact_id in sentence.fact_ids:
        if fact_id not in facts:
            return f"fact {fact_id} is not among the facts of this answer"
        if not facts[fact_id].holds_at(voice.now):
            return f"fact {fact_id} is not in force at {voice.now:%Y-%m-%d %H:%M}"
    return None


def _names(sentence: Sentence, abouts: Sequence[About], asked: str) -> str | None:
    allowed = {
        text for about in abouts for words in (about.title, *about.labels.values()) for text in (words.en, words.zh)
    }
    for span in sentence.spans:
        text = sentence.text[span.start : span.end]
        if span.how == "asked" and text.lower() not in asked.lower() and _digits(text):
            return f"“{text}” was not asked"
        if span.how == "name" and _digits(text) and not _made_of(text, allowed):
            return f"“{text}” is no name of this answer's products"
    return None


def _made_of(text: str, names: set[str]) -> bool:
    """Whether the text is one of the names, or several of them in a row (`black, size 38 and tan`)."""
    rest = text.lower()
    for name in sorted((name.lower() for name in names if name), key=len, reverse=True):
        rest = rest.replace(name, "")
    return not _digits(rest)


def _amounts(sentence: Sentence, facts: Mapping[str, Fact], voice: Voice, abouts: Sequence[About]) -> str | None:
    """Each amount in the text lies in a span that accounts for it."""
    year = voice.today.year
    for claim in (one for found in mentions(sentence.text, year=year) for one in _apart(sentence, found)):
        span = _span_over(sentence, claim)
        words = sentence.text[claim.start : claim.end]
        if span is None:
            return f"“{words}” stands on no fact"
        if span.how in ("name", "asked") or _is_label(sentence, span, facts, abouts):
            continue
        if not _supported(claim, amounts(facts[span.fact_id], voice)):
            return f"“{words}” is not what {span.fact_id} says"
        if not _right_side(sentence, span, claim, facts[span.fact_id]):
            return f"“{words}” tells an old price as the price"
    for sign in _SIGNS.finditer(sentence.text):
        if not any(span.start <= sign.start() < span.end for span in sentence.spans):
            return f"“{sign[0]}” stands on no fact"
    return None


def _apart(sentence: Sentence, claim: Mention) -> list[Mention]:
    """`US$46.66 to US$54.84` with a fact behind each end: two amounts, not one range."""
    last = next((span for span in sentence.spans if span.start < claim.end <= span.end), None)
    if claim.kind != "money" or claim.high is None or last is None or last.start <= claim.start:
        return [claim]
    low = replace(claim, high=None, end=min(claim.end, last.start))
    return [low, replace(claim, value=claim.high, high=None, start=last.start)]


def _is_label(sentence: Sentence, span: Span, facts: Mapping[str, Fact], abouts: Sequence[About]) -> bool:
    """Whether the span is what the shop calls just the variant its fact is about: `black, size 38`."""
    key, text = facts[span.fact_id].subject.id, sentence.text[span.start : span.end]
    named = [names[key] for about in abouts for names in (about.labels, *about.choices.values()) if key in names]
    return any(text in (words.en, words.zh, words.en.removeprefix("size ")) for words in named)


def _span_over(sentence: Sentence, claim: Mention) -> Span | None:
    return next((span for span in sentence.spans if span.start <= claim.start and claim.end <= span.end), None) or next(
        (span for span in sentence.spans if span.start <= claim.start < span.end), None
    )


def _supported(claim: Mention, stated: Sequence[Mention]) -> bool:
    if claim.kind == "number":
        # A date carries no number of its own: its empty value must not bear out a nought.
        return any(one.kind != "date" and claim.value in (one.value, one.high) for one in stated)
    return any(one.kind != "number" and claim.same_as(one) for one in stated)


def _right_side(sentence: Sentence, span: Span, claim: Mention, fact: Fact) -> bool:
    """A compare-at price may only be told as the old one."""
    if not isinstance(fact.value, Price) or claim.kind != "money":
        return True
    told_as_old = bool(_BEFORE_WAS.search(sentence.text[: span.start]))
    old = fact.value.was.major if fact.value.was else None
    return claim.value == (old if told_as_old else fact.value.amount.major)


def amounts(fact: Fact, voice: Voice) -> list[Mention]:
    """Every amount the fact supports."""
    year = voice.today.year
    found = list(mentions(until_text(fact.valid_to, voice), year=year)) if fact.valid_to else []
    match fact.value:
        case Price(amount, was, _):
            found += [Mention(kind="money", value=money.major, unit=money.currency) for money in (amount, was) if money]
        case Stock(quantity, restock):
            found += [] if quantity is None else [Mention(kind="number", value=Decimal(quantity))]
            found += [Mention(kind="date", day=restock)] if restock and restock >= voice.today else []
        case Quantity(low, unit, high):
            found += [Mention(kind="quantity", value=low, high=high, unit=unit)]
            found += [Mention(kind="percent", value=low, unit=unit)] if unit == "percent" else []
        case Dimensions(sides, unit):
            found += [Mention(kind="quantity", value=side, unit=unit) for side in sides]
        case Materials(parts):
            found += [Mention(kind="percent", value=part.percent, unit="percent") for part in parts if part.percent]
            found += [one for part in parts for one in _in_words(part.material, year)]
        case Text(words) | Statement(words, _):
            found += _in_words(words, year)
        case Terms(items):
            found += [one for item in items for one in _in_words(item, year)]
        case Promotion() | Amount() | Instalments():
            found += _of_deal(fact.value, year)
        case Flag():
            pass
    return found


def _of_deal(value: Promotion | Amount | Instalments, year: int) -> list[Mention]:
    """The sums of a promotion stand in its words and its name."""
    match value:
        case Amount(money):
            return [_money_of(money)]
        case Instalments(count, each, last, firsts, total, fee, annual_bps):
            return [
                *(Mention(kind="number", value=Decimal(one)) for one in (count, firsts, count - firsts)),
                Mention(kind="percent", value=Decimal(annual_bps) / 100, unit="percent"),
                *(_money_of(money) for money in (each, last, total, fee)),
            ]
        case Promotion(words, name):
            return [*_in_words(words, year), *_in_words(name, year)]


def _money_of(money: Money) -> Mention:
    return Mention(kind="money", value=money.major, unit=money.currency)


@lru_cache(maxsize=_TEXTS_KEPT)
def _in_words(words: Words, year: int) -> tuple[Mention, ...]:
    """The amounts in words of the shop. Kept by the words themselves: what a fact said before it changed are others."""
    return tuple(one for text in (words.en, words.zh, translated(words, "zh")) for one in mentions(text, year=year))


def _words(sentence: Sentence, facts: Mapping[str, Fact], voice: Voice) -> str | None:
    """Words of text facts are the fact's own; stock and yes-or-no words agree with the fact."""
    for span in sentence.spans:
        if not span.fact_id:
            continue
        fact, text = facts[span.fact_id], sentence.text[span.start : span.end]
        if span.how != "computed" and not _says(fact, text):
            return f"“{text}” is not what {fact.id} says"
    return None


def _quotations(sentence: Sentence, facts: Mapping[str, Fact]) -> str | None:
    """Words of somebody else's stand between quotation marks, each with its own."""
    for span in sentence.spans:
        fact = facts.get(span.fact_id)
        if fact is None or fact.subject.kind != "text" or fact.attribute != "quoted":
            continue
        before, after = sentence.text[: span.start], sentence.text[span.end :]
        if (
            not before.endswith("“")
            or not after.startswith("”")
            or set("“”") & set(sentence.text[span.start : span.end])
        ):
            return f"the words of {fact.id} are not quoted"
    return None


_LESS: Final = re.compile(r"\b(?:cheaper|lighter|smaller)\b|更(?:便宜|轻|小)")
_MORE: Final = re.compile(r"\b(?:more expensive|heavier|larger)\b|更(?:贵|重|大)")


def _comparison(sentence: Sentence, facts: Mapping[str, Fact]) -> str | None:
    """A comparison names two facts, and their values bear it out: the first is what is said to be less or more."""
    own = "".join(
        " " if any(span.start <= place < span.end for span in sentence.spans) else sign
        for place, sign in enumerate(sentence.text)
    )
    less, more = _LESS.search(own), _MORE.search(own)
    if not less and not more:
        return None
    if len(sentence.fact_ids) != 2:
        return "a comparison stands on two facts"
    first, second = (comparable(facts[fact_id]) for fact_id in sentence.fact_ids)
    if first is None or second is None or first[0] != second[0] or len(first[1]) != len(second[1]):
        return "the two values cannot be compared"
    below = all(a <= b for a, b in zip(first[1], second[1], strict=True)) and first[1] != second[1]
    above = all(a >= b for a, b in zip(first[1], second[1], strict=True)) and first[1] != second[1]
    return None if (less and below) or (more and above) else "the values do not bear the comparison out"


def comparable(fact: Fact) -> tuple[str, tuple[Decimal, ...]] | None:
    """What can be compared with its like: currency or dimension, and the amounts in its base unit, sides sorted."""
    match fact.value:
        case Price(amount, _, _):
            return amount.currency, (Decimal(amount.minor),)
        case Quantity(low, unit, None):
            return dimension(unit), (in_base(low, unit),)
        case Dimensions(sides, unit):
            return dimension(unit), tuple(sorted(in_base(side, unit) for side in sides))
        case _:
            return None


def _says(fact: Fact, text: str) -> bool:
    match fact.value:
        case Text(words) | Statement(words, _):
            return any(
                _plain(text) in _plain(source) for source in (words.en, words.zh, translated(words, "zh")) if source
            )
        case Terms(items):
            names = {name for item in items for name in (item.en, item.zh, translated(item, "zh"))}
            return _only(text, names)
        case Materials(parts):
            names = {
                name for part in parts for name in (part.material.en, part.material.zh, translated(part.material, "zh"))
            }
            return _only(text, names | {number(part.percent) for part in parts if part.percent is not None})
        case Flag(on):
            return _says_flag(fact, on, text)
        case Promotion(words, name):
            own = [source for one in (words, name) for source in (one.en, one.zh) if source]
            return any(_plain(text) in _plain(source) for source in own) or _only_dates(text)
        case Stock() as stock:
            return not (_SOLD_OUT.search(text) and stock.available) and not (
                _IN_STOCK.search(text) and not stock.available
            )
        case _:
            return True


def _only_dates(text: str) -> bool:
    found = mentions(text)
    return bool(found) and all(one.kind == "date" for one in found if one.kind != "quantity")


def _says_flag(fact: Fact, on: bool, text: str) -> bool:
    """The label as it stands where the flag is on, denied where it is off; or the plain words."""
    label = {fact.label.en.lower(), fact.label.zh, fact.attribute.replace("_", " ")} - {""}
    plain = {"applies", "yes", "是"} if on else {"does not apply", "no", "否"}
    named = label if on else {f"not {one}" for one in label} | {f"不{one}" for one in label}
    verbs = {said for many in (False, True) if (said := does(fact.label.en.lower(), on, many=many))}
    return text.lower() in plain | named | verbs


def _only(text: str, names: set[str]) -> bool:
    """Whether the text consists of the names and joints between them."""
    rest = text.lower()
    for name in sorted((name.lower() for name in names if name), key=len, reverse=True):
        rest = rest.replace(name, "")
    return not _JOINTS.sub("", rest)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def _digits(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
