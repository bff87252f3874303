"""Which words of a sentence stand on which facts, for a sentence the gate proved: a page stitches them, a change finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mercery.claims.facts import Fact
from mercery.claims.grammar.reading import Claim
from mercery.claims.mentions import mentions
from mercery.claims.sentence import Sentence, Span
from mercery.claims.verify import amounts
from mercery.claims.wording import Voice
from mercery.studio.materials import Materials
from mercery.studio.writing.points import points_of_fact


def standing(sentence: Sentence, claims: Sequence[Claim], materials: Materials, voice: Voice) -> Sentence:
    """The sentence with a span for every fact a claim was proved on; those it has already stay."""
    spans = [span for span in sentence.spans if span.fact_id]
    for claim in claims:
        fact = materials.by_id.get(claim.fact_id)
        if fact is None or any(span.fact_id == fact.id for span in spans):
            continue
        # Where no word is left for it, it stands at the end all the same: a change of it has to find the sentence.
        end = len(sentence.text)
        place = _place(sentence.text, claim, fact, voice, spans) or (end, end)
        spans.append(Span(start=place[0], end=place[1], fact_id=fact.id, how="computed"))
    return Sentence(text=sentence.text, spans=tuple(sorted(spans, key=lambda span: span.start)), place=sentence.place)


def _place(text: str, claim: Claim, fact: Fact, voice: Voice, taken: Sequence[Span]) -> tuple[int, int] | None:
    """The words that say it: the fact's own, the amount, the claim's; else whatever words are left."""
    if found := _found(text, [point.text for point in points_of_fact(fact, voice)], taken):
        return found
    for one in mentions(text, year=voice.today.year):
        if _free(one.start, one.end, taken) and any(one.same_as(stated) for stated in amounts(fact, voice)):
            return one.start, one.end
    return _found(text, [claim.value], taken) or _left(text, taken)


def _found(text: str, words: Sequence[str], taken: Sequence[Span]) -> tuple[int, int] | None:
    low = text.lower()
    for word in sorted((word.lower() for word in words if len(word) > 1), key=len, reverse=True):
        start = low.find(word)
        if start >= 0 and _free(start, start + len(word), taken):
            return start, start + len(word)
    return None


def _left(text: str, taken: Sequence[Span]) -> tuple[int, int] | None:
    """The longest run of words that stands on nothing yet."""
    edges = [
        0,
        *[edge for span in sorted(taken, key=lambda one: one.start) for edge in (span.start, span.end)],
        len(text),
    ]
    runs = [_trimmed(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    best = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return best if best[1] > best[0] else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = re.compile(r"\w.*\w|\w", re.DOTALL).search(text, start, end)
    return (words.start(), words.end()) if words else (start, start)


def _free(start: int, end: int, taken: Iterable[Span]) -> bool:
    return not any(span.start < end and start < span.end for span in taken)
