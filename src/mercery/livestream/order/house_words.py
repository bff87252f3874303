"""What the host says around the facts: greetings, the notice that a machine speaks, turns from one piece to the next. They stand in
the studio's phrase files, read by people, and tell nothing of goods. Pure."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace
from typing import Final, Literal

from mercery.catalog.product import Product
from mercery.claims.sentence import Line, Sentence
from mercery.core.i18n import Lang
from mercery.livestream.order.spoken_length import too_long
from mercery.studio.house_voice import HouseVoice
from mercery.studio.writing.house_words import avoided
from mercery.studio.writing.phrase_book import Phrase, by_form
from mercery.studio.writing.referring import referring
from mercery.studio.writing.slots import fill

Topic = Literal[
    "welcome", "notice", "back", "next", "again", "order", "ask", "questions", "quiet", "changed", "gone", "on", "close"
]
_STOPS: Final = ".!?。！？"


def house_words(
    topic: Topic,
    lang: Lang,
    rng: random.Random,
    *,
    product: Product | None = None,
    lately: Collection[str] = (),
    house: HouseVoice | None = None,
) -> Sentence | None:
    """Words of the topic; short ones first (a long name makes some of them long), then such as were not said lately. None where none can be said without a product."""
    found = [one for phrase in _phrases(topic, lang) if (one := _said(phrase, lang, product)) is not None]
    found = [one for one in found if house is None or not avoided(one.text, house, lang)]
    rng.shuffle(found)
    return min(found, key=lambda one: (too_long(one.text, lang) > 0, one.text in lately), default=None)


def _phrases(topic: Topic, lang: Lang) -> list[Phrase]:
    return [phrase for phrase in by_form(lang).get("remark", ()) if f"live.{topic}" in phrase.topics]


def _said(phrase: Phrase, lang: Lang, product: Product | None) -> Sentence | None:
    if product is None:
        if "{" in phrase.text:
            return None
        return _ended(Line().say(phrase.text).done(), lang)
    line = fill(phrase, {}, referring(product, lang, "name"))
    return None if line is None else _ended(line.done(), lang)


def _ended(sentence: Sentence, lang: Lang) -> Sentence:
    if sentence.text[-1:] in _STOPS:
        return sentence
    return replace(sentence, text=sentence.text + ("。" if lang == "zh" else "."))
