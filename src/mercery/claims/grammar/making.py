"""What goods are made of, part by part; their colours; where they are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.describing import HAVING
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import Made, ProductView
from mercery.claims.lexicon import kind_of
from mercery.claims.values import Text

_PURE: Final = frozenset({"pure", "purely", "all", "entirely", "纯", "全", "百分之百", "100%", "solid", "whole", "completely", "pure and simple", "100 %"})
_MOSTLY: Final = frozenset({"mostly", "mainly", "predominantly", "largely", "主要", "主要是", "为主", "大部分", "大部分是", "most", "主"})
ALIKE: Final = ({"main", "shell", "upper", "other"}, {"strap", "bracelet", "chain"}, {"glass", "crystal"}, {"stone", "other"}, {"hardware", "clasp"}, {"pearl", "main"}, {"post", "other"}, {"chain", "other"}, {"lining", "filling"})
"""Parts that a shop may name one for the other."""


def read_making(reading: Reading, segment: Segment) -> None:
    """Read materials, colours and origin in the segment, for every product it is about."""
    if not segment.views or segment.group and not segment.has("quant:all"):
        return
    _materials(reading, segment)
    _colours(reading, segment)
    _origin(reading, segment)


def _materials(reading: Reading, segment: Segment) -> None:
    sentence = [token for one in reading.segments if one.tokens[0].sentence == segment.tokens[0].sentence for token in one.tokens]
    if any(_has_scent(view) for view in segment.views) and not segment.a("part"):
        if any(token.has("att:scent") for token in sentence) or all("perfume" in view.nouns for view in segment.views):
            return
    _name_words(segment)
    for token in segment.open():
        if not token.is_a("mat") or token in segment.chosen and not _is_material_too(segment, token):
            continue
        if token.is_a("c", "part") and not any(made.is_of(name) for view in segment.views for made in view.made for name in token.of("mat")):
            continue
        _one_material(reading, segment, token)
    _anaphoric_share(reading, segment)
    if segment.open() and all(token.has("quant:only") or token.is_a("n") for token in segment.open()):
        _only(segment, [token for token in sentence if token.segment < segment.tokens[0].segment])
    if any(token.by == "material" for token in segment.tokens):
        segment.use([token for token in segment.open() if token.text in ("都", "均", "both") and token.has("quant:both")], "material")
        segment.use_keys("material", "att:material", "att:origin" if _made_word(segment) else "att:material")
        segment.use([token for token in segment.open() if token.text in _MOSTLY or token.text in _PURE or token.has("c:include") and not segment.a("cmp")], "material")
        if not any(token.amount and token.amount.kind == "money" for token in segment.tokens):
            segment.use([token for token in segment.open() if token.text in ("加", "plus", "over", "和") or token.has("price:sum")], "material")
        if segment.has("quant:only"):
            _only(segment)


def _has_scent(view: ProductView) -> bool:
    return "perfume" in view.nouns or any("att:scent" in clause.affirmed for clause in view.clauses)


def _name_words(segment: Segment) -> None:
    """`golden in name only`, `虽然叫天鹅绒时刻`: what the name says is not said of the piece."""
    stocked = any(token.is_a("stock") and token.text not in HAVING for token in segment.tokens)
    if not segment.has("att:name") or segment.a("price") or stocked or any(token.amount for token in segment.tokens):
        return
    for token in segment.open():
        keys = {key for key in token.keys if key.startswith(("mat:", "col:"))}
        if keys and all(keys & view.title_keys for view in segment.views):
            segment.use([token], "name")


def _made_word(segment: Segment) -> bool:
    return not segment.a("place")


def _is_material_too(segment: Segment, token: Token) -> bool:
    """A word that is colour and material chooses a variant only where a stock or price word stands beside it."""
    return segment.has("att:material") and not segment.a("stock", "price") and not token.is_a("col")


def _one_material(reading: Reading, segment: Segment, token: Token) -> None:
    parts = _parts_at(segment, token) or _part_before(reading, segment, token)
    if token.is_a("part") and (after := segment.after(token, 1)) and after[0].is_a("mat"):
        return
    percent = _percent_at(segment, token)
    adjectives = _adjectives_at(segment, token)
    denied = _denied(segment, token)
    for view in segment.views:
        if denied:
            _absent(reading, segment, token, view, percent)
            continue
        made = _proof(view, token, parts, percent, adjectives)
        if made is None:
            raise Blocked(f"“{token.text}” is not its material" + (f" ({', '.join(parts)})" if parts else ""), subject=view.id, attribute="material")
        if any(one.text in _MOSTLY for one in (*segment.before(token, 2), *segment.after(token, 2))) and not (made.percent and made.percent > 50):
            raise Blocked(f"not mostly “{token.text}”", subject=view.id, attribute="material")
        if _pure_at(segment, token) and not _is_pure(view, token, made):
            raise Blocked(f"not only “{token.text}”", subject=view.id, attribute="material")
        reading.claim("material", token.text, made.fact_id, subject=view.id, part=made.part, qualifier=f"{percent}%" if percent else "")
    reading.last_material = next(iter(token.of("mat")), "")
    segment.use([token], "material")
    if denied:
        segment.use_kinds("material", "neg")
        segment.use([one for one in segment.after(token, 2) if one.text in ("free", "in it", "whatsoever")], "material")
    near = [*segment.before(token, 6), *segment.after(token, 6)]
    segment.use([one for one in near if one.of("part") and set(one.of("part")) & set(parts)], "material")
    segment.use([one for one in near if _of_made(segment, one, token)], "material")
    if percent is not None:
        segment.use([one for one in near if one.amount and one.amount.kind in ("percent",) and float(one.amount.value) == percent], "material")


def _part_before(reading: Reading, segment: Segment, token: Token) -> list[str]:
    """`The crystal is mineral, not sapphire`: the part of the segment before."""
    if not segment.tokens or not segment.tokens[0].is_a("neg") or segment.a("part"):
        return []
    place = reading.segments.index(segment)
    earlier = reading.segments[place - 1] if place else None
    if earlier is None or earlier.tokens[0].sentence != segment.tokens[0].sentence:
        return []
    return [part for one in earlier.tokens if one.by == "material" and not one.is_a("mat") for part in one.of("part")]


def _of_made(segment: Segment, one: Token, token: Token) -> bool:
    """Adjectives of the material, and amounts and colours its fact has (7 mm pearls, red garnet, 18k)."""
    if one.by or one.punctuation:
        return False
    for view in segment.views:
        for made in view.made:
            if not any(made.is_of(name) for name in token.of("mat")) and not made.coating & set(token.of("mat")):
                continue
            if any(key.removeprefix("c:") in name for key in one.keys & _ADJECTIVES for name in made.materials):
                return True
            if one.keys & made.adjectives or set(one.of("col")) & made.colours or f"w:{one.text}" in made.adjectives:
                return True
            if one.amount and any(one.amount.value == amount.value and one.amount.unit == amount.unit for amount in made.amounts):
                return True
    return False


def _denied(segment: Segment, token: Token) -> bool:
    after = segment.after(token, 1)
    if after and after[0].text == "free":
        return True
    return segment.negative(token)


def _absent(reading: Reading, segment: Segment, token: Token, view: ProductView, percent: float | None) -> None:
    """Nothing of the material is in it: said so by the shop, or its shares add up without it."""
    names = token.of("mat")
    has = [made for made in view.made if any(made.is_of(name) for name in names)]
    if _pure_at(segment, token) or percent is not None:
        if percent is None and has and any(made.percent is not None and made.percent < 100 for made in has):
            reading.claim("material", token.text, has[0].fact_id, subject=view.id, qualifier="not pure")
            return
        raise Blocked(f"“{token.text}” cannot be denied", subject=view.id, attribute="material")
    parts = _parts_at(segment, token) or _part_before(reading, segment, token)
    if parts and view.made:
        own = [made for made in view.made if set(parts) & _alike(made.part)]
        if own and not any(made.is_of(name) or name in made.coating for made in own for name in names):
            reading.claim("material", token.text, own[0].fact_id, subject=view.id, part=own[0].part, qualifier="not")
            return
    said = any(kind_of(gone, name) or kind_of(name, gone) for gone in view.absent for name in names)
    if has or not (said or view.complete):
        raise Blocked(f"whether “{token.text}” is in it is not known", subject=view.id, attribute="material")
    reading.claim("material", token.text, view.facts["material"].id, subject=view.id, qualifier="none")


def _alike(part: str) -> set[str]:
    return {part, *(other for group in ALIKE if part in group for other in group)}


def _proof(view: ProductView, token: Token, parts: Sequence[str], percent: float | None, adjectives: set[str]) -> Made | None:
    """The part and material that bear the claim."""
    names = token.of("mat")
    if parts:
        found = None
        for part in parts:
            own = [made for made in view.made if made.part == part] or [made for made in view.made if part in _alike(made.part)]
            found = next((made for made in own if _bears(made, names, percent, adjectives)), None)
            if found is None:
                return None
        return found
    return next((made for made in view.primary() if _bears(made, names, percent, adjectives)), None) if view.made else None


def _bears(made: Made, names: Sequence[str], percent: float | None, adjectives: set[str]) -> bool:
    coat = any(any(kind_of(one, name) for name in names) for one in made.coating)
    if not any(made.is_of(name) for name in names) and not (coat and (adjectives & made.adjectives & {"c:plated", "c:embossed"} or "over" in adjectives)):
        return False
    if percent is not None and made.percent != percent:
        return False
    return all(one == "over" or one in made.adjectives or any(one.removeprefix("c:") in name for name in made.materials) for one in adjectives)


def _is_pure(view: ProductView, token: Token, made: Made) -> bool:
    if made.percent is not None:
        return made.percent == 100
    return len({one.materials for one in view.made if one.part == made.part}) == 1 and len(made.materials) == 1 and not made.coating and any(
        _PURE & set(text.lower().split()) for text in (view.facts["material"].label.en,)
    )


def _pure_at(segment: Segment, token: Token) -> bool:
    return any(one.text in _PURE and one.text not in ("all", "whole", "全") or one.amount and one.amount.kind == "percent" and one.amount.value == 100 for one in segment.before(token, 2))


def _percent_at(segment: Segment, token: Token) -> float | None:
    """The share that stands before the material, or after it in Chinese (羊绒15%)."""
    for one in segment.before(token, 3):
        if one.amount and one.amount.kind == "percent":
            return float(one.amount.value)
        if one.is_a("mat") or one.amount:
            break
    if not token.text.isascii() or not token.text:
        for one in segment.after(token, 3):
            if one.amount and one.amount.kind == "percent":
                return float(one.amount.value)
            if one.is_a("mat") or one.amount:
                break
    return None


_ADJECTIVES: Final = frozenset({"c:grained", "c:smooth", "c:polished", "c:recycled", "c:organic", "c:coated", "c:waxed", "c:plated", "c:embossed", "c:lab_grown"})


def _adjectives_at(segment: Segment, token: Token) -> set[str]:
    found: set[str] = set()
    for one in [*segment.before(token, 2), *segment.after(token, 1)]:
        if one.is_a("mat") and one.is_a("part"):
            break
        found |= set(one.keys & _ADJECTIVES)
    after = segment.after(token, 1)
    if after and after[0].text == "over":
        found.add("over")
    return {one for one in found if one != "c:polish"}


def _parts_at(segment: Segment, token: Token) -> list[str]:
    """The part a material is said of: `suede lining`, `the lining is suede`, `lined in suede`, `里衬是麂皮`, `提手和包身都是…`."""
    after: list[str] = ["glass"] if all(name.endswith(" crystal") for name in token.of("mat")) else []
    if after:
        return after
    for one in segment.after(token, 4):
        if one.has("c:lined") and one.text == "lining":
            after.append("lining")
            continue
        if one.of("part") and not one.is_a("mat"):
            if after and not one.is_a("part"):
                break
            after += one.of("part")
            continue
        if one.text in ("and", "和", "的", "&") and after:
            continue
        if one.text in ("on", "the", "for", "at", "its") and not after and token.text.isascii():
            continue
        if one.is_a("mat") and not after and token.text.isascii():
            continue
        if one.keys & _ADJECTIVES and not after or one.text == "的" and not token.text.isascii() and not after:
            continue
        break
    before: list[str] = []
    linked = False
    for one in segment.before(token, 10):
        if one.is_a("mat") and not one.is_a("part") or one.amount and one.amount.kind not in ("percent", "count", "number"):
            if one.is_a("mat") and not linked and not before:
                continue
            break
        if one.text in _LINKS:
            linked = True
            continue
        if one.has("c:lined"):
            before.append("lining")
            linked = True
            continue
        if one.of("part"):
            before += one.of("part")
            continue
        if one.is_a("n", "quant", "neg", "noun", "col") or one.keys & _ADJECTIVES or one.has("c:include", "att:material") or one.text in _PURE or one.amount:
            continue
        if one.names or one.by:
            continue
        break
    if after and not linked:
        return list(dict.fromkeys(after))
    if before and (linked or not token.text.isascii()):
        return list(dict.fromkeys(before))
    return list(dict.fromkeys(after))


_LINKS: Final = frozenset({"is", "are", "of", "in", "with", "是", "为", "用", "用的是", "用的", "采用", "选用", "made of", "made from", "的", "were", "was", "a"})


def _anaphoric_share(reading: Reading, segment: Segment) -> None:
    """`There's 30% of it`: of the material named last."""
    if not reading.last_material:
        return
    for token in segment.open():
        if token.amount is None or token.amount.kind != "percent" or any(one.is_a("price") and not one.has("price:sum") for one in segment.tokens):
            continue
        texts = [one.text for one in segment.after(token, 2)]
        if texts != ["of", "it"]:
            continue
        share = float(token.amount.value)
        for view in segment.views:
            made = next((one for one in view.made if one.is_of(reading.last_material)), None)
            if made is None or made.percent != share:
                raise Blocked(f"“{token.text}” is not the share", subject=view.id, attribute="material")
            reading.claim("material", reading.last_material, made.fact_id, subject=view.id, qualifier=f"{share}%")
        segment.use([token], "material")


def _only(segment: Segment, earlier: Sequence[Token] = ()) -> None:
    for view in segment.views:
        named = {name for token in (*segment.tokens, *earlier) if token.by == "material" for name in token.of("mat")}
        if view.complete and all(any(made.is_of(name) for name in named) for made in view.made):
            segment.use_keys("material", "quant:only")


def _colours(reading: Reading, segment: Segment) -> None:
    view = segment.view
    colours = [token for token in segment.open() if token.is_a("col") and not token.is_a("part")]
    if view is None or not colours and not _kinds(segment):
        return
    plain = [token for token in colours if not _of_a_part(segment, token)]
    denied = [token for token in plain if segment.negative(token)]
    told = [token for token in plain if token not in denied]
    listing = segment.has("stock:in", "att:colour", "c:include", "quant:only", "quant:both") or any(token.text in ("come", "comes", "comes in", "available", "choose") for token in segment.tokens) or bool(_kinds(segment)) or len(told) > 1
    for token in denied:
        if token in segment.chosen or set(token.of("col")) & view.colours:
            raise Blocked(f"it does come in “{token.text}”", subject=view.id, attribute="colour")
        _keep_colour(reading, segment, token, view, "not")
    for token in told:
        options = view.colours if listing else frozenset(colour for one in segment.variants for colour in one.colours)
        if token not in segment.chosen and not set(token.of("col")) & options:
            raise Blocked(f"“{token.text}” is not its colour", subject=view.id, attribute="colour")
        if not listing and reading.variant and any(one.id == reading.variant.id for one in view.variants) and not set(token.of("col")) & reading.variant.colours and token not in segment.chosen:
            raise Blocked(f"“{token.text}” is not this one's colour", subject=view.id, attribute="colour")
        _keep_colour(reading, segment, token, view, "")
    _how_many(segment, view, told)


def _keep_colour(reading: Reading, segment: Segment, token: Token, view: ProductView, qualifier: str) -> None:
    fact = view.facts.get("colour")
    reading.claim("colour", token.text, fact.id if fact else "", subject=view.id, qualifier=qualifier)
    segment.use([token], "colour")
    segment.use_keys("colour", "att:colour")
    segment.use([one for one in segment.tokens if one.text in ("有", "comes", "come", "come in", "available", "in stock") and not segment.has("stock:out")], "colour")
    if qualifier:
        segment.use_kinds("colour", "neg")


def _of_a_part(segment: Segment, token: Token) -> bool:
    """`red stone`, `green enamel`, `white dial`: left to the material or text that says it, unless it is an option."""
    after = segment.after(token, 1)
    return bool(after and (after[0].is_a("part") or after[0].is_a("mat") and not after[0].is_a("col")) and token not in segment.chosen)


def _kinds(segment: Segment) -> list[Token]:
    return [token for token in segment.open() if token.amount and token.amount.kind == "kinds" and token.amount.word in ("colour", "种", "size")]


def _how_many(segment: Segment, view: ProductView, told: Sequence[Token]) -> None:
    colours = {one.colour_text for one in view.variants if one.colour_text}
    for token in _kinds(segment):
        assert token.amount is not None
        sizes = {one.sizes | one.volumes for one in view.variants}
        right = len(sizes) if token.amount.word == "size" else len(colours)
        if token.amount.value != right or told and token.amount.word != "size" and len(told) != right:
            raise Blocked(f"“{token.text}” is not how many there are", subject=view.id, attribute="colour")
        segment.use([token], "colour")
        segment.use_keys("colour", "quant:only", "att:colour", "stock:in")
    sizes = [one for one in segment.chosen if one.amount]
    if told and sizes and segment.has("quant:only") and not segment.has("stock:left", "stock:out"):
        said = {name for token in told for name in token.of("col")}
        if any(one.colours & said and one not in segment.variants for one in view.variants):
            raise Blocked("it comes in other sizes too", subject=view.id, attribute="size")
        segment.use([*segment.chosen, *[one for one in segment.tokens if one.text in ("comes in", "come in", "only", "exist", "只有", "有", "尺码", "sizes")]], "colour")
    elif told and segment.has("quant:only") and not segment.a("stock"):
        said = {name for token in told for name in token.of("col")}
        if any(not one.colours & said for one in view.variants):
            raise Blocked("it comes in other colours too", subject=view.id, attribute="colour")
        segment.use_keys("colour", "quant:only")


_MADE: Final = frozenset({"made", "made in", "product of", "come from", "comes from", "from", "woven", "knitted", "knit", "built", "crafted", "produced", "manufactured", "sewn", "hail from", "产", "产地", "产自", "制造", "出产", "原产", "织造", "生产", "做的", "制", "来自", "织", "织的", "造", "出自", "制作", "原产地", "产的"})
_DEMONYMS: Final = frozenset({"french", "italian", "spanish", "portuguese", "german", "swiss", "scottish", "japanese", "chinese", "british", "english", "american", "peruvian", "vietnamese", "irish", "danish", "swedish", "belgian", "austrian", "dutch", "indian", "turkish", "greek", "polish made", "welsh"})


def _origin(reading: Reading, segment: Segment) -> None:
    places = [token for token in segment.open() if token.is_a("place")]
    if not places or segment.has("c:deliver", "c:return", "c:duties") and not segment.has("att:origin"):
        return
    for token in places:
        if not _is_origin(segment, token):
            continue
        for view in segment.views:
            fact = view.facts.get("origin")
            words = fact.value.words if fact and isinstance(fact.value, Text) else None
            keys = {place for one in reading.grounds.tokens(f"{words.en} {words.zh}") for place in one.of("place")} if words else set()
            same = bool(keys & set(token.of("place")))
            if fact is None or same == segment.negative(token) or segment.has("quant:only") and segment.group:
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
    if segment.has("c:printed", "c:repair", "att:brand") or any(one.is_a("price") for one in before[:1]) and before[0].text not in ("从",):
        return False
    if any(one.text in _MADE or one.has("att:origin") for one in before) or any(one.has("att:origin") for one in after):
        return True
    return token.text in _DEMONYMS and (not after or after[0].is_a("noun") or bool(after[0].names) or after[0].by == "name")
