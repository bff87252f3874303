"""What is said of promotions where no fact answers: days to come, names that hold nothing now, coupons whose code was not said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.promoting.asking import asks, audience_named, codes_named, speaks_of_code
from mercery.assistant.promoting.days import asks_ahead, of_a_shape, of_no_name
from mercery.assistant.turns import Command
from mercery.claims.deal_acts import Noted, NoteOnDeals, RefuseCode, TellPromotions
from mercery.claims.facts import Fact
from mercery.claims.values import Statement
from mercery.core.i18n import Words


def noted(rule: str, what: Noted, facts: Sequence[Fact] = ()) -> list[Piece]:
    """The note, and after it the promotions in force, without a yes."""
    told = (TellPromotions(fact_ids=tuple(one.id for one in facts)),) if facts else ()
    return [Piece(rule=rule, acts=(NoteOnDeals(what=what), *told), facts=tuple(facts))]


def ahead(command: Command, ground: Ground, facts: Sequence[Fact]) -> list[Piece] | None:
    """Of days to come nothing is told but that nothing is announced, and what holds now."""
    if not ground.deals.released or settled(command, ground):
        return None
    return noted("promotions:ahead", "ahead", facts)


def whether_on(command: Command, ground: Ground, facts: Sequence[Fact]) -> list[Piece] | None:
    """Whether something called by a name, or by what it gives, is on: none of those in force is called so."""
    if not ground.deals.released or settled(command, ground):
        return None
    text = command.text
    if of_a_shape(text) or not (asks_ahead(text) or of_no_name(text)):
        return not_named(ground, facts)
    return None


def not_named(ground: Ground, facts: Sequence[Fact]) -> list[Piece]:
    """None of those told is called so. The same whether the name is invented, or that of one for other days or of a coupon:
    those names are not even looked up."""
    what: Noted = "not_named_or_code" if ground.deals.takes_codes else "not_named"
    return noted("promotions:not_named", what, facts)


def how_code(command: Command, ground: Ground) -> list[Piece] | None:
    """Where a coupon code is put in, of a shop that takes any and has no answer of its own to just this."""
    lang = ground.voice.lang
    own = ground.answers.exact(command.text, lang) or ground.answers.declines(command.text, lang)
    return None if own or not ground.deals.takes_codes else noted("promotions:how_code", "how_code")


def codes_wished_for(command: Command, ground: Ground) -> list[Piece] | None:
    """Whether there is a coupon, of whatever name: codes are told nobody who has none."""
    return noted("promotions:no_codes_told", "no_codes_told") if not settled(command, ground) else None


def for_nobody_of(command: Command, ground: Ground, facts: Sequence[Fact]) -> list[Piece] | None:
    """No promotion in force is for the audience asked about. Where the shop has written about them, that answers."""
    if audience_named(command.text) is None or not ground.deals.released or settled(command, ground):
        return None
    return noted("promotions:none_for_audience", "none_for_audience", facts)


def code_asked_for(command: Command, ground: Ground) -> list[Piece] | None:
    """A coupon is spoken of, and which it is has to be known first."""
    if not ground.deals.released or codes_named(command.text):
        return None
    if not speaks_of_code(command.text):
        return None
    return None if settled(command, ground) else noted("promotions:ask_code", "ask_code")


def refused(command: Command, ground: Ground, *, because: Iterable[str] = ()) -> list[RefuseCode]:
    """Why the codes named take nothing off, where no bag says it. `because`: for these reasons alone."""
    tried = ground.deals.tried
    wanted = frozenset(because)
    return (
        [one for one in tried.refused_of(codes_named(command.text)) if not wanted or one.why in wanted] if tried else []
    )


def settled(command: Command, ground: Ground) -> bool:
    """Whether the shop has an approved answer to just this, or a policy that speaks of the customers asked about."""
    lang = ground.voice.lang
    match = ground.answers.match(command.text, lang)
    exact = ground.answers.exact(command.text, lang)
    if exact or ground.answers.declines(command.text, lang):
        return True
    if match.verdict == "direct" and ground.answers.fact(match.candidates[0].key):
        return bool(asks(ground.answers.question(match.candidates[0].key).text(lang))) or _speaks(
            command, (ground.answers.fact(match.candidates[0].key),)
        )
    return _speaks(command, [note.fact for note in ground.policies])


def _speaks(command: Command, facts: Iterable[Fact | None]) -> bool:
    audience = audience_named(command.text)
    return audience is not None and any(
        isinstance(one.value, Statement) and audience.search(f"{one.value.words.en} {one.value.words.zh}")
        for one in facts
        if one is not None
    )


def called(names: Iterable[Words], text: str) -> bool:
    """Whether the text says one of the names."""
    folded = text.casefold()
    return any(one and one.casefold() in folded for name in names for one in (name.en, name.zh))
