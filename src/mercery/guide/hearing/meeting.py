"""Whether a piece that was shown meets a wish: surely, surely not, or nobody can say from here. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from mercery.claims.lexicon import kind_of
from mercery.guide.hearing.categories import within
from mercery.guide.hearing.criticism import amount_of
from mercery.guide.hearing.formality import style_of
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.known import Piece
from mercery.guide.hearing.measuring import Measure
from mercery.guide.hearing.sides import SIDES, within_sides
from mercery.guide.need import Wish


def meets(piece: Piece, wish: Wish) -> bool | None:
    """True, False, or None where the piece's values do not tell."""
    found = _has(piece, wish)
    return found if found is None or not wish.unwanted else not found


def _has(piece: Piece, wish: Wish) -> bool | None:
    match wish.kind:
        case "category":
            return any(within(one, wish.values) for one in piece.categories)
        case "brand":
            return piece.brand in wish.values if piece.brand else None
        case "colour":
            own = piece.colours if wish.unwanted else piece.all_colours or piece.colours
            return bool(set(own) & set(wish.values)) if own else None
        case "size":
            return bool(set(piece.all_sizes or piece.sizes) & set(wish.values))
        case "material":
            return _made_of(piece, wish)
        case "audience":
            return piece.audience in (None, "unisex", *wish.values) or (
                wish.values == ("adult",) and piece.audience != "kids"
            )
        case "price":
            return _priced(piece, wish)
        case "measure":
            return _measured(piece, wish)
        case "feature":
            return _featured(piece, wish)
        case _:
            return None


def _made_of(piece: Piece, wish: Wish) -> bool | None:
    own = piece.parts or frozenset(piece.materials)
    if not own:
        return None
    looked_at = own if wish.unwanted else frozenset(piece.materials) or own
    return any(kind_of(each, asked) for each in looked_at for asked in wish.values)


def _priced(piece: Piece, wish: Wish) -> bool | None:
    if piece.price is None or (wish.currency and piece.price.currency != wish.currency):
        return None
    minor = piece.price.minor
    return (wish.low is None or minor >= wish.low) and (wish.high is None or minor <= wish.high)


def _measured(piece: Piece, wish: Wish) -> bool | None:
    if wish.name == SIDES and wish.values:
        return within_sides(piece.sides, wish) if piece.sides else None
    if (wish.name == "side" or wish.name.endswith("diameter")) and piece.sides:
        least, most = min(piece.sides), max(piece.sides)
        return (wish.low is None or least >= wish.low) and (wish.high is None or most <= wish.high)
    found = amount_of(piece, wish.name)
    if found is None:
        return None
    return (wish.low is None or found[1] >= wish.low) and (wish.high is None or found[1] <= wish.high)


def _featured(piece: Piece, wish: Wish) -> bool | None:
    if wish.name == "kind":
        return any(is_kind_of(kind, asked) for kind in piece.kinds for asked in wish.values) if piece.kinds else None
    if wish.name == "style":
        style = style_of(piece.kinds)
        return style in wish.values if style else None
    keys = [f"{wish.name}:{value}" for value in wish.values] or [wish.name]
    told = [piece.features[key] for key in keys if key in piece.features]
    return any(told) if told else None


def have_amount(pieces: Sequence[Piece], measure: Measure) -> bool:
    """Whether an amount without a bound only repeats what a shown piece has: "38 mm looks huge on her"."""
    bounds = [one for one in (measure.low, measure.high) if one is not None]
    if not bounds:
        return False
    middle = sum(bounds, Decimal(0)) / len(bounds)
    own = [value for one in pieces for value in one.sides]
    own += [found[1] for one in pieces if (found := amount_of(one, measure.name))]
    return any(abs(value - middle) <= value * Decimal("0.01") for value in own)
