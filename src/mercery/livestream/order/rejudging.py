"""Whether a line still holds: asked right before it is spoken, of the facts of that moment. Pure, and far below a millisecond.

A line keeps what each of its facts said when it was made, those of other variants beside them too: `The Saddle Bag costs €1,480`
stands on one variant and speaks of all. It holds as long as each says the same, under whatever version. What a person or a model
wrote depends on everything the piece is known by, since nobody knows which fact it leans on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from mercery.claims.facts import Fact
from mercery.claims.sentence import Sentence
from mercery.livestream.line import Line
from mercery.livestream.order.shelf import Shelf
from mercery.studio.standing import TITLE, Key, digest_of, key_of

_COUNT: Final = re.compile(
    r"\d|(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|last|few|only)(?![a-z])|[一二两三四五六七八九十仅余剩只]",
    re.IGNORECASE,
)
"""What may say how many are left."""
_ELSEWHERE: Final = frozenset({"order", "answer", "bag", "collection", "text"})
"""Subjects no shelf holds: an answer to a comment may stand on them, and was released a moment ago."""


def grounded(line: Line, shelf: Shelf, *, everything: bool = False) -> Line:
    """The line with what its facts say now. `everything`: it depends on all that is known of its product."""
    keys = dict.fromkeys(key for fact_id in line.sentence.fact_ids for key in _beside(key_of(fact_id), shelf))
    if line.product_id:
        keys |= dict.fromkeys([("product", line.product_id, TITLE)])
    if everything:
        keys |= dict.fromkeys(_all_of(line.product_id, shelf))
    told = tuple(("\n".join(key), digest_of(shelf.by_key[key])) for key in keys if key in shelf.by_key)
    return replace(line, grounds=told)


def still_true(line: Line, shelf: Shelf, moment: datetime | None = None) -> bool:
    """Whether the line may be spoken at the moment (else at the shelf's)."""
    at = moment or shelf.now
    if line.holds_until is not None and at >= line.holds_until:
        return False
    was = dict(line.grounds)
    if not was:
        return all(_in_force(fact_id, shelf, at) for fact_id in line.sentence.fact_ids)
    counted = _COUNT.search(line.text) is not None
    held = {tuple(name.split("\n")) for name in was}
    for name, digest in was.items():
        fact = shelf.by_key.get(_key(name))
        if fact is None or not fact.holds_at(at) or not _alike(digest, digest_of(fact), counted=counted):
            return False
    # A variant that came since was not counted when the line was made.
    return all(key in held for fact_id in line.sentence.fact_ids for key in _beside(key_of(fact_id), shelf))


def facts_of(sentence: Sentence, shelf: Shelf) -> Iterable[Fact]:
    """The facts of the shelf it stands on."""
    return (shelf.by_id[one] for one in sentence.fact_ids if one in shelf.by_id)


def _in_force(fact_id: str, shelf: Shelf, moment: datetime) -> bool:
    fact = shelf.by_id.get(fact_id)
    if fact is None:
        return fact_id.partition(":")[0] in _ELSEWHERE
    return fact.holds_at(moment)


def _beside(key: Key, shelf: Shelf) -> tuple[Key, ...]:
    fact = shelf.by_key.get(key)
    if fact is None or not fact.subject.parent_id:
        return (key,)
    return shelf.families[(fact.subject.parent_id, fact.attribute)]


def _all_of(product_id: str, shelf: Shelf) -> Iterable[Key]:
    for key, fact in shelf.by_key.items():
        subject = fact.subject
        if subject.kind in ("policy", "promotion", "shop") or product_id in (subject.id, subject.parent_id):
            yield key


def _key(name: str) -> Key:
    kind, subject, attribute = name.split("\n")
    return kind, subject, attribute


def _alike(before: str, after: str, *, counted: bool) -> bool:
    """Whether a fact says the same. Of how many are left no more than whether any are, where the line counts nothing."""
    return before == after if counted else before.partition(".")[0] == after.partition(".")[0]
