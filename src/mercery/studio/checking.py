"""The check every sentence of the studio passes, whoever wrote it. It fails closed."""

from __future__ import annotations

from mercery.claims.advertising_law import breach
from mercery.claims.gate import GateVerdict
from mercery.claims.grammar.tokens import normalised
from mercery.claims.plan import About
from mercery.claims.repair import repaired
from mercery.claims.sentence import Sentence
from mercery.claims.verify import verify
from mercery.core.i18n import Lang, Words
from mercery.studio.materials import Materials
from mercery.studio.piece import Told, Writer
from mercery.studio.writing.approved import is_approved
from mercery.studio.writing.tongue import HAN


def judge(
    sentence: Sentence, materials: Materials, *, writer: Writer, about: str = "", lang: Lang | None = None
) -> Told:
    """What may be said of the sentence: code's stands on facts and passes the last check too, everybody's passes the gate.

    `about`: the product it speaks of; empty: none of them. `lang`: else by its script."""
    lang = lang or ("zh" if HAN.search(sentence.text) else "en")
    if not _law(sentence.text, materials)[0] and _tells_nothing(sentence, materials, lang):
        return Told(sentence=sentence, writer=writer)
    reason = _verified(sentence, materials, lang) if writer == "code" else ""
    verdict = materials.gate.check(sentence.text, lang, about=about or None, strict=writer == "model")
    law, source = _law(sentence.text, materials)
    if not reason and verdict.passed and not law:
        return Told(sentence=sentence, writer=writer)
    return Told(
        sentence=sentence, writer=writer, blocked=_why(reason or verdict.reason, law), law=law, source=source,
        instead=_instead(verdict, materials, lang),
    )  # fmt: skip


def _tells_nothing(sentence: Sentence, materials: Materials, lang: Lang) -> bool:
    """Whether it is but the name of a product, or approved words of the house that tell no fact."""
    titles = {title for one in materials.products for title in (one.title.en, one.title.zh)}
    return sentence.text in titles or is_approved(sentence.text, materials.products, lang)


def _verified(sentence: Sentence, materials: Materials, lang: Lang) -> str:
    checked = verify(sentence, materials.by_id, materials.voice(lang), abouts=_abouts(materials))
    return checked.reason


def _abouts(materials: Materials) -> tuple[About, ...]:
    return tuple(
        About(
            product_id=product.id, title=product.title,
            labels={one.id: Words(one.title("en"), one.title("zh")) for one in product.variants},
        )
        for product in materials.products
    )  # fmt: skip


def _law(text: str, materials: Materials) -> tuple[str, str]:
    broken = breach(normalised(text), materials.laws)
    return (broken.rule.key, broken.rule.source) if broken else ("", "")


def _why(reason: str, law: str) -> Words:
    if law:
        return Words(f"Advertising law: {law}", f"违反广告法：{law}")
    return Words(f"The facts do not bear this out: {reason}", f"商品资料无法证实：{reason}")


def _instead(verdict: GateVerdict, materials: Materials, lang: Lang) -> tuple[Sentence, ...]:
    return repaired(verdict, materials.grounds, materials.voice(lang))
