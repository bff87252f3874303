"""Which rules get in each other's way, and which cannot do what they were made for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from mercery.core.i18n import Words
from mercery.search.desk.rule import Rule

ConflictKind = Literal["same_place", "pinned_twice", "pinned_and_buried", "boosted_and_buried"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleConflict:
    """Two rules that want different things of one list at one time, and which of them has its way."""

    kind: ConflictKind
    rule: Rule
    other: Rule
    wins: str
    """The id of the rule that has its way."""

    @property
    def words(self) -> Words:
        """What happens."""
        return _SAID[self.kind]


_SAID: Mapping[ConflictKind, Words] = {
    "same_place": Words(
        "Both want the same place. The older one keeps it; the other stands right behind.",
        "两条规则要同一位置：先设的规则占该位，另一件紧随其后。",
    ),
    "pinned_twice": Words(
        "Both pin the same piece. The newer one counts.", "两条规则固定同一件商品：以较新的规则为准。"
    ),
    "pinned_and_buried": Words(
        "One pins what the other buries. The pin counts.", "一条固定、另一条后置同一件商品：以固定为准。"
    ),
    "boosted_and_buried": Words(
        "One boosts what the other buries. The burial counts for pieces that both mean.",
        "一条提升、另一条后置：两者都涉及的商品以后置为准。",
    ),
}


def conflicts(rule: Rule, others: Iterable[Rule], values: Mapping[str, Collection[str]]) -> list[RuleConflict]:
    """What gets in the way of `rule`. `values` are those of products named by rules (`brand=…`)."""
    found = []
    for other in others:
        if other.id == rule.id or not other.active or not rule.active:
            continue
        if rule.scope.meets(other.scope) and rule.overlaps(other):
            made = _between(rule, other, values)
            if made is not None:
                found.append(made)
    return found


def all_conflicts(rules: Iterable[Rule], values: Mapping[str, Collection[str]]) -> list[RuleConflict]:
    """Every pair of rules in conflict, once."""
    known = list(rules)
    return [one for at, rule in enumerate(known) for one in conflicts(rule, known[at + 1 :], values)]


def _between(rule: Rule, other: Rule, values: Mapping[str, Collection[str]]) -> RuleConflict | None:
    old, new = sorted((rule, other), key=lambda one: (one.made_at, one.id))
    kind: ConflictKind
    match {rule.act, other.act}:
        case acts if acts == {"pin"}:
            if rule.target == other.target:
                kind, wins = "pinned_twice", new
            elif rule.place == other.place:
                kind, wins = "same_place", old
            else:
                return None
        case acts if acts == {"pin", "bury"} and _share(rule, other, values):
            kind, wins = "pinned_and_buried", rule if rule.act == "pin" else other
        case acts if acts == {"boost", "bury"} and _share(rule, other, values):
            kind, wins = "boosted_and_buried", rule if rule.act == "bury" else other
        case _:
            return None
    return RuleConflict(kind=kind, rule=rule, other=other, wins=wins.id)


def _share(rule: Rule, other: Rule, values: Mapping[str, Collection[str]]) -> bool:
    """Whether a piece is meant by both; of two groups it is enough that they may overlap."""
    products = {one.target.value for one in (rule, other) if one.target.kind == "product"}
    if not products:
        same_facet = rule.target.facet.partition("=")[0] == other.target.facet.partition("=")[0]
        return rule.target == other.target or not same_facet
    return any(
        all(one.target.covers(product, values.get(product, ())) for one in (rule, other)) for product in products
    )
