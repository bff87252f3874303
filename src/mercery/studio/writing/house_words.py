"""The house's own words: what it never says, and which word it uses instead of another."""

from __future__ import annotations

import re
from dataclasses import replace

from mercery.claims.sentence import Sentence, Span
from mercery.core.i18n import Lang
from mercery.studio.house_voice import HouseVoice


def avoided(text: str, house: HouseVoice, lang: Lang) -> bool:
    """Whether the text has a word the house never uses."""
    return any(_pattern(one.text(lang), lang).search(text) for one in house.avoid if one.has(lang))


def preferred(sentence: Sentence, house: HouseVoice, lang: Lang) -> Sentence:
    """The sentence with the house's words. Words that stand on facts, and names, stay as they are."""
    for row in house.lexicon:
        if row.instead_of.has(lang) and row.use.has(lang):
            sentence = _with(sentence, _pattern(row.instead_of.text(lang), lang), row.use.text(lang))
    return sentence


def _pattern(words: str, lang: Lang) -> re.Pattern[str]:
    edge = r"\b" if lang == "en" else ""
    return re.compile(edge + re.escape(words) + edge, re.IGNORECASE)


def _with(sentence: Sentence, old: re.Pattern[str], new: str) -> Sentence:
    text, spans, place = sentence.text, list(sentence.spans), 0
    while match := old.search(text, place):
        place = match.end()
        if any(span.start < match.end() and match.start() < span.end for span in spans):
            continue
        word = new[:1].upper() + new[1:] if match[0][:1].isupper() else new
        shift = len(word) - len(match[0])
        text = text[: match.start()] + word + text[match.end() :]
        spans = [
            Span(start=one.start + shift, end=one.end + shift, fact_id=one.fact_id, how=one.how)
            if one.start >= match.end() else one
            for one in spans
        ]  # fmt: skip
        place = match.start() + len(word)
    return replace(sentence, text=text, spans=tuple(spans))
