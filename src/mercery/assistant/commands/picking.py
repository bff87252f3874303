"""A model's picks as a decision of the code: the same rules and facts as for a message that was read without it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.commands.offered import Offered, Pick
from mercery.assistant.decide.deciding import decide, together
from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.turns import Command, Decision, Understanding
from mercery.claims.facts import Fact
from mercery.claims.plan import Quote

_UNSURE: Final = (
    "rephrase", "choices", "which_product", "not_understood", "unclear:", "service:not_known", "browse:not_known",
)  # fmt: skip
MOST_PRODUCTS: Final = 12
MOST_TEXTS: Final = 40


def unsure(decision: Decision) -> bool:
    """Whether the code did not know what was meant."""
    return not decision.understood or any(step.startswith(_UNSURE) for step in decision.path)


def offered_for(understanding: Understanding, ground: Ground) -> Offered:
    """What the message may mean: products it comes near to or talked of before, likely answers, every policy."""
    lang = ground.voice.lang
    near = (
        *understanding.product_ids,
        *understanding.unsure_between,
        *understanding.near,
        *ground.of_kind,
        *ground.shelf,
    )
    products = tuple(
        (one, ground.shelf[one].product.title.text(lang)) for one in dict.fromkeys(near) if one in ground.shelf
    )[:MOST_PRODUCTS]
    texts = [
        (fact.id, ground.answers.question(one.key).text(lang))
        for command in understanding.commands
        for one in ground.answers.match(command.text, lang).candidates
        if (fact := ground.answers.fact(one.key))
    ]
    texts += [(note.fact.id, note.fact.label.text(lang)) for note in ground.policies]
    return Offered(products=products, texts=tuple(dict.fromkeys(texts))[:MOST_TEXTS])


def decided(picks: Sequence[Pick], understanding: Understanding, ground: Ground, before: Decision) -> Decision:
    """The answer to what a model picked. `before`: what was decided without it, whose choices are offered beside."""
    facts = _texts(understanding, ground)
    pieces: list[Piece] = []
    asked = understanding.commands[0].text if understanding.commands else ""
    for pick in picks:
        if pick.fact_id in facts:
            fact = facts[pick.fact_id]
            pieces.append(Piece(rule=f"model:{fact.id}", acts=(Quote(fact_id=fact.id),), facts=(fact,)))
        elif pick.product_id in ground.shelf and pick.topic != "none":
            command = Command(topic=pick.topic, text=asked, product_ids=(pick.product_id,), p=0.5)
            alone = replace(
                understanding, commands=(command,), product_ids=(pick.product_id,), unsure_between=(), near=()
            )
            pieces.append(_piece(decide(alone, ground)))
    if not pieces:
        return before
    found = together(pieces, ground)
    if found.hand_over:
        return before
    # What the code would have offered stays within reach: the model's reading may be wrong.
    choices = tuple(one for one in before.choices if one not in found.choices)
    return replace(found, choices=(*found.choices, *choices)[:4], path=("model", *found.path))


def _texts(understanding: Understanding, ground: Ground) -> dict[str, Fact]:
    lang = ground.voice.lang
    answers = [
        fact
        for command in understanding.commands
        for one in ground.answers.match(command.text, lang).candidates
        if (fact := ground.answers.fact(one.key))
    ]
    return {fact.id: fact for fact in (*answers, *(note.fact for note in ground.policies))}


def _piece(decision: Decision) -> Piece:
    return Piece(
        rule="+".join(decision.path), acts=decision.acts, facts=tuple(decision.facts.values()), choices=decision.choices,
        hand_over=decision.hand_over, shown=decision.shown, understood=decision.understood,
    )  # fmt: skip
