"""`The Tote takes a laptop, the Soft Tote doesn't`, `… and so does the Petit`: what was said of one piece, said or denied of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token

_AUX: Final = frozenset(
    {"is", "are", "does", "do", "has", "have", "can", "will", "it", "the", "while", "but", "and", "whereas", "though", "那款", "则", "却", "就", "的", "那个", "款"}
)  # fmt: skip
_DENYING: Final = frozenset({"not", "cannot", "不", "没有", "不行", "不能", "不是", "没", "不可以", "doesn", "isn"})
_TOO: Final = frozenset(
    {
        "too",
        "also",
        "as well",
        "so does",
        "so is",
        "so do",
        "likewise",
        "so",
        "也是",
        "也",
        "也一样",
        "同样",
        "也有",
        "也能",
    }
)
_Reader = Callable[[Reading, Segment], None]


def read_elliptic(reading: Reading, readers: Sequence[_Reader]) -> None:
    """Prove each segment that only names goods and denies, or repeats, what the segment before says."""
    for place, segment in enumerate(reading.segments):
        sign = _sign(segment)
        if not place or sign is None or len(segment.views) != 1:
            continue
        earlier = reading.segments[place - 1]
        if earlier.tokens[0].sentence != segment.tokens[0].sentence or len(earlier.views) != 1:
            continue
        if earlier.views == segment.views or not _plain(earlier):
            continue
        if not _holds(reading, earlier, segment, readers, denied=sign):
            raise Blocked("not so of the other", subject=segment.views[0].id)
        segment.use(
            [token for token in segment.open() if token.text in _DENYING | _TOO or not token.is_a("n")], "elliptic"
        )


def _sign(segment: Segment) -> bool | None:
    """True where it denies, False where it repeats; None where it says anything of its own."""
    words = [token for token in segment.tokens if not token.punctuation]
    named = any(token.by in ("name", "noun", "pointed") for token in words)
    rest = [token for token in words if token.by not in ("name", "noun", "pointed") and token.text not in _AUX]
    if not named or len(rest) != 1 or rest[0].by or rest[0].amount is not None:
        return None
    if rest[0].text in _DENYING:
        return True
    return False if rest[0].text in _TOO else None


def _plain(earlier: Segment) -> bool:
    """Whether the segment before affirms, of one piece, what its texts, materials or measures say."""
    said = {token.by for token in earlier.tokens} - {"", "name", "noun", "pointed", "talk"}
    return (
        bool(said)
        and said <= {"text", "material", "measure", "origin", "having", "article"}
        and not any(token.is_a("neg") or token.has("quant:only") for token in earlier.tokens)
    )


def _holds(reading: Reading, earlier: Segment, segment: Segment, readers: Sequence[_Reader], *, denied: bool) -> bool:
    """Whether the same words, about the other piece, are proved; denied, with `not` before them."""
    kept = [
        replace(token, by="", refers=())
        for token in earlier.tokens
        if token.by not in ("name", "noun", "pointed") and not token.punctuation
    ]
    words = [Token("not", keys=frozenset({"neg:not"})), *kept] if denied else kept
    for token in words:
        token.segment, token.sentence = segment.tokens[0].segment, segment.tokens[0].sentence
    copy = Segment(words, views=list(segment.views), variants=list(segment.variants))
    claims = len(reading.claims)
    index = next(place for place, one in enumerate(reading.segments) if one is segment)
    reading.segments[index] = copy
    try:
        for reader in readers:
            reader(reading, copy)
    except Blocked:
        return False
    finally:
        reading.segments[index] = segment
    return len(reading.claims) > claims and all(token.by or token.is_a("n") for token in words)
