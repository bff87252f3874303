"""Colours, materials, brands, features and occasions a message asks for or refuses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal

from mercery.claims.lexicon import kind_of, parents
from mercery.core.i18n import Words
from mercery.guide.hearing.allergies import substance_in
from mercery.guide.hearing.categories import known_categories
from mercery.guide.hearing.colours import means_material, values_of
from mercery.guide.hearing.features import feature_label
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.labels import OCCASIONS, colour_label, joined, material_label, turned
from mercery.guide.hearing.mentions import Mention, Mentions, said
from mercery.guide.hearing.places import goes_there
from mercery.guide.hearing.setting import Setting
from mercery.guide.need import Firmness, Wish

_PURE: Final = re.compile(
    r"(?:\bpure|\b100\s?%|\ball[- ]|\bonly|\bnothing but|\bsolid|\bentirely|纯|全|百分之?百|100%)\s?(?:的)?$",
    re.IGNORECASE,
)
_PURE_AFTER: Final = re.compile(
    r"^\s?(?:only\b|100\s?%|and nothing else|,? no blends?|,? not? a? ?blend)", re.IGNORECASE
)
_FIBRES: Final = ("cashmere", "wool", "silk", "cotton", "linen", "alpaca", "merino wool", "mohair", "down")
_CLASSES: Final = frozenset(("metal",))
"""Words for a whole class of materials: what is meant are those that the goods come in."""
_VEGAN: Final = re.compile(r"\bvegans?\b|\bplant[- ]based\b|纯素|素食|全素", re.IGNORECASE)
ANIMAL: Final = ("leather", "fur", "silk", "wool", "cashmere", "down")
_SALE: Final = re.compile(
    r"\bon sale\b|\breduced\b|\bdiscount(?:ed|s)?\b|\bbargains?\b|\bmarked down\b|\bsale items?\b|\bin the sale\b|\bon offer\b|\bspecial offers?\b|\bdeals?\b|\bclearance\b|\bmarkdowns?\b|\bprice cut\b|"
    r"打折|特价|促销|减价|降价|有折扣|折扣款|优惠中|清仓|大促|折扣",
    re.IGNORECASE,
)  # fmt: skip
_NO_SALE: Final = re.compile(
    r"\b(?:not|no|don't need|doesn't need|needn't)\b[^,.;]{0,14}$|不用|不要|不是|无所谓", re.IGNORECASE
)
_SMELLS: Final = re.compile(r"\b(?:smells?|smelling|scent|fragrance) (?:of|like|with)\b|香味|味道")
_SCENTED: Final = ("fragrance", "candle", "diffuser", "beauty")
_CARRYING: Final = ("bag", "luggage", "shoe")
_HEARD_OCCASIONS: Final = frozenset(("evening", "travel"))
"""Occasions for which goods are made; the others rank by their words."""
_ONLY_REFUSED: Final = frozenset(("nuts", "alcohol", "paraben"))
"""What is named to be avoided."""
_LIGHT_FEATURES: Final = frozenset(
    [
        "touch:soft",
        "style:formal",
        "printed",
        "handmade",
        "lined",
        "easy_care",
        "wireless",
        "long_battery",
        "scent:fresh",
    ]
)


def sale_wish(m: Mentions) -> Wish | None:
    """Reduced pieces only."""
    match = _SALE.search(m.plain.low)
    if match is None or _NO_SALE.search(m.plain.low[: match.start()]):
        return None
    token = next((at for at, one in enumerate(m.tokens) if one.start >= match.start()), 0)
    segment = next((number for number, (first, last) in enumerate(m.segments) if first <= token <= last), 0)
    firmness: Firmness = "wish" if segment in m.soft else "must"
    return Wish(kind="on_sale", said=match.group(), firmness=firmness, label=Words("On sale", "优惠中"))


def _split(m: Mentions, prefix: str) -> Iterator[tuple[bool, list[Mention]]]:
    for unwanted in (False, True):
        found = [
            one for one in m.found if one.of(prefix) and not one.lifted and not one.owned and one.unwanted == unwanted
        ]
        if found:
            yield unwanted, found


def brand_wishes(m: Mentions, setting: Setting) -> Iterator[Wish]:
    """Brands wanted and refused."""
    names = {one.value: one.label for one in setting.schema.brands}
    for unwanted, found in _split(m, "brand:"):
        values = tuple(dict.fromkeys(value for one in found for value in one.of("brand:")))
        label = turned(joined([names[value] for value in values]), unwanted)
        yield Wish(
            kind="brand", values=values, unwanted=unwanted, said=_said(m, found), label=label, firmness=_firmness(found)
        )


def colour_wishes(m: Mentions, kinds: Sequence[str], categories: Sequence[str], setting: Setting) -> Iterator[Wish]:
    """Colours wanted and refused, as the shop's own values."""
    for unwanted in (False, True):
        terms: dict[str, None] = {}
        values: dict[str, None] = {}
        found = []
        for one in m.found:
            if (
                one.lifted
                or one.owned
                or one.unwanted != unwanted
                or not _is_colour(one, m, kinds, categories, setting)
            ):
                continue
            found.append(one)
            own = one.of("value:")
            names = _longest(one.of("col:"))
            if own and not names:
                called = {each.value: each for each in setting.schema.colours}
                terms.update(
                    dict.fromkeys(
                        name for value in own for name in sorted(called[value].terms) or [value.replace("-", " ")]
                    )
                )
                values.update(dict.fromkeys(own))
            for name in names:
                terms[name] = None
                known = values_of(name, setting.schema)
                values.update({each.value: None for each in known} or {name.replace(" ", "-"): None})
        if terms:
            label = turned(joined([colour_label(name) for name in terms]), unwanted)
            yield Wish(
                kind="colour", values=tuple(values), term="/".join(terms), unwanted=unwanted, said=_said(m, found), label=label, firmness=_firmness(found)
            )  # fmt: skip


def _longest(names: Sequence[str]) -> list[str]:
    """酒红 is burgundy and bordeaux alike; 黄金 is yellow gold, and gold."""
    return [name for name in names if not any(name != other and name in other.split() for other in names)]


def _is_colour(one: Mention, m: Mentions, kinds: Sequence[str], categories: Sequence[str], setting: Setting) -> bool:
    names = one.of("col:")
    if not names and not one.of("value:"):
        return False
    if (one.of("kind:") and not one.of("value:")) or (one.of("place:") and goes_there(m, one)):
        return False
    materials = one.of("mat:")
    if not materials:
        return not ("f:gemstone" in one.keys and any(is_kind_of(kind, "jewellery") for kind in kinds))
    surface = m.plain.low[one.start : one.end + 10].strip()
    return not means_material(materials[0], surface, kinds, categories, setting.schema)


def material_wishes(m: Mentions, kinds: Sequence[str], categories: Sequence[str], setting: Setting) -> Iterator[Wish]:
    """Materials wanted and refused, as words of the vocabulary."""
    scented = any(is_kind_of(kind, one) for kind in kinds for one in _SCENTED) and not any(
        is_kind_of(kind, "soap") for kind in kinds
    )
    wanted: tuple[str, ...] = ()
    for unwanted in (False, True):
        names: dict[str, bool] = {}
        found = []
        for one in m.found:
            if one.lifted or one.owned or one.unwanted != unwanted or not one.of("mat:"):
                continue
            smelt = scented or _SMELLS.search(m.plain.low)
            if _is_colour(one, m, kinds, categories, setting) or (smelt and one.of("f:scent:")):
                continue
            name = _plainest(one.of("mat:"), setting)
            if unwanted and substance_in(said(m.plain, one)) not in ("", name):
                continue  # Soy is refused, and not only its wax.
            if unwanted and any(kind_of(each, name) for each in wanted):
                # "Not gold, white gold": what is refused is the other gold.
                name = next(
                    (each for each in one.of("mat:") if not any(kind_of(other, each) for other in wanted)), name
                )
            names[name] = _is_pure(m, one, name)
            found.append(replace(one, soft=True) if _of_lining(m, one) else one)
        wanted = wanted or tuple(names)
        if unwanted and _VEGAN.search(m.plain.low):
            yield _vegan(m, names)
        elif names:
            yield _material(names, unwanted, _said(m, found), categories, setting, _firmness(found))


def _vegan(m: Mentions, names: dict[str, bool]) -> Wish:
    values = tuple(dict.fromkeys([*names, *ANIMAL]))
    said_so = _VEGAN.search(m.plain.low)
    return Wish(
        kind="material", values=values, term="/".join(names) or "leather", unwanted=True, said=said_so.group() if said_so else "", label=Words("Nothing of animals", "不含动物材料")
    )  # fmt: skip


def _material(
    names: dict[str, bool], unwanted: bool, words: str, categories: Sequence[str], setting: Setting, firmness: Firmness
) -> Wish:
    pure = not unwanted and len(names) == 1 and all(names.values())
    label = turned(joined([material_label(name, pure=pure) for name in names]), unwanted)
    values = tuple(dict.fromkeys(value for name in names for value in _of_class(name, categories, setting)))
    return Wish(
        kind="material", values=values, term="/".join(names), pure=pure, unwanted=unwanted, said=words, label=label, firmness=firmness
    )  # fmt: skip


def _of_class(name: str, categories: Sequence[str], setting: Setting) -> tuple[str, ...]:
    """Of a class, the materials in it that the goods wanted come in, where they are few."""
    if name not in _CLASSES:
        return (name,)
    around = known_categories(categories, setting.schema) if categories else ()
    found = {each for one in around for each in (one.materials or one.parts) if each != name and kind_of(each, name)}
    return tuple(sorted(found)) if len(found) == 1 else (name,)


def _plainest(names: Sequence[str], setting: Setting) -> str:
    """Of several readings of one word the widest: 黄金 is gold. Where none contains another, the one the shop has."""
    widest = [name for name in names if all(name == other or kind_of(other, name) for other in names)]
    if widest:
        return widest[0]
    had = [name for name in names if any(kind_of(each, name) for each in setting.schema.materials)]
    return (had or list(names))[0]


_LINING: Final = re.compile(r"^\s?(?:-?lined|lining|内里|里衬|内衬|衬里)", re.IGNORECASE)


def _of_lining(m: Mentions, one: Mention) -> bool:
    """ "Cashmere lined": what is inside, which the goods are not made of in the main."""
    return bool(_LINING.match(m.plain.low[one.end : one.end + 12]))


def _is_pure(m: Mentions, one: Mention, name: str) -> bool:
    low = m.plain.low
    before, after = low[max(one.start - 24, 0) : one.start], low[one.end : one.end + 24]
    surface = low[one.start : one.end]
    fibre = name in _FIBRES or any(parent in _FIBRES for parent in parents(name))
    if surface.startswith(("纯", "全")) and fibre:
        return True
    return fibre and bool(_PURE.search(before) or _PURE_AFTER.match(after))


def feature_wishes(m: Mentions, kinds: Sequence[str], measured: Sequence[str], setting: Setting) -> Iterator[Wish]:
    """What goods must have, do or not have. `measured`: measures heard already, which say it more exactly."""
    heard: dict[str, Wish] = {}
    for one in m.found:
        if one.lifted or one.owned:
            continue
        for key in one.of("f:"):
            if not _applies(key, one, m, kinds, measured):
                continue
            name, _, value = key.partition(":")
            firmness: Firmness = "wish" if one.soft or key in _LIGHT_FEATURES else "must"
            label = turned(feature_label(key), one.unwanted)
            wish = Wish(
                kind="feature", name=name, values=(value,) if value else (), unwanted=one.unwanted, firmness=firmness, said=said(m.plain, one), label=label
            )  # fmt: skip
            heard[wish.key] = _either(heard.get(wish.key), wish)
    yield from (_opposite(wish) for wish in heard.values())


def _either(before: Wish | None, wish: Wish) -> Wish:
    if before is None or not wish.values:
        return wish
    return replace(
        wish, values=tuple(dict.fromkeys([*before.values, *wish.values])), label=joined([before.label, wish.label])
    )


_OPPOSITES: Final = {
    ("style", "formal"): "casual",
    ("style", "casual"): "formal",
    ("heel", "high"): "flat",
    ("heel", "flat"): "high",
}


def _opposite(wish: Wish) -> Wish:
    """ "Nothing too formal" asks for casual pieces."""
    other = _OPPOSITES.get((wish.name, wish.values[0])) if wish.unwanted and len(wish.values) == 1 else None
    if other is None:
        return wish
    return replace(wish, values=(other,), unwanted=False, firmness="must", label=feature_label(f"{wish.name}:{other}"))


_ONLY_FOR: Final = {"pierced": "earrings", "clip_on": "earrings", "gemstone": "jewellery"}


def _applies(key: str, one: Mention, m: Mentions, kinds: Sequence[str], measured: Sequence[str]) -> bool:
    """Whether a word is meant as this feature: "flat" of shoes, "rose" of scents."""
    name = key.partition(":")[0]
    if name == "scent":
        if _SMELLS.search(m.plain.low):
            return True
        return any(is_kind_of(kind, each) for kind in kinds for each in _SCENTED) and not (
            one.of("mat:") and _of_wax(one)
        )
    if name in _ONLY_FOR:
        return any(is_kind_of(kind, _ONLY_FOR[name]) for kind in kinds)
    if name == "heel":
        return any(is_kind_of(kind, "shoe") for kind in kinds) and not _lived_in(one, m)
    if name in _ONLY_REFUSED:
        return one.unwanted
    if name in ("waterproof", "water_repellent") and "water_resistance" in measured:
        return False
    if name == "sapphire_glass" and one.of("mat:"):
        return any(is_kind_of(kind, "watch") for kind in kinds)
    if name in ("movement", "moonphase"):
        return not kinds or any(is_kind_of(kind, "watch") for kind in kinds)
    if name == "fragranced" and any(
        is_kind_of(kind, each) for kind in kinds for each in ("fragrance", "candle", "diffuser")
    ):
        return False
    return one.unwanted or not (name == "neck" and one.of("kind:"))


def _lived_in(one: Mention, m: Mentions) -> bool:
    """ "The tiles in my flat"."""
    return bool(one.first) and m.tokens[one.first - 1].norm in (
        "my",
        "our",
        "his",
        "her",
        "their",
        "your",
        "a",
        "new",
        "the",
    )


def _of_wax(one: Mention) -> bool:
    return any("wax" in name for name in one.of("mat:"))


def occasion_wishes(m: Mentions, kinds: Sequence[str]) -> Iterator[Wish]:
    """Occasions that goods are made for."""
    found = [one for one in m.found if one.of("for:") and one.wanted]
    values = [value for one in found for value in one.of("for:") if value in _HEARD_OCCASIONS]
    if not values or (kinds and not any(is_kind_of(kind, each) for kind in kinds for each in _CARRYING)):
        return
    firmness: Literal["must", "wish"] = (
        "must" if any(is_kind_of(kind, each) for kind in kinds for each in _CARRYING) else "wish"
    )
    label = joined([OCCASIONS[value] for value in values])
    yield Wish(
        kind="occasion", values=tuple(dict.fromkeys(values)), said=_said(m, found), label=label, firmness=firmness
    )


def occasions_said(m: Mentions) -> tuple[str, ...]:
    """Every occasion named."""
    return tuple(dict.fromkeys(value for one in m.found if one.wanted for value in one.of("for:")))


def _said(m: Mentions, found: Sequence[Mention]) -> str:
    return " ".join(dict.fromkeys(said(m.plain, one) for one in found))


def _firmness(found: Sequence[Mention]) -> Firmness:
    return "wish" if found and all(one.soft for one in found) else "must"


_LIFTED: Final = (
    ("mat:", "material"),
    ("col:", "colour"),
    ("value:", "colour"),
    ("brand:", "brand"),
    ("f:", "feature"),
    ("for:", "occasion"),
)


def values_lifted(m: Mentions) -> list[tuple[str, str]]:
    """Values that do not matter any more, with the kind of wish they are of."""
    return [(kind, value) for one in m.found if one.lifted for prefix, kind in _LIFTED for value in one.of(prefix)]
