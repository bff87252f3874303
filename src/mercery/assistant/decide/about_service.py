"""Questions about delivery, returns, payment and service: policies first, then approved answers, then three choices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from mercery.assistant.decide.about_hours import answer_hours
from mercery.assistant.decide.ground import Ground, PolicyNote
from mercery.assistant.decide.piece import Piece
from mercery.assistant.turns import Choice, Command
from mercery.assistant.understand.of_hours import speaks_of_hours, speaks_of_reaching
from mercery.claims.facts import Fact
from mercery.claims.mentions import Mention, mentions
from mercery.claims.plan import Asked, Clarify, NotKnown, Quote, Social, Verdict
from mercery.claims.values import Statement
from mercery.core.i18n import Words
from mercery.knowledge.features import ideas_in, words
from mercery.knowledge.places import group, places_in
from mercery.knowledge.retrieval import Match

_SUBJECTS: Final = frozenset(
    (
        "delivery", "delivery_cost", "express", "return", "refund", "exchange", "code", "price_adjust", "pay", "instalment", "wrap",
        "note", "gift_card", "invoice", "warranty", "repair", "fault", "authentic", "order_change", "duties", "pickup", "boutique",
        "hours", "contact", "privacy", "resale", "engrave", "sealed", "accident", "jewellery", "beauty", "sale", "loyalty", "student",
    )
)  # fmt: skip
"""Ideas that tell one policy from another."""
WORTH_OFFERING: Final = 0.24
NOT_FAR_BEHIND: Final = 0.5
DECISIVE: Final = 0.5
REGIONAL: Final = 5
"""Up to this many policies that differ only by region are told together when no country was named."""


def answer_service(command: Command, ground: Ground) -> Piece:
    """A policy that fits, an approved answer that is sure, or the likeliest three."""
    lang = ground.voice.lang
    exact = ground.answers.exact(command.text, lang)
    if exact and (fact := ground.answers.fact(exact)):
        return Piece(rule=f"answer:exact:{exact}", acts=(Quote(fact_id=fact.id),), facts=(fact,))
    if ground.answers.declines(command.text, lang):
        return Piece(rule="declined", acts=(Social(what="declined"),), offer_person=True)
    fitting = fitting_policies(command, ground.policies)
    match = ground.answers.match(command.text, lang)
    if len(fitting) == 1 and (told := answer_hours(command, fitting[0].fact, ground)):
        return told
    if fitting:
        facts = [note.fact for note in fitting]
        rule = "policy:" + "+".join(fact.subject.id for fact in facts)
        only = facts[0] if len(facts) == 1 else None
        acts = (_within(command, only),) if only else tuple(Quote(fact_id=fact.id) for fact in facts)
        return Piece(rule=rule, acts=acts, facts=tuple(facts))
    if match.verdict == "direct" and (fact := ground.answers.fact(match.candidates[0].key)):
        return Piece(rule=f"answer:direct:{match.candidates[0].key}", acts=(Quote(fact_id=fact.id),), facts=(fact,))
    plain = not ideas_in(command.text) & _SUBJECTS
    if command.places and (plain or ideas_in(command.text) & _REGIONAL) and not _spoken_of(command, ground.policies):
        return not_known("delivery:place_not_recorded")
    if command.places and "express" in ideas_in(command.text):
        return not_known("delivery:express_not_recorded")
    choices = likeliest(match, ground)
    if choices:
        return three(choices)
    return not_known("service:not_known")


def _within(command: Command, fact: Fact) -> Quote:
    """A return asked after so many days, held against the days the policy's values name."""
    days = _days_allowed(fact)
    spans = [one for one in mentions(command.text) if one.unit in _DAYS and one.high is None]
    if days is None or len(spans) != 1:
        return Quote(fact_id=fact.id)
    shortest, longest = (one * spans[0].value for one in _DAYS[spans[0].unit])
    verdict: Verdict | None = "yes" if longest <= days else ("no" if shortest > days else None)
    asked = Asked(amount=spans[0], text=command.text[spans[0].start : spans[0].end])
    return Quote(
        fact_id=fact.id, verdict=verdict, asked=asked, limit=Mention(kind="quantity", value=Decimal(days), unit="day")
    )


def _days_allowed(fact: Fact) -> int | None:
    """The days of a rule on returns: as recorded, else the only number of days its words name."""
    if not isinstance(fact.value, Statement) or fact.attribute != "returns":
        return None
    recorded = fact.value.value("days")
    if isinstance(recorded, int) and not isinstance(recorded, bool):
        return recorded
    text = fact.value.words.en or fact.value.words.zh
    named = [one for one in mentions(text) if one.unit == "day" and one.high is None]
    return int(named[0].value) if len(named) == 1 and _WITHIN.search(text) else None


_WITHIN: Final = re.compile(r"\bwithin\b|\bup to\b|内", re.IGNORECASE)
_DAYS: Final[dict[str, tuple[int, int]]] = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "year": (365, 366)}
"""Unit to its shortest and longest length in days."""
_OF_A_PIECE: Final = re.compile(r"\b(?:available|in stock|restocked)\b|有货|到货|补货", re.IGNORECASE)
_REGIONAL: Final = frozenset(("delivery", "express", "duties", "how_long"))


def _spoken_of(command: Command, policies: Sequence[PolicyNote]) -> bool:
    """Whether some delivery policy speaks of a place named."""
    groups = {group(code) for code in command.places}
    return any(note.topic == "delivery" and regions_of(note) and _applies(groups, note) for note in policies)


def likeliest(match: Match, ground: Ground) -> list[Words]:
    """The questions of the candidates worth offering: not far behind the first, which is not far-fetched itself."""
    best = match.candidates[0].score if match.candidates else 0.0
    return [
        ground.answers.question(one.key)
        for one in match.candidates
        if best >= WORTH_OFFERING and one.score >= best * NOT_FAR_BEHIND and ground.answers.fact(one.key)
    ]


def three(questions: Sequence[Words]) -> Piece:
    """Ask which of at most three questions was meant."""
    buttons = tuple(Choice(label=one, value=one) for one in questions[:3])
    clarify = Clarify(what="which_question", choices=tuple(questions[:3]))
    return Piece(rule="choices", acts=(clarify,), choices=buttons, offer_person=True, understood=True)


def not_known(rule: str) -> Piece:
    """Say so, and hand the question to a person."""
    return Piece(rule=rule, acts=(NotKnown(),), hand_over="not_known", understood=False)


def fitting_policies(command: Command, policies: Sequence[PolicyNote]) -> list[PolicyNote]:
    """The policy (or the regional versions of it) that speaks of just what is asked; empty when that is not clear."""
    asked = _asked(command, policies)
    if not asked:
        return []
    groups = {group(code) for code in command.places}
    scored = [(score, note) for note in policies if (score := _fit(asked, groups, command, note)) > 0]
    if not scored:
        return []
    best = max(score for score, _ in scored)
    if best < DECISIVE:
        return []
    top = _nearest(groups, [note for score, note in scored if score >= best - 0.02])
    if len(top) == 1:
        return top
    if not all(regions_of(note) for note in top):
        return _plainest(top)
    regional = len(top) <= REGIONAL and all(regions_of(note) for note in top) and len({note.topic for note in top}) == 1
    return top if regional and not groups else _plainest(top)


_GONE_WRONG: Final = frozenset(("broken", "fault"))


def _asked(command: Command, policies: Sequence[PolicyNote]) -> frozenset[str]:
    """The subjects that are meant, of those the words touch."""
    asked = ideas_in(command.text) & _SUBJECTS
    if not asked and command.places:
        asked = frozenset(("delivery",))
    if ideas_in(command.text) & _GONE_WRONG:
        # "It arrived damaged" asks nothing of how long a parcel takes.
        asked -= {"delivery"}
    if "gift_card" in asked:
        asked -= {"wrap", "note", "pay"}
    if "duties" in asked:
        asked -= {"pay"}
    if speaks_of_reaching(command.text):
        # "Can I reach somebody tomorrow?" speaks of people, whose tomorrow is no delivery's.
        asked = (asked - {"express"}) | {"contact"}
    if (command.product_ids and _OF_A_PIECE.search(command.text)) or not speaks_of_hours(command.text):
        # Whether a piece is there on Sunday, or open at the toes, is no question about people.
        asked -= {"hours"}
    if "boutique" in asked:
        # When the boutique is open is another question than when people answer.
        asked -= {"hours"}
    if {"hours", "contact"} <= asked and any("hours" in _subjects_in(note.fact.label.en) for note in policies):
        # "Is customer service there at night?" is about hours, where the shop has set them.
        asked -= {"contact"}
    return asked


def _nearest(groups: set[str], notes: list[PolicyNote]) -> list[PolicyNote]:
    """Those that name the very place, where some do: a rule for France comes before the one for the EU."""
    named = [note for note in notes if groups & {group(code) for code in regions_of(note) if code != "EU"}]
    return named or notes


def _plainest(notes: Sequence[PolicyNote]) -> list[PolicyNote]:
    """The one with the shortest name, which rules the general case; empty when two are equally general."""
    ordered = sorted(notes, key=lambda note: len(words(note.fact.label.en or note.fact.label.zh)))
    lengths = [len(words(note.fact.label.en or note.fact.label.zh)) for note in ordered]
    return ordered[:1] if len(lengths) < 2 or lengths[0] < lengths[1] else []


def _fit(asked: frozenset[str], groups: set[str], command: Command, note: PolicyNote) -> float:
    """How well a policy's own title and words cover the subject asked, and no other subject."""
    statement = note.fact.value.words if isinstance(note.fact.value, Statement) else Words("")
    name = _name_of(note)
    title = _subjects_in(name)
    body = _subjects_in(f"{statement.en} {statement.zh}")
    covered = {idea for idea in asked if idea in title or idea in body}
    if not covered or (groups and not _applies(groups, note)):
        return 0.0
    if groups and not regions_of(note) and asked <= {"delivery", "express"}:
        return 0.0
    if not covered & title and not ("duties" in covered and groups and regions_of(note)):
        return 0.0
    score = 0.6 * len(covered) / len(asked) + 0.4 * len(asked & title) / len(asked | title)
    shared = _words_in(command.text) & _words_in(f"{name} {statement.en} {statement.zh}")
    here = 0.3 if groups and regions_of(note) else 0.0
    return score + 0.01 * min(len(shared), 3) + (0.45 if here and "duties" in covered else here)


def regions_of(note: PolicyNote) -> tuple[str, ...]:
    """Where a policy applies: as recorded, else the places its name speaks of, else (for delivery) its words."""
    if note.regions:
        return note.regions
    named = _places_in(_name_of(note))
    if not named and "delivery" in _subjects_in(_name_of(note)) and isinstance(note.fact.value, Statement):
        named = _places_in(note.fact.value.words.en) or _places_in(note.fact.value.words.zh)
    return named


def _name_of(note: PolicyNote) -> str:
    return f"{note.fact.label.en} {note.fact.label.zh} {note.fact.subject.id.replace('_', ' ')}"


# A shop's policies are the same from one message to the next, and each is held against every question about service.
@lru_cache(maxsize=4096)
def _subjects_in(text: str) -> frozenset[str]:
    return ideas_in(text) & _SUBJECTS


@lru_cache(maxsize=4096)
def _words_in(text: str) -> frozenset[str]:
    return frozenset(words(text))


@lru_cache(maxsize=4096)
def _places_in(text: str) -> tuple[str, ...]:
    return tuple(places_in(text))


def _applies(groups: set[str], note: PolicyNote) -> bool:
    if not regions_of(note):
        return True
    covered = {code if code == "EU" else group(code) for code in regions_of(note)}
    return bool(groups & covered) or ("FR" in groups and "EU" in covered and "FR" not in note.fact.subject.id)
