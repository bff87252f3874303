"""A fact: the smallest thing Mercery may say, with what it is about, where it comes from and when it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.claims.values import Value
from mercery.core.i18n import Words

SubjectKind = Literal[
    "shop", "product", "variant", "policy", "order", "answer", "collection", "text", "promotion", "bag"
]
"""`text`: words of somebody else's, which may be quoted as theirs and bear nothing else out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a fact is about. `name` is how the shop calls it."""

    kind: SubjectKind
    id: str
    name: Words
    parent_id: str | None = None
    """For a variant: its product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One attribute of one subject at one version.

    `id` is `kind:subject/attribute@version` and never changes its meaning: a changed value is a new version.
    """

    subject: Subject
    attribute: str
    """Lower-case name as in GLOSSARY.md: price, stock, material, dimensions, weight, care, origin, warranty, …"""
    label: Words
    """How the attribute is called to a customer."""
    value: Value
    source: Words
    """Where it stands, in the customer's words: catalogue, policy 4, order 1042."""
    version: int
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    recorded_at: datetime

    @property
    def id(self) -> str:
        """The fact's identifier."""
        return f"{self.subject.kind}:{self.subject.id}/{self.attribute}@{self.version}"

    def holds_at(self, moment: datetime) -> bool:
        """Whether the fact is in force at `moment` (from inclusive, to exclusive)."""
        return (self.valid_from is None or self.valid_from <= moment) and (
            self.valid_to is None or moment < self.valid_to
        )
