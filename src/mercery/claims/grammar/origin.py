"""Where goods are made."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.values import Text

_MADE: Final = frozenset(
    {
        "made",
        "made in",
        "product of",
        "come from",
        "comes from",
        "from",
        "woven",
        "knitted",
        "knit",
        "built",
        "crafted",
        "produced",
        "manufactured",
        "sewn",
        "hail from",
        "产",
        "产地",
        "产自",
        "制造",
        "出产",
        "原产",
        "织造",
        "生产",
        "做的",
        "制",
        "来自",
        "织",
        "织的",
        "造",
        "出自",
        "制作",
        "原产地",
        "产的",
    }
)


_DEMONYMS: Final = frozenset(
    {
        "french",
        "italian",
        "spanish",
        "portuguese",
        "german",
        "swiss",
        "scottish",
        "japanese",
        "chinese",
        "british",
        "english",
        "american",
        "peruvian",
        "vietnamese",
        "irish",
        "danish",
        "swedish",
        "belgian",
        "austrian",
        "dutch",
        "indian",
        "turkish",
        "greek",
        "polish made",
        "welsh",
    }
)


def origin(reading: Reading, segment: Segment) -> None:
    places = [token for token in segment.open() if token.is_a("place")]
    if not places or (segment.has("c:deliver", "c:return", "c:duties") and not segment.has("att:origin")):
        return
    for token in places:
        if not _is_origin(segment, token):
            continue
        for view in segment.views:
            fact = view.facts.get("origin")
            words = fact.value.words if fact and isinstance(fact.value, Text) else None
            keys = (
                {place for one in reading.grounds.tokens(f"{words.en} {words.zh}") for place in one.of("place")}
                if words
                else set()
            )
            same = bool(keys & set(token.of("place")))
            if fact is None or same == segment.negative(token) or (segment.has("quant:only") and segment.group):
                raise Blocked(f"“{token.text}” is not where it is made", subject=view.id, attribute="origin")
            reading.claim("origin", token.text, fact.id, subject=view.id, qualifier="" if same else "not")
        segment.use([token], "origin")
        segment.use_keys("origin", "att:origin", "cmp:same")
        if segment.negative(token):
            segment.use_kinds("origin", "neg")
    if any(token.by == "origin" for token in segment.tokens) and segment.has("quant:all", "quant:both"):
        segment.use_keys("origin", "quant:all", "quant:both")


def _is_origin(segment: Segment, token: Token) -> bool:
    """Beside a word of making, or a demonym of the piece itself (`Spanish-made`, `a French scarf`)."""
    before, after = segment.before(token, 3), segment.after(token, 2)
    if after and after[0].is_a("mat"):
        return False
    if segment.has("c:printed", "c:repair", "att:brand") or (
        any(one.is_a("price") for one in before[:1]) and before[0].text not in ("从",)
    ):
        return False
    cleft = [one.text for one in segment.after(token, 6)]
    if cleft[:2] == ["is", "where"] and any(one.has("att:origin") for one in segment.after(token, 7)):
        return True
    if any(one.text in _MADE or one.has("att:origin") for one in before) or any(one.has("att:origin") for one in after):
        return True
    return token.text in _DEMONYMS and (
        not after or after[0].is_a("noun") or bool(after[0].names) or after[0].by == "name"
    )
