"""What the shop promises, and until when."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.storefront.rules import PolicyLine
from mercery.storefront.visit import Head, NoSuchPage, Visit, head_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesPage:
    """The policies in force."""

    head: Head
    heading: str
    policies: tuple[PolicyLine, ...]


async def policies_page(visit: Visit, key: str = "") -> PoliciesPage:
    """All policies, or the one called `key`; 404 when no such policy is in force."""
    notes = await visit.policies()
    chosen = [note for note in notes if note.key == key] if key else notes
    if key and not chosen:
        raise NoSuchPage
    heading = chosen[0].title if key else visit.say("Our policies", "本店规则")
    path = visit.url(f"/policies/{key}" if key else "/policies")
    return PoliciesPage(
        head=head_of(visit, heading, chosen[0].text if chosen else heading, path=path),
        heading=heading,
        policies=tuple(chosen),
    )
