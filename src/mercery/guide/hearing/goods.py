"""What goods a message asks for: kinds and categories, wanted or not. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.hearing.categories import for_a_child, for_children, placed
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.labels import joined, kind_label, turned
from mercery.guide.hearing.mentions import Mention, Mentions, said
from mercery.guide.hearing.recipients import Recipient
from mercery.guide.hearing.setting import Setting
from mercery.guide.need import Wish

CARRIED: Final = ("laptop", "computer", "tablet", "phone")
"""What goes into or with goods: "a bag for my laptop" asks for a bag."""
_POSSESSED: Final = frozenset(
    [
        "my",
        "his",
        "her",
        "our",
        "their",
        "your",
        "its",
        "the",
        "this",
        "that",
        "these",
        "those",
        "on",
        "by",
        "at",
        "of",
        "like",
        "with",
        "我",
        "他",
        "她",
        "的",
    ]
)
_LOOKS: Final = frozenset(
    [
        "look",
        "looks",
        "looked",
        "looking",
        "feel",
        "feels",
        "shaped",
        "is",
        "are",
        "it",
        "seems",
        "more",
        "just",
        "almost",
    ]
)
_EITHER: Final = re.compile(r"\bor\b|也行|也可以|也可|或者?", re.IGNORECASE)
_FOR_CHILDREN: Final = "kids"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Kinds asked for, with the wishes that say so."""

    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    wishes: tuple[Wish, ...] = ()
    named: bool = False
    """Whether the message named goods itself."""


def goods_said(m: Mentions, to: Recipient | None, setting: Setting, *, carries: bool) -> Goods:
    """The goods a message asks for. `carries`: it names what must fit in."""
    child = None if to is None or to.audience is None else to.audience == "kids"
    wanted = [
        one
        for one in m.found
        if one.wanted and (one.of("kind:") or one.of("category:")) and not one.of("piece:") and not _compared(one, m)
    ]
    kinds = _sold_first(wanted, m, setting, child=child, carries=carries)
    wishes = [*_unwanted(m, setting)]
    own = tuple(dict.fromkeys(value for one in wanted for value in one.of("category:")))
    if kinds or own:
        asked = _wishes(kinds, own, m, wanted, setting, child=child)
        return Goods(kinds=kinds, categories=_categories(asked), wishes=(*asked, *wishes), named=True)
    if child and not setting.kinds and (values := for_children(setting.schema)):
        wish = Wish(
            kind="category",
            values=values,
            term=_FOR_CHILDREN,
            said=to.said if to else "",
            label=_label(values, setting),
        )
        return Goods(categories=values, wishes=(wish, *wishes), named=True)
    return Goods(wishes=tuple(wishes))


def _sold_first(
    wanted: Sequence[Mention], m: Mentions, setting: Setting, *, child: bool | None, carries: bool
) -> tuple[str, ...]:
    """The kinds meant: those the shop has, else those that are surely asked for."""
    found: dict[str, Mention] = {}
    for one in wanted:
        options = one.of("kind:")
        if options and all(kind in CARRIED for kind in options) and not _asked_for(one, m):
            continue
        sold = [kind for kind in options if placed(kind, setting.schema, child=child).sold]
        found.update(dict.fromkeys(sold or options[:1], one))
    if carries and any(kind not in CARRIED for kind in found):
        found = {kind: one for kind, one in found.items() if kind not in CARRIED}
    elif carries:
        found = {}
    in_shop = {kind: one for kind, one in found.items() if placed(kind, setting.schema, child=child).sold}
    chosen = in_shop or {kind: one for kind, one in found.items() if _asked_for(one, m)}
    if _EITHER.search(m.plain.low):
        # "A scarf, or a stole": the wider one holds both.
        return tuple(kind for kind in chosen if not any(other != kind and is_kind_of(kind, other) for other in chosen))
    return tuple(kind for kind in chosen if not any(other != kind and is_kind_of(other, kind) for other in chosen))


def _compared(one: Mention, m: Mentions) -> bool:
    """ "Like an alarm clock", 像闹钟: what something looks like."""
    before = [token.norm for token in m.tokens[max(one.first - 3, 0) : one.first]]
    return "像" in before or (before[1:2] == ["like"] and before[0] in _LOOKS) or before[-2:] == ["as", "a"]


def _asked_for(one: Mention, m: Mentions) -> bool:
    """Whether goods the shop has none of are really asked for: not "my phone", "on the bike"."""
    near = [token.norm for token in m.tokens[max(one.first - 2, 0) : one.first]]
    if near[-1:] == ["的"]:
        near.pop()
    return near[-1:] == [] or near[-1] not in _POSSESSED


def _wishes(
    kinds: Sequence[str],
    own: Sequence[str],
    m: Mentions,
    wanted: Sequence[Mention],
    setting: Setting,
    *,
    child: bool | None,
) -> list[Wish]:
    places = {kind: placed(kind, setting.schema, child=child) for kind in kinds}
    if child and kinds:
        own = [value for value in own if value not in for_children(setting.schema)]
        places = {
            kind: replace(place, values=shelves, whole=place.whole and shelves == place.values)
            for kind, place in places.items()
            for shelves in [for_a_child(place.values, setting.schema)]
        }
    values = tuple(dict.fromkeys([*own, *(value for place in places.values() for value in place.values)]))
    words = " ".join(dict.fromkeys(said(m.plain, one) for one in wanted))
    wishes = []
    if values:
        wishes.append(
            Wish(kind="category", values=values, term="/".join(kinds), said=words, label=_label(values, setting))
        )
    if any(not place.whole for place in places.values()):
        label = joined([kind_label(kind) for kind in kinds])
        wishes.append(Wish(kind="feature", name="kind", values=tuple(kinds), term=kinds[0], said=words, label=label))
    return wishes


def _unwanted(m: Mentions, setting: Setting) -> list[Wish]:
    values: dict[str, str] = {}
    narrow: dict[str, str] = {}
    for one in m.found:
        refused = one.unwanted or (one.owned and not _shown_one(one, m))
        if not refused or one.of("f:neck:"):
            continue
        for kind in one.of("kind:"):
            place = placed(kind, setting.schema)
            if place.whole:
                values.update(dict.fromkeys(place.values, said(m.plain, one)))
            else:
                narrow[kind] = said(m.plain, one)
        values.update(dict.fromkeys(one.of("category:"), said(m.plain, one)))
    wishes = []
    if values:
        label = turned(_label(tuple(values), setting), True)
        wishes.append(
            Wish(
                kind="category",
                values=tuple(values),
                unwanted=True,
                said=" ".join(dict.fromkeys(values.values())),
                label=label,
            )
        )
    if narrow:
        label = turned(joined([kind_label(kind) for kind in narrow]), True)
        wishes.append(
            Wish(
                kind="feature",
                name="kind",
                values=tuple(narrow),
                unwanted=True,
                said=" ".join(dict.fromkeys(narrow.values())),
                label=label,
            )
        )
    return wishes


_THE: Final = frozenset(["the", "that", "this", "those", "these", "那", "这", "该"])


def _shown_one(one: Mention, m: Mentions) -> bool:
    """ "She already has the scarf": that piece, and no scarves in general."""
    near = [token.norm for token in m.tokens[max(one.first - 3, 0) : one.first]]
    return bool(set(near) & _THE)


def owned_pieces(m: Mentions, setting: Setting) -> list[str]:
    """Ids of the shown pieces that are there already, by the kind they are called."""
    found = []
    for one in m.found:
        if one.owned and one.of("kind:") and _shown_one(one, m):
            kinds = one.of("kind:")
            found += [
                piece.product_id
                for piece in setting.known.pieces.values()
                if any(is_kind_of(each, kind) for each in piece.kinds for kind in kinds)
                and any(piece.product_id == shown.product_id for shown in setting.shown)
            ]
    return found


def _categories(wishes: Sequence[Wish]) -> tuple[str, ...]:
    return tuple(value for one in wishes if one.kind == "category" and not one.unwanted for value in one.values)


def _label(values: Sequence[str], setting: Setting) -> Words:
    named = {one.value: one.label for one in setting.schema.categories}
    return joined([_capital(named.get(value, Words(value))) for value in values])


def _capital(label: Words) -> Words:
    return Words(label.en[:1].upper() + label.en[1:], label.zh)
