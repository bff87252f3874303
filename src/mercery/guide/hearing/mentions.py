"""What a message mentions of the shop's world, and how it is meant: wanted, unwanted, given up, only beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mercery.guide.hearing.allergies import without_parts
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.lexicon import Lexicon
from mercery.guide.hearing.lexicons import Vocabulary
from mercery.guide.hearing.marking import Marking, segment_at, segments_of
from mercery.guide.hearing.mention import Mention, Mentions, said
from mercery.guide.hearing.names import only_a_word, with_names
from mercery.guide.hearing.reasons import understood
from mercery.guide.hearing.text import Plain, Token

__all__ = ["Mention", "Mentions", "mentions", "said"]


def mentions(text: Plain, vocabulary: Vocabulary, names: Lexicon | None = None, *, shown: bool = False) -> Mentions:
    """What `text` mentions; `names` are of pieces that came with the turn, `shown` whether anything was offered."""
    tokens = vocabulary.corrected(text)
    hits = with_names(vocabulary.lexicon.find(tokens), names.find(tokens) if names else [])
    parts, sentence_of = segments_of(tokens)
    values = [
        Mention(
            keys=frozenset(key for key in hit.keys if not key.startswith("cue:")),
            first=hit.first, last=hit.last, start=hit.start, end=hit.end, segment=segment_at(parts, hit.first),
        )
        for hit in hits
        if any(not key.startswith("cue:") for key in hit.keys) and "kind:x" not in hit.keys and not only_a_word(hit, text)
    ]  # fmt: skip
    values = [replace(one, keys=frozenset(("f:hood",))) if _is_hood(one, values, tokens) else one for one in values]
    cues = [hit for hit in hits if any(key.startswith("cue:") for key in hit.keys)]
    marked = Marking(tokens, parts, sentence_of, values, cues)
    if shown:
        marked.complain(text)
    return Mentions(
        plain=text,
        tokens=tokens,
        segments=tuple(parts),
        found=tuple(without_parts(text.low, understood(text, marked.done()))),
        lifting=tuple(marked.segments_with("cue:lift", "cue:either")),
        owning=tuple(marked.segments_with("cue:owns", "cue:owned")),
        soft=tuple(marked.segments_with("cue:soft")),
    )


def _is_hood(one: Mention, values: Sequence[Mention], tokens: Sequence[Token]) -> bool:
    """帽子 of a jacket is its hood: 不带帽子的外套."""
    if "kind:hat" not in one.keys or one.last + 1 >= len(tokens) or tokens[one.last + 1].norm != "的":
        return False
    heads = (kind for other in values if one.last < other.first <= one.last + 5 for kind in other.of("kind:"))
    return any(is_kind_of(kind, "clothing") for kind in heads)
