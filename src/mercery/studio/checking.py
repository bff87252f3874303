"""The check every sentence of the studio passes, whoever wrote it. It fails closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.claims.advertising_law import breach
from mercery.claims.gate import GateVerdict
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.plan import About
from mercery.claims.repair import repaired
from mercery.claims.sentence import Sentence
from mercery.claims.verify import verify
from mercery.core.i18n import Lang, Words
from mercery.studio.materials import Materials
from mercery.studio.piece import Told, Writer
from mercery.studio.reasons import fact_words, law_source, law_words
from mercery.studio.writing.approved import is_approved
from mercery.studio.writing.standing import standing
from mercery.studio.writing.tongue import HAN

_NAMES: Final = re.compile(r"\0(?:(?:, | and |、|与|和)\0)*")


def judge(
    sentence: Sentence, materials: Materials, *, writer: Writer, about: str = "", lang: Lang | None = None
) -> Told:
    """What may be said of the sentence: code's stands on facts and passes the last check too, everybody's passes the gate.

    `about`: the product it speaks of; empty: none of them. `lang`: else by its script."""
    lang = lang or ("zh" if HAN.search(sentence.text) else "en")
    broken = breach(normalised(sentence.text), materials.laws, names=_names(materials))
    if broken is None and _tells_nothing(sentence, materials, lang):
        return Told(sentence=sentence, writer=writer)
    reason = _verified(sentence, materials, lang) if writer == "code" else ""
    verdict = GateVerdict(passed=False)
    if not reason:
        verdict = materials.gate.check(sentence.text, lang, about=about or None, strict=writer == "model")
    if not reason and verdict.passed and broken is None:
        if writer != "code":
            sentence = standing(sentence, verdict.claims, materials, materials.voice(lang))
        return Told(sentence=sentence, writer=writer)
    return Told(
        sentence=sentence,
        writer=writer,
        blocked=law_words(broken, sentence.text) if broken else fact_words(reason or verdict.reason),
        law=broken.rule.key if broken else "",
        source=law_source(broken, lang) if broken else "",
        instead=_instead(verdict, materials, lang),
    )


def _names(materials: Materials) -> Iterator[str]:
    """What goods and makers are called, which may hold any word."""
    for product in (*materials.products, *materials.neighbours):
        yield from (product.title.en, product.title.zh, product.brand or "")


def _tells_nothing(sentence: Sentence, materials: Materials, lang: Lang) -> bool:
    """Whether it is but the name of a product, or approved words of the house that tell no fact."""
    titles = {title for one in materials.products for title in (one.title.en, one.title.zh) if title}
    rest = sentence.text
    for title in sorted(titles, key=len, reverse=True):
        rest = rest.replace(title, "\0")
    return bool(_NAMES.fullmatch(rest)) or is_approved(sentence.text, materials.products, lang)


def verified(sentence: Sentence, materials: Materials, lang: Lang) -> bool:
    """Whether each amount and each of the shop's words in it stands on the fact it names."""
    return not _verified(sentence, materials, lang)


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


def _instead(verdict: GateVerdict, materials: Materials, lang: Lang) -> tuple[Sentence, ...]:
    return repaired(verdict, materials.grounds, materials.voice(lang))
