"""What to say instead of a blocked sentence: the code's own rendering of the facts it was about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.claims.facts import Fact
from mercery.claims.frames.render import render
from mercery.claims.gate import GateVerdict
from mercery.claims.grounds import Grounds
from mercery.claims.plan import About, Inform, Quote
from mercery.claims.sentence import Sentence
from mercery.claims.values import Statement, Terms, Text
from mercery.claims.views import ProductView, VariantView
from mercery.claims.vocabulary import translated
from mercery.claims.wording import Voice
from mercery.core.i18n import Words

MOST: Final = 3
"""So many attributes are told for one sentence; more would be an answer to another question."""


def repaired(verdict: GateVerdict, grounds: Grounds, voice: Voice) -> tuple[Sentence, ...]:
    """Sentences that say of the same product, truly, what the blocked one spoke of, or the rule it was about; none where that is not clear."""
    if verdict.passed:
        return ()
    view = grounds.products.get(verdict.subject)
    rule = _of_rule(verdict, grounds, voice)
    if rule and set(verdict.attributes) <= _BESIDE_A_RULE:
        return rule
    return (_of_goods(view, verdict, voice) if view is not None else ()) or rule


_BESIDE_A_RULE: Final = frozenset({"price", "stock"})
"""An amount or a day in a sentence about a rule speaks of the rule, not of what the goods cost or when they come."""


def _of_rule(verdict: GateVerdict, grounds: Grounds, voice: Voice) -> tuple[Sentence, ...]:
    """The rule's own text, where it has one in the language of the answer."""
    fact = next((one for one in grounds.quotes.values() if one.id == verdict.rule), None)
    if fact is None or not isinstance(fact.value, Statement) or not getattr(fact.value.words, voice.lang):
        return ()
    return tuple(render(Quote(fact_id=fact.id), {fact.id: fact}, voice))


def _of_goods(view: ProductView, verdict: GateVerdict, voice: Voice) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for attribute in (verdict.attributes or (verdict.attribute,))[:MOST]:
        facts = _facts(view, attribute) if attribute else []
        if facts:
            act = Inform(about=_about(view), attribute=attribute, fact_ids=tuple(fact.id for fact in facts))
            spoken = replace(voice, spoken_of=view.id if found else voice.spoken_of)
            found += render(act, {fact.id: fact for fact in facts}, spoken)
    return tuple(found)


def _facts(view: ProductView, attribute: str) -> Sequence[Fact]:
    if attribute in ("price", "stock"):
        found = [variant.price if attribute == "price" else variant.stock for variant in view.variants]
        return [fact for fact in found if fact is not None]
    fact = view.facts.get(attribute)
    return [fact] if fact is not None and not _bare(fact) else []


def _bare(fact: Fact) -> bool:
    """`true`, `50, 100`: words of a file, which are no sentence beside a label."""
    match fact.value:
        case Text(words):
            return words.en.lower() in ("true", "false", "yes", "no") or not any(sign.isalpha() for sign in words.en)
        case Terms(items):
            return not any(sign.isalpha() for item in items for sign in item.en)
        case _:
            return False


def _about(view: ProductView) -> About:
    labels = {variant.id: _label(variant) for variant in view.variants} if len(view.variants) > 1 else {}
    return About(product_id=view.id, title=view.title, labels=labels)


def _label(variant: VariantView) -> Words:
    """The name of the variant's facts without the product's: `black, size 38`."""
    fact = variant.price or variant.stock
    name = fact.subject.name if fact else Words("")
    en, zh = name.en.partition(", ")[2], name.zh.partition("（")[2].rstrip("）")
    if zh.isascii() and not any(sign.isdigit() for sign in en):
        zh = translated(Words(en), "zh")
    return Words(en, zh)
