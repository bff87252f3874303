"""What a release would set against each other: answers, policies, catalogue, and ways to ask. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.health.conflicts import Conflict
from mercery.knowledge.health.pool import Collision, collisions
from mercery.knowledge.releases.effects import Clash

MOST_COMPARED: Final = 3_000
"""Ways to ask beyond which they are no longer compared each with each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How answers stand to each other and to the rest, at one time."""

    answers: Sequence[ApprovedAnswer]
    conflicts: Sequence[Conflict]


def clashes(before: Standing, after: Standing, changed: frozenset[str]) -> tuple[Clash, ...]:
    """What there is after and was not before, the grave ones first. `changed`: keys of the answers that change."""
    known = {_pair(one) for one in before.conflicts}
    links = {one.key: one.links for one in after.answers}
    found = [_conflict(one, links) for one in after.conflicts if _pair(one) not in known]
    found += [_collision(one) for one in _colliding(before, after, changed)]
    return tuple(sorted(found, key=lambda one: (not one.grave, one.kind, one.key)))


def _pair(one: Conflict) -> tuple[str, ...]:
    return one.kind, one.key, one.other.url or one.other.label.en, one.one.lang, one.one.said, one.other.said


def _conflict(one: Conflict, links: dict[str, tuple[str, ...]]) -> Clash:
    linked = one.kind == "policy" and any(one.other.url.endswith(f"/{key}") for key in links.get(one.key, ()))
    return Clash(
        kind="withheld" if linked else "conflict", grave=one.grave, key=one.key, lang=one.one.lang,
        one=one.one.text, other=one.other.text, other_name=one.other.label, one_name=one.one.label, one_url=one.one.url, other_url=one.other.url,
    )  # fmt: skip


def _colliding(before: Standing, after: Standing, changed: frozenset[str]) -> list[Collision]:
    """Ways to ask a changed answer that are nearly those of another one, where that is new."""
    if _texts(after.answers) > MOST_COMPARED:
        return []
    near = [one for one in collisions(after.answers) if changed & {one.one.key, one.other.key}]
    known = {_ways(one) for one in collisions(before.answers)} if near else set()
    return [one for one in near if _ways(one) not in known]


def _texts(answers: Iterable[ApprovedAnswer]) -> int:
    return sum(len(one.asked_as("en")) + len(one.asked_as("zh")) for one in answers)


def _ways(one: Collision) -> frozenset[tuple[str, str]]:
    return frozenset(((one.one.key, one.one_text), (one.other.key, one.other_text)))


def _collision(one: Collision) -> Clash:
    return Clash(
        kind="collision", grave=one.same, key=one.one.key, lang=one.lang, one=one.one_text, other=one.other_text,
        other_name=one.other.question, one_name=one.one.question, one_url=f"/console/answers/{one.one.key}",
        other_url=f"/console/answers/{one.other.key}",
    )  # fmt: skip
