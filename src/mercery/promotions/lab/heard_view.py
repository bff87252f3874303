"""Words that became rules, as the page shows them for confirmation: each stretch with what it was understood as. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from mercery.core.i18n import Words
from mercery.promotions.entry.heard import Heard
from mercery.promotions.lab.pages import FlagView, HeardPart, HeardRule, Question, Stretch
from mercery.promotions.lab.shop_view import sentence
from mercery.promotions.rules.notation import rule_data
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.names import Names

State = Literal["plain", "holds", "no_source", "checking"]


def heard_rules(
    rules: Sequence[Rule],
    names: Names,
    flags: Mapping[str, Sequence[FlagView]],
    heard: Heard | None = None,
    left: Mapping[int, Sequence[str]] | None = None,
) -> list[HeardRule]:
    """Each rule with its sentence, the words it came from, and what looks like a slip."""
    return [
        HeardRule(
            index=number,
            name=rule.called,
            sentence=sentence(rule, names),
            parts=_parts(heard, rule.id) if heard else (),
            flags=tuple(flags.get(rule.id, ())),
            data=json.dumps(rule_data(rule), ensure_ascii=False),
            left=heard.incomplete.get(rule.id, ()) if heard else (left or {}).get(number, ()),
        )
        for number, rule in enumerate(rules)
    ]


def _parts(heard: Heard, rule: str) -> list[HeardPart]:
    return [
        HeardPart(value=part.words, heard=heard.text[part.start : part.end])
        for part in heard.parts
        if rule in part.rules
    ]


def stretches(heard: Heard) -> list[Stretch]:
    """The text cut at its parts: understood, asked about, not understood, and what is between."""
    marks: list[tuple[int, int, State]] = []
    marks += [(one.start, one.end, "checking") for one in heard.questions]
    marks += [(one.start, one.end, "no_source") for one in heard.unheard]
    marks += [(one.start, one.end, "holds") for one in heard.parts]
    found: list[Stretch] = []
    place = 0
    for start, end, state in sorted(marks, key=lambda one: (one[0], -one[1])):
        if start < place:
            continue
        if start > place:
            found.append(Stretch(text=heard.text[place:start], state="plain"))
        found.append(Stretch(text=heard.text[start:end], state=state))
        place = end
    if place < len(heard.text):
        found.append(Stretch(text=heard.text[place:], state="plain"))
    return found


def questions(heard: Heard) -> list[Question]:
    """What can be meant in more than one way, with the words it is about."""
    return [
        Question(id=one.id, about=heard.text[one.start : one.end], words=one.words, choices=one.choices)
        for one in heard.questions
    ]


def name_of(rules: Sequence[Rule]) -> Words:
    """What a set of these rules may be called: the first rule's name, and how many more."""
    if not rules:
        return Words("")
    return rules[0].called
