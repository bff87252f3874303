"""What to say instead of a blocked sentence: the code's own rendering of the facts it was about."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.claims.facts import Fact
from mercery.claims.frames.render import render
from mercery.claims.gate import GateVerdict
from mercery.claims.grounds import Grounds
from mercery.claims.plan import About, Inform
from mercery.claims.sentence import Sentence
from mercery.claims.views import ProductView, VariantView
from mercery.claims.wording import Voice
from mercery.core.i18n import Words


def repaired(verdict: GateVerdict, grounds: Grounds, voice: Voice) -> tuple[Sentence, ...]:
    """Sentences that say the same attribute of the same product truly; none where either is not clear."""
    view = grounds.products.get(verdict.subject)
    if verdict.passed or view is None or not verdict.attribute:
        return ()
    facts = _facts(view, verdict.attribute)
    if not facts:
        return ()
    act = Inform(about=_about(view), attribute=verdict.attribute, fact_ids=tuple(fact.id for fact in facts))
    return tuple(render(act, {fact.id: fact for fact in facts}, voice))


def _facts(view: ProductView, attribute: str) -> Sequence[Fact]:
    if attribute in ("price", "stock"):
        found = [variant.price if attribute == "price" else variant.stock for variant in view.variants]
        return [fact for fact in found if fact is not None]
    fact = view.facts.get(attribute)
    return [fact] if fact is not None else []


def _about(view: ProductView) -> About:
    labels = {variant.id: _label(variant) for variant in view.variants} if len(view.variants) > 1 else {}
    return About(product_id=view.id, title=view.title, labels=labels)


def _label(variant: VariantView) -> Words:
    """The name of the variant's facts without the product's: `black, size 38`."""
    fact = variant.price or variant.stock
    name = fact.subject.name if fact else Words("")
    return Words(name.en.partition(", ")[2], name.zh.partition("（")[2].rstrip("）"))
