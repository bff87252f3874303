"""The amounts an answer names, each held against the policies it is linked to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mercery.claims.agreement import disagreements
from mercery.claims.mentions import Mention, mentions, same_unit_family
from mercery.core.i18n import LANGS, Lang, Words
from mercery.policies.policy import Policy

NumberState = Literal["agrees", "contradicts", "alone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """One amount of the answer. `alone`: no linked policy names an amount of this kind."""

    lang: Lang
    said: str
    state: NumberState
    stated: tuple[str, ...] = ()
    """What the policies state of the same kind, in their own words."""
    policy: Words | None = None
    """The title of the first policy that states it."""


def numbers_of(answer: Words, policies: Sequence[Policy]) -> list[NumberLine]:
    """Every amount with a unit in either language, in reading order."""
    lines = []
    for lang in LANGS:
        text = answer.en if lang == "en" else answer.zh
        statements = [(policy, policy.statement.en if lang == "en" else policy.statement.zh) for policy in policies]
        wrong = {(one.start, one.end) for one in disagreements(text, [said for _, said in statements if said])}
        lines += [
            _line(text, one, lang, statements, contradicts=(one.start, one.end) in wrong)
            for one in mentions(text)
            if one.kind != "number"
        ]
    return lines


def _line(
    text: str, said: Mention, lang: Lang, statements: Sequence[tuple[Policy, str]], *, contradicts: bool
) -> NumberLine:
    found = [
        (policy, statement[one.start : one.end], one)
        for policy, statement in statements
        for one in mentions(statement)
        if one.kind == said.kind and same_unit_family(one, said)
    ]
    if not contradicts:
        same = [entry for entry in found if entry[2].same_as(said)]
        found = same or found
    state: NumberState = "contradicts" if contradicts else ("agrees" if found else "alone")
    return NumberLine(
        lang=lang,
        said=text[said.start : said.end],
        state=state,
        stated=tuple(dict.fromkeys(stated for _, stated, _ in found)),
        policy=found[0][0].title if found else None,
    )
