"""What may not be said whatever the facts, as data with jurisdiction and source, and the exceptions to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of forbidden wording. `unless` names what makes a match harmless."""

    key: str
    jurisdictions: tuple[str, ...]
    source: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A rule and the words that break it."""

    rule: Rule
    words: str


def breach(text: str, jurisdictions: frozenset[str] | None = None) -> Breach | None:
    """The first rule the normalised text breaks; `jurisdictions` None: any."""
    for rule in rules():
        if jurisdictions is not None and not jurisdictions & set(rule.jurisdictions):
            continue
        found = rule.pattern.search(text)
        if found and not (rule.unless and rule.unless.search(text)):
            return Breach(rule=rule, words=found[0])
    return None


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, as rules.yaml has them."""
    rows = cast(
        list[dict[str, object]],
        yaml.safe_load((files("mercery.claims.advertising_law") / "rules.yaml").read_text("utf-8")),
    )
    return tuple(_rule(row) for row in rows)


def _rule(row: dict[str, object]) -> Rule:
    english = "|".join(str(one) for one in cast(list[object], row.get("en") or []))
    chinese = "|".join(str(one) for one in cast(list[object], row.get("zh") or []))
    parts = [rf"(?<![a-z])(?:{english})(?![a-z])"] if english else []
    parts += [chinese] if chinese else []
    unless = cast(list[object], row.get("unless") or [])
    return Rule(
        key=str(row["key"]),
        jurisdictions=tuple(str(one) for one in cast(list[object], row["jurisdictions"])),
        source=str(row["source"]),
        pattern=re.compile("|".join(parts)),
        unless=re.compile("|".join(str(one) for one in unless)) if unless else None,
    )
