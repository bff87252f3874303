"""Pieces that are refused, owned, kept or called by their name. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.hearing.criticism import Criticism
from mercery.guide.hearing.goods import owned_pieces
from mercery.guide.hearing.kinds import is_kind_of, kinds_in
from mercery.guide.hearing.labels import joined
from mercery.guide.hearing.lexicon import Lexicon
from mercery.guide.hearing.lexicons import Vocabulary
from mercery.guide.hearing.meeting import meets
from mercery.guide.hearing.mentions import Mention, Mentions
from mercery.guide.hearing.merging import merged
from mercery.guide.hearing.setting import Setting
from mercery.guide.hearing.text import norm_of, units
from mercery.guide.need import Need, Wish

_CRITICAL: Final = frozenset(
    ["category", "brand", "colour", "size", "material", "measure", "feature", "price", "on_sale", "audience"]
)
"""Wishes that, coming after an offer, speak against a piece that does not surely meet them."""
_ALIKE: Final = re.compile(
    r"\b(?:something|anything|one|ones|pieces?) (?:\w+ )?(?:like|similar|close)\b|\bsimilar to\b|\bor (?:something )?(?:similar|the like|equivalent)\b|\balternatives? to\b|\bcompared (?:to|with)\b|\bthan the\b|\bsame (?:\w+ )?(?:\w+ )?as\b|\b(?:price|range|size|style) as\b|类似|差不多的|比.{0,12}(?:便宜|大|小|轻)", re.IGNORECASE
)  # fmt: skip
"""A piece is named as an example and not wanted itself."""


def names_at_hand(setting: Setting, vocabulary: Vocabulary) -> Lexicon | None:
    """Names of the pieces that came with the turn, where the shop is too large to know them all."""
    entries = [
        (f"piece:{one.product_id}", text)
        for one in setting.known.pieces.values()
        if one.product_id not in setting.schema.titles
        for text in (one.title.en, one.title.zh)
        if text
    ]
    entries += [
        (f"piece:{one.product_id}", word)
        for one in setting.known.named
        if one.product_id not in setting.schema.titles
        for word in one.words
        if norm_of(word) not in vocabulary.everyday
    ]
    return Lexicon(entries) if entries else None


def with_pieces(
    need: Need, m: Mentions, fresh: Sequence[Wish], said_of_shown: Criticism, setting: Setting
) -> tuple[Need, tuple[str, ...]]:
    """The need with the pieces that are refused, owned, kept or named; and the ids of those refused."""
    refused = dict.fromkeys([*said_of_shown.owned, *owned_pieces(m, setting), *named(m, setting, unwanted=True)])
    wanted = dict.fromkeys([*said_of_shown.kept, *named(m, setting, unwanted=False)])
    content = [wish for wish in fresh if wish.kind in _CRITICAL]
    for piece in setting.last:
        if (
            piece.product_id in wanted
            or piece.product_id in said_of_shown.liked
            or (said_of_shown.accepted and not content)
        ):
            continue
        spoken_of = piece in said_of_shown.pieces
        if (spoken_of and said_of_shown.refused) or any(meets(piece, wish) is not True for wish in content):
            refused[piece.product_id] = None
    if not wanted and (refused or any(wish.kind in ("category", "feature") for wish in content)):
        need = replace(need, wishes=tuple(one for one in need.wishes if one.kind != "product" or one.unwanted))
    need = _taken_back(need, {*wanted, *said_of_shown.liked})
    return merged(need, _product_wishes(tuple(refused), tuple(wanted), setting)), tuple(refused)


def _taken_back(need: Need, ids: Collection[str]) -> Need:
    """The need without the refusal of pieces that are liked after all."""
    wishes = []
    for one in need.wishes:
        if one.kind == "product" and one.unwanted and set(one.values) & set(ids):
            values = tuple(value for value in one.values if value not in ids)
            if values:
                wishes.append(replace(one, values=values))
            continue
        wishes.append(one)
    return replace(need, wishes=tuple(wishes))


def _product_wishes(refused: Sequence[str], wanted: Sequence[str], setting: Setting) -> Iterator[Wish]:
    pieces = {one.product_id: one.title for one in setting.known.pieces.values()}
    titles: Mapping[str, Words] = pieces | dict(setting.schema.titles)
    if refused:
        names = [titles.get(one, Words(one)) for one in refused]
        label = Words(
            "Not " + ", ".join(one.text("en") for one in names), "不要" + "、".join(one.text("zh") for one in names)
        )
        yield Wish(kind="product", values=tuple(refused), unwanted=True, turn=setting.turn, label=label)
    if wanted:
        label = joined([titles.get(one, Words(one)) for one in wanted])
        yield Wish(kind="product", values=tuple(wanted), turn=setting.turn, label=label)


def named(m: Mentions, setting: Setting, *, unwanted: bool) -> list[str]:
    """Ids of pieces called by name, wanted or not."""
    if not unwanted and _ALIKE.search(m.plain.low):
        return []
    found: list[str] = []
    for one in m.found:
        if (one.unwanted or one.owned) == unwanted and not one.lifted:
            found += one.of("piece:")
            for word in one.of("title:"):
                found += _titled(word, one, m, setting)
    return found


def _titled(word: str, name: Mention, m: Mentions, setting: Setting) -> list[str]:
    """The pieces with a word in their name; of them those of the kind that is named beside it, or at all."""
    kinds = {kind for one in m.found for kind in one.of("kind:") if one.first == name.last + 1}
    kinds = kinds or {kind for one in m.found for kind in one.of("kind:")}
    among = [key for key, title in setting.schema.titles.items() if f" {word} " in f" {' '.join(units(title.en))} "]
    exact = [key for key in among if " ".join(units(setting.schema.titles[key].en)).startswith(word) and " " in word]
    among = exact or among
    narrowed = [
        key
        for key in among
        for title in [setting.schema.titles[key]]
        if any(is_kind_of(own, kind) for own in kinds_in(title.en) | kinds_in(title.zh) for kind in kinds)
    ]
    return narrowed or among
