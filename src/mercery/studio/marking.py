"""Which facts a person's or a model's sentence stands on, and which of its words say them. Pure.

The gate says which facts bear a sentence, not where; what is found of a fact's own words is marked, and a fact that is said in
other words is noted at the sentence's end.
"""

from __future__ import annotations

from dataclasses import replace

from mercery.claims.facts import Fact
from mercery.claims.frames.guiding import cell_line
from mercery.claims.sentence import Sentence, Span
from mercery.claims.values import Materials as MadeOf
from mercery.claims.values import Price, Terms
from mercery.claims.wording import Voice
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, Piece, Told

_STOPS = ".!?。！？”’\"' "


def grounded(piece: Piece, materials: Materials) -> Piece:
    """The piece with every sentence that holds tied to the facts it stands on."""
    main = piece.product_ids[0]
    passages = tuple(_passage(one, piece, materials, one.about or main) for one in piece.passages)
    return piece if passages == piece.passages else replace(piece, passages=passages)


def _passage(passage: Passage, piece: Piece, materials: Materials, about: str) -> Passage:
    told = tuple(
        _told(one, piece, materials, about) if one.holds and one.writer != "code" and not one.sentence.fact_ids else one
        for one in passage.told
    )
    return replace(passage, told=told)


def _told(one: Told, piece: Piece, materials: Materials, about: str) -> Told:
    verdict = materials.gate.check(one.sentence.text, piece.lang, about=about, strict=one.writer == "model")
    facts = [materials.by_id[key] for key in verdict.claims_on if key in materials.by_id]
    return replace(one, sentence=marked(one.sentence, facts, materials.voice(piece.lang))) if facts else one


def marked(sentence: Sentence, facts: list[Fact], voice: Voice) -> Sentence:
    """The sentence with its words marked that say these facts."""
    text = sentence.text
    end = len(text.rstrip(_STOPS))
    taken: list[Span] = []
    for fact in facts:
        place = _found(text, fact, voice, taken)
        start, stop = place or (end, end)
        taken.append(Span(start=start, end=stop, fact_id=fact.id))
    return replace(sentence, spans=tuple(sorted(taken, key=lambda span: (span.start, span.end))))


def _found(text: str, fact: Fact, voice: Voice, taken: list[Span]) -> tuple[int, int] | None:
    lower = text.casefold()
    for words in _says(fact, voice):
        start = lower.find(words.casefold()) if words else -1
        end = start + len(words)
        if start >= 0 and all(end <= span.start or start >= span.end for span in taken):
            return start, end
    return None


def _says(fact: Fact, voice: Voice) -> list[str]:
    """Ways to say the fact, the longest first."""
    found = [cell_line(fact, voice).text]
    if isinstance(fact.value, Price):
        found += [fact.value.amount.text(voice.lang)]
    elif isinstance(fact.value, MadeOf):
        found += [part.material.text(voice.lang) for part in fact.value.parts]
    elif isinstance(fact.value, Terms):
        found += [item.text(voice.lang) for item in fact.value.items]
    return sorted(found, key=len, reverse=True)
