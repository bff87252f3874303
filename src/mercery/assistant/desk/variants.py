"""Which variant a customer means: the piece they have, changed where they said something, kept where they did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mercery.assistant.desk.matching import Mention, Pair
from mercery.orders.actions.decision import KnownVariant

Wants = tuple[tuple[tuple[Pair, ...], bool], ...]
"""What is wanted so far: each a set of option-value pairs of which one must hold (or, when True, none may)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The outcome of looking for a variant."""

    kind: Literal["found", "sold_out", "several", "none", "same"]
    variant: KnownVariant | None = None
    """Found, or the one that is sold out."""
    others: tuple[KnownVariant, ...] = ()
    """What can be had: the several that fit, or what comes nearest."""


def as_wants(mentions: Sequence[Mention]) -> Wants:
    """Mentions as they are kept between turns."""
    return tuple((mention.pairs, mention.negated) for mention in mentions)


def merged(before: Wants, new: Wants) -> Wants:
    """New wishes replace earlier ones about the same option."""
    spoken = {option for pairs, _ in new for option, _ in pairs}
    kept = tuple(want for want in before if not {option for option, _ in want[0]} <= spoken)
    return (*kept, *new)


def fits(options: Mapping[str, str], wants: Wants) -> bool:
    """Whether a variant with these options is what is wanted."""
    return all(any(options.get(option) == value for option, value in pairs) != negated for pairs, negated in wants)


def choose(
    variants: Sequence[KnownVariant], old: Mapping[str, str] | None, wants: Wants, *, old_sku: str = ""
) -> Choice:
    """The variant that is wanted. `old`: the options of the piece it replaces."""
    fitting = [one for one in variants if one.sku != old_sku and fits(dict(one.options), wants)]
    if not wants:
        return Choice(kind="none", others=_available(variants, old_sku))
    if not fitting:
        same = any(one.sku == old_sku and fits(dict(one.options), wants) for one in variants)
        return Choice(kind="same" if same else "none", others=_nearest(variants, wants, old_sku))
    if old is not None:
        ideal = [one for one in fitting if _kept(dict(one.options), old, wants)]
        if len(ideal) > 1:
            fewest = min(_changes(one, old) for one in ideal)
            ideal = [one for one in ideal if _changes(one, old) == fewest]
        if len(ideal) == 1:
            return _one(ideal[0], variants, wants, old_sku)
    there = [one for one in fitting if one.available]
    if len(fitting) == 1:
        return _one(fitting[0], variants, wants, old_sku)
    if len(there) == 1:
        return Choice(kind="found", variant=there[0])
    return Choice(kind="several" if there else "none", others=tuple(there) or _nearest(variants, wants, old_sku))


def _one(one: KnownVariant, variants: Sequence[KnownVariant], wants: Wants, old_sku: str) -> Choice:
    if one.available and one.price is not None:
        return Choice(kind="found", variant=one)
    return Choice(kind="sold_out", variant=one, others=_nearest(variants, wants, old_sku))


def _kept(options: Mapping[str, str], old: Mapping[str, str], wants: Wants) -> bool:
    """Whether everything nobody spoke of is as before."""
    spoken = {option for pairs, _ in wants for option, _ in pairs}
    if all(len({option for option, _ in pairs}) == 1 for pairs, _ in wants):
        return all(options.get(option) == value for option, value in old.items() if option not in spoken)
    changed = sum(options.get(option) != value for option, value in old.items())
    return changed <= len(wants)


def _changes(one: KnownVariant, old: Mapping[str, str]) -> int:
    return sum(old.get(option) != value for option, value in one.options)


def _available(variants: Sequence[KnownVariant], old_sku: str) -> tuple[KnownVariant, ...]:
    return tuple(one for one in variants if one.available and one.price is not None and one.sku != old_sku)


def _nearest(variants: Sequence[KnownVariant], wants: Wants, old_sku: str) -> tuple[KnownVariant, ...]:
    """Available variants that meet the most wishes."""
    there = _available(variants, old_sku)
    met = {one.sku: sum(fits(dict(one.options), (want,)) for want in wants) for one in there}
    best = max(met.values(), default=0)
    return tuple(one for one in there if met[one.sku] == best)
