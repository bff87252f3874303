"""Whether what a piece says still holds: each sentence held against the facts in force. Pure, and quick enough for every page.

A sentence stands as long as each of its facts says what it said when the sentence was written, under whatever version; it is
then pinned to the versions in force. One whose fact says something else, or is gone, does not stand and is shown nowhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.facts import Fact, Subject
from mercery.claims.frames.guiding import cell_line
from mercery.claims.sentence import Sentence, Span
from mercery.claims.values import Stock, Text, value_to_json
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.core.i18n import LANGS, Lang, Words
from mercery.studio.kept import GroundLine
from mercery.studio.piece import Passage, Piece, Told

Key = tuple[str, str, str]
"""Kind and id of a subject, and an attribute."""
TITLE: Final = "title"
"""The attribute under which a piece depends on what its products are called."""
_COUNT: Final = re.compile(
    r"\d|(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|last|few|only)(?![a-z])|[一二两三四五六七八九十仅余剩]",
    re.IGNORECASE,
)
"""What may say how many are left."""
_LABEL: Final = Words("Name", "名称")
_SOURCE: Final = Words("catalogue", "商品资料")


def key_of(fact_id: str) -> Key:
    """What a fact's id names, without its version."""
    kind, _, rest = fact_id.partition(":")
    subject, _, attribute = rest.rpartition("@")[0].rpartition("/")
    return kind, subject, attribute


def digest_of(fact: Fact) -> str:
    """Another text as soon as the fact says something else: its value, until when it holds, and of what.

    That of a stock has two parts; the first is another one only when the piece can be had no more, or again.
    """
    until = fact.valid_to.isoformat() if fact.valid_to else ""
    named = [fact.subject.name.en, fact.subject.name.zh, fact.label.en, fact.label.zh]
    exact = _hash([value_to_json(fact.value), until, named])
    if isinstance(fact.value, Stock):
        return f"{_hash([fact.value.available, str(fact.value.restock), named])}.{exact}"
    return exact


def _hash(said: object) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def title_facts(products: Iterable[Product], moment: datetime | None = None) -> list[Fact]:
    """What products are called, in the form of facts, so that a new name is noticed like a new value."""
    return [
        Fact(
            subject=Subject(kind="product", id=product.id, name=product.title),
            attribute=TITLE,
            label=_LABEL,
            value=Text(product.title),
            source=_SOURCE,
            version=product.version,
            recorded_at=product.updated_at or moment or now(),
        )
        for product in products
    ]


def by_key(facts: Iterable[Fact], moment: datetime) -> dict[Key, Fact]:
    """The facts in force by subject and attribute; of several the newest version."""
    found: dict[Key, Fact] = {}
    for fact in facts:
        key = (fact.subject.kind, fact.subject.id, fact.attribute)
        known = found.get(key)
        if fact.holds_at(moment) and (known is None or known.version <= fact.version):
            found[key] = fact
    return found


def grounds_of(
    piece: Piece, facts: Mapping[str, Fact], titles: Sequence[Fact], timezone: str
) -> tuple[GroundLine, ...]:
    """What the piece stands on, as it is now: kept with the version."""
    computed = {span.fact_id for told in piece.sentences() for span in told.sentence.spans if span.how == "computed"}
    ids = dict.fromkeys(
        key for told in piece.sentences() if told.holds for key in told.sentence.fact_ids if key in facts
    )
    moment = now()
    voices = {lang: Voice(lang=lang, now=moment, timezone=timezone) for lang in LANGS}
    lines = [_line(facts[key], voices, computed=key in computed) for key in ids]
    beside = _beside(facts.values())
    others = dict.fromkeys(one.id for key in ids for one in beside.get(_family(facts[key]), ()) if one.id not in ids)
    named = set(piece.product_ids)
    silent = [*(facts[key] for key in others), *(fact for fact in titles if fact.subject.id in named)]
    return (*lines, *(replace(_line(fact, voices), silent=True) for fact in silent))


def _family(fact: Fact) -> tuple[str, str]:
    """What variants of one product share: a sentence on the product speaks of all of them."""
    return fact.subject.parent_id or "", fact.attribute


def _beside(facts: Iterable[Fact]) -> dict[tuple[str, str], list[Fact]]:
    found: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.subject.parent_id:
            found.setdefault(_family(fact), []).append(fact)
    return found


def _line(fact: Fact, voices: Mapping[Lang, Voice], *, computed: bool = False) -> GroundLine:
    return GroundLine(
        fact_id=fact.id,
        attribute=fact.attribute,
        label=fact.label,
        text=Words(*(cell_line(fact, voices[lang]).text for lang in LANGS)),
        source=fact.source,
        digest=digest_of(fact),
        until=fact.valid_to,
        computed=computed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A piece held against the facts in force."""

    piece: Piece
    """Pinned to the versions in force; what does not stand is still in it."""
    fallen: frozenset[int]
    """Sentences that do not stand, by their number in the piece."""
    renamed: frozenset[str]
    """Products that are called something else now."""
    gone: frozenset[str]
    """Products that are no longer there."""

    def shown(self) -> Piece:
        """Only what stands and is not blocked; passages with nothing left are not in it."""
        number, passages = 0, list[Passage]()
        for passage in self.piece.passages:
            told = tuple(
                one for place, one in enumerate(passage.told, number) if one.holds and place not in self.fallen
            )
            number += len(passage.told)
            if told:
                passages.append(replace(passage, told=told))
        return replace(self.piece, passages=tuple(passages))


def held_against(
    piece: Piece, grounds: Sequence[GroundLine], facts: Mapping[Key, Fact], products: Iterable[Product]
) -> Standing:
    """The piece held against the facts in force, by subject and attribute (`by_key`), and the products that are there."""
    was = {key_of(line.fact_id): line.digest for line in grounds}
    there = {product.id: product for product in products if product.status == "active"}
    gone = frozenset(key for key in piece.product_ids if key not in there)
    titles = {fact.subject.id: fact for fact in title_facts(there.values())}
    renamed = frozenset(
        key for key, fact in titles.items()
        if (before := was.get(("product", key, TITLE))) is not None and before != digest_of(fact)
    )  # fmt: skip
    fresh = {key: digest_of(fact) for key, fact in facts.items() if key in was or fact.subject.parent_id}
    beside = {
        family: [(one.subject.kind, one.subject.id, one.attribute) for one in found]
        for family, found in _beside(facts.values()).items()
    }
    widened = {key: [key, *beside.get(_family(facts[key]), ())] if key in facts else [key] for key in was}
    pinned, fallen, number = list[Passage](), set[int](), 0
    for passage in piece.passages:
        told = list[Told]()
        for one in passage.told:
            if one.holds and not _stands(one, was, fresh, widened):
                fallen.add(number)
                told.append(one)
            else:
                told.append(replace(one, sentence=_pinned(one.sentence, facts)) if one.holds else one)
            number += 1
        pinned.append(replace(passage, told=tuple(told)))
    return Standing(piece=replace(piece, passages=tuple(pinned)), fallen=frozenset(fallen), renamed=renamed, gone=gone)


def _stands(one: Told, was: Mapping[Key, str], fresh: Mapping[Key, str], widened: Mapping[Key, Sequence[Key]]) -> bool:
    counted = _COUNT.search(one.sentence.text) is not None
    own = [key_of(key) for key in one.sentence.fact_ids]
    keys = [other for key in own for other in widened.get(key, (key,))]
    return all(key in was and key in fresh and _alike(was[key], fresh[key], counted=counted) for key in keys)


def _alike(before: str, after: str, *, counted: bool) -> bool:
    """Whether a fact says the same. Of how many are left no more than whether any are, where the sentence counts nothing."""
    return before == after if counted else before.partition(".")[0] == after.partition(".")[0]


def _pinned(sentence: Sentence, facts: Mapping[Key, Fact]) -> Sentence:
    if not sentence.fact_ids:
        return sentence
    return replace(sentence, spans=tuple(_on(span, facts) for span in sentence.spans))


def _on(span: Span, facts: Mapping[Key, Fact]) -> Span:
    held = facts.get(key_of(span.fact_id)) if span.fact_id else None
    return span if held is None or held.id == span.fact_id else replace(span, fact_id=held.id)
