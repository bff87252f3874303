"""Decides a turn: every question on its own, then what is said and done together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.decide.about_goods import FURTHER, answer_goods
from mercery.assistant.decide.about_hours import hours_asked, with_the_boutique
from mercery.assistant.decide.about_promotions import answer_promotions
from mercery.assistant.decide.about_service import answer_service, likeliest, not_known, three
from mercery.assistant.decide.about_texts import answer_text, description, whatever_is_at_hand
from mercery.assistant.decide.choosing import choose, none_of_this_kind, the_one_of_its_kind
from mercery.assistant.decide.comparing import answer_compare
from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.turns import GOODS, TEXTS, Choice, Command, Decision, Topic, Understanding
from mercery.assistant.understand import topics
from mercery.assistant.understand.names import name_tokens
from mercery.assistant.urgent import of_somebody_else, urgent
from mercery.claims.plan import Cite, Clarify, HandOver, Offer, Quote, Social
from mercery.claims.vocabulary import materials_in
from mercery.core.i18n import Words
from mercery.knowledge.fitting import things_in

PERSON: Final = Choice(label=Words("Ask a person", "转真人"), value=Words("Ask a person", "转人工"), kind="person")


def decide(understanding: Understanding, ground: Ground) -> Decision:
    """The answer plan of a turn."""
    if why := urgent(" ".join(command.text for command in understanding.commands)):
        return together([Piece(rule=why, hand_over=why)], ground)
    understanding = _of_the_one_piece(understanding, ground)
    pieces: list[Piece] = []
    asked = " ".join(command.text for command in understanding.commands)
    for command in _without_others_anger(understanding.commands):
        told = answer_promotions(command, ground) or _hours(command, ground) or _answer(command, understanding, ground)
        pieces += _or_text(command, told, ground)
    pieces = with_the_boutique(pieces, asked, ground)
    return together(_without_repetition(_answers_before_choices(pieces)), ground)


def _of_the_one_piece(understanding: Understanding, ground: Ground) -> Understanding:
    """`How much is the hobo, and how many are left?` where the shop has one hobo: both are asked of it."""
    commands = understanding.commands
    if understanding.product_ids or understanding.unsure_between or not any(one.topic == "price" for one in commands):
        return understanding
    if any(one.topic not in ("price", "stock") or one.asked or one.colours or one.sizes for one in commands):
        return understanding
    asked = " ".join(one.text for one in commands)
    one = None if topics.SELLS.search(asked) else the_one_of_its_kind(asked, ground)
    return (
        understanding
        if one is None
        else replace(understanding, commands=tuple(replace(command, product_ids=(one,)) for command in commands))
    )


def _answers_before_choices(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Where it is asked which question was meant, nothing is said of what is not recorded."""
    if not any(piece.rule == "choices" for piece in pieces):
        return pieces
    return [piece for piece in pieces if not piece.rule.endswith("not_recorded")]


def _without_others_anger(commands: Sequence[Command]) -> Sequence[Command]:
    """`My sister was angry …, which bag …?` is no complaint, where something else is asked."""
    own = [one for one in commands if one.topic != "complaint" or not of_somebody_else(one.text)]
    return own or commands


def _or_text(command: Command, pieces: list[Piece], ground: Ground) -> list[Piece]:
    """Where a text lies beside the message: what it says about the piece, or, where nothing else answers, what it says."""
    if not ground.materials or command.topic in TEXTS:
        return pieces
    if any((piece.offer_person and not piece.facts) or piece.rule in _ABOUT_PIECE for piece in pieces):
        described = description(command, ground)
        if described is not None and described.acts:
            return [*(piece for piece in pieces if piece.facts), described]
    if all(_unanswered(piece) for piece in pieces):
        found = whatever_is_at_hand(command, ground)
        return [found] if found is not None else pieces
    return pieces


_ABOUT_PIECE: Final = frozenset(("describe", "detail:passage"))
_NO_ANSWER: Final = frozenset(("rephrase", "choices", "which_product", "off_topic", "order", "not_understood"))


def _unanswered(piece: Piece) -> bool:
    return not piece.facts and (
        not piece.understood or piece.rule in _NO_ANSWER or piece.rule.endswith(("not_known", "not_recorded"))
    )


def _hours(command: Command, ground: Ground) -> list[Piece]:
    told = hours_asked(command, ground) if command.topic not in _TALK else None
    return [told] if told else []


def _answer(command: Command, understanding: Understanding, ground: Ground) -> list[Piece]:
    if command.topic == "haggling":
        return [_TALK["haggling"](), *_goods(replace(command, topic="price"), understanding, ground)][
            : 1 + len(command.product_ids)
        ]
    if command.topic in TEXTS:
        return [answer_text(command, ground)]
    if command.topic == "ack":
        return [Piece(rule="ack", acts=(Offer(what="more"),))]
    if command.topic in _TALK:
        return [_how_orders_go(command, ground) or _TALK[command.topic]()]
    if command.topic == "warranty":
        return [_warranty(command, ground)]
    if command.topic == "browse":
        return [_browse(command, ground)]
    if command.topic == "compare":
        known = [ground.shelf[one] for one in command.product_ids if one in ground.shelf]
        return answer_compare(command, known, ground) if len(known) > 1 else _goods(command, understanding, ground)
    if command.topic in GOODS:
        return _goods(command, understanding, ground)
    if command.topic == "unclear":
        return [_unclear(command, understanding, ground)]
    return [answer_service(command, ground)]


_OF_ONES_OWN: Final = re.compile(
    r"\b(?:my|mine|where|track\w*|status|number|haven'?t|hasn'?t|didn'?t|not|never)\b|[#\d]|我的|查|催|没|哪", re.I
)


def _how_orders_go(command: Command, ground: Ground) -> Piece | None:
    """`Can an order be cancelled?` asks nothing of an order of one's own: the approved answer to just this, if there is one."""
    if command.topic != "order" or _OF_ONES_OWN.search(command.text):
        return None
    piece = answer_service(command, ground)
    return piece if piece.rule.startswith("answer:") else None


def _goods(command: Command, understanding: Understanding, ground: Ground) -> list[Piece]:
    known = [ground.shelf[one] for one in command.product_ids if one in ground.shelf]
    if known:
        told = [_or_approved(command, answer_goods(command, one, ground.voice), ground) for one in known]
        return [*told, *_how_far_in_water(command, told, ground)]
    if understanding.unsure_between:
        return [_which(understanding.unsure_between, command, ground)]
    return [_no_piece_named(command, understanding, ground)]


def _no_piece_named(command: Command, understanding: Understanding, ground: Ground) -> Piece:
    """A question about goods that names none: an answer of the shop, near names, a kind, or asking which."""
    if (command.colours or command.sizes) and ground.of_kind:
        return _browse(command, ground)
    piece = answer_service(command, ground)
    if piece.rule.startswith(("policy", "answer")):
        return piece
    if command.topic == "care" and piece.choices:
        return piece
    if _wishes(command) and (ground.of_kind or ground.everything) and command.topic != "care":
        return _browse(command, ground)
    if understanding.near:
        return _which(understanding.near, command, ground)
    if ground.of_kind and command.topic in _OF_ONE_PIECE and not _wishes(command):
        few = ground.of_kind if len(ground.of_kind) <= 3 else ()
        return _which(few, command, ground)
    if ground.of_kind or ground.everything:
        return _browse(command, ground)
    if things_in(command.text):
        return none_of_this_kind()
    if command.topic in ("sale", "care", "detail") and piece.hand_over is None:
        return piece
    return Piece(rule="which_product", acts=(Clarify(what="which_product"),), understood=True)


_OF_ONE_PIECE: Final[frozenset[Topic]] = frozenset(
    ("weight", "dimensions", "care", "origin", "detail", "property", "describe")
)
"""Questions that make sense of one piece only, not of a whole kind."""


def _how_far_in_water(command: Command, told: Sequence[Piece], ground: Ground) -> list[Piece]:
    """What the shop says of swimming and showering, beside how many metres a piece is made for."""
    if command.topic != "water" or not FURTHER.search(command.text) or not any(piece.facts for piece in told):
        return []
    if any(isinstance(act, Cite) for piece in told for act in piece.acts):
        return []
    match = ground.answers.match(command.text, ground.voice.lang)
    key = next((one.key for one in match.candidates if _speaks_of_water(ground.answers.question(one.key))), None)
    fact = ground.answers.fact(key) if key else None
    return [Piece(rule=f"answer:beside:{key}", acts=(Quote(fact_id=fact.id),), facts=(fact,))] if fact else []


def _speaks_of_water(question: Words) -> bool:
    return bool(FURTHER.search(f"{question.en} {question.zh}"))


def _or_approved(command: Command, piece: Piece, ground: Ground) -> Piece:
    """Where the catalogue has nothing to say, an approved answer may."""
    if not piece.offer_person or piece.facts:
        return piece
    match = ground.answers.match(command.text, ground.voice.lang)
    direct = match.verdict == "direct" and ground.answers.fact(match.candidates[0].key)
    return answer_service(command, ground) if direct else piece


def _which(product_ids: Sequence[str], command: Command, ground: Ground) -> Piece:
    """Ask which of several products was meant; pressing a name asks the question again."""
    titles = [ground.shelf[one].product.title for one in product_ids if one in ground.shelf]
    buttons = tuple(
        Choice(label=title, value=Words(f"{title.text('en')}: {command.text}", f"{title.text('zh')}：{command.text}"))
        for title in titles
    )
    return Piece(rule="which_product", acts=(Clarify(what="which_product", choices=tuple(titles)),), choices=buttons)


def _warranty(command: Command, ground: Ground) -> Piece:
    """A product's own warranty, else the policy."""
    known = [ground.shelf[one] for one in command.product_ids if one in ground.shelf]
    if known and known[0].of("warranty", "warranty_months"):
        return answer_goods(command, known[0], ground.voice)
    return answer_service(command, ground)


def _browse(command: Command, ground: Ground) -> Piece:
    """An approved answer to just this; else products of the kind named, or of the whole range where a wish narrows it."""
    lang = ground.voice.lang
    match = ground.answers.match(command.text, lang)
    if not _wishes(command) and match.verdict == "direct" and ground.answers.fact(match.candidates[0].key):
        return answer_service(command, ground)
    if command.places and not ground.of_kind:
        return answer_service(replace(command, topic="service"), ground)
    candidates = [ground.shelf[one] for one in ground.of_kind if one in ground.shelf]
    if candidates:
        return choose(command, candidates, ground)
    wide = [ground.shelf[one] for one in ground.everything if one in ground.shelf]
    if wide and not things_in(command.text):
        return choose(command, wide, ground)
    piece = answer_service(command, ground)
    if piece.rule.startswith(("policy", "answer")):
        return piece
    return none_of_this_kind() if topics.SELLS.search(command.text) else not_known("browse:not_known")


def _unclear(command: Command, understanding: Understanding, ground: Ground) -> Piece:
    """No rule reads it: an approved answer, three choices, a word about the product at hand, asking again, a person."""
    if understanding.unsure_between:
        return _which(understanding.unsure_between, command, ground)
    if topics.YES_OR_NO.match(command.text):
        return Piece(rule="rephrase", acts=(Clarify(what="rephrase"),))
    lang = ground.voice.lang
    match = ground.answers.match(command.text, lang)
    exact = ground.answers.exact(command.text, lang)
    key = exact or (match.candidates[0].key if match.verdict == "direct" else None)
    if (key and ground.answers.fact(key)) or ground.answers.declines(command.text, lang):
        return answer_service(command, ground)
    if goods := _goods_meant(command, understanding, ground):
        return goods
    choices = likeliest(match, ground)
    if choices:
        return three(choices)
    if ground.of_kind:
        return _browse(command, ground)
    if len(command.text.strip()) < 12 and not command.yes_no and not ground.offered_before:
        return Piece(rule="rephrase", acts=(Clarify(what="rephrase"),), understood=False)
    if ground.offered_before:
        return Piece(rule="not_understood", hand_over="not_understood", understood=False)
    return not_known("unclear:not_known")


def _goods_meant(command: Command, understanding: Understanding, ground: Ground) -> Piece | None:
    """`Red bags?`, `totes`, `月光包`: products, though nothing is asked of them in so many words."""
    short = len(name_tokens(command.text))
    if ((ground.of_kind or ground.everything) and _wishes(command)) or (ground.of_kind and short <= 2):
        return _browse(command, ground)
    if 1 < len(ground.of_kind) <= 3 and command.yes_no:
        return _which(ground.of_kind, command, ground)
    return _which(understanding.near, command, ground) if understanding.near and short <= 3 else None


def _wishes(command: Command) -> bool:
    """Whether a colour, size, material or amount narrows the range."""
    return bool(command.colours or command.sizes or command.asked or materials_in(command.text))


def _social(what: Topic) -> Callable[[], Piece]:
    acts = {
        "greeting": Social(what="greeting"), "thanks": Social(what="thanks"), "bye": Social(what="bye"),
        "identity": Social(what="identity"), "off_topic": Social(what="off_topic"), "haggling": Social(what="no_haggling"),
    }  # fmt: skip
    person = what in ("off_topic", "identity", "haggling")
    return lambda: Piece(rule=what, acts=(acts[what],), offer_person=person)


_TALK: Final[dict[Topic, Callable[[], Piece]]] = {
    "greeting": _social("greeting"),
    "thanks": _social("thanks"),
    "bye": _social("bye"),
    "identity": _social("identity"),
    "off_topic": _social("off_topic"),
    "haggling": _social("haggling"),
    "human": lambda: Piece(rule="human", hand_over="asked"),
    "complaint": lambda: Piece(rule="complaint", hand_over="complaint"),
    "order": lambda: Piece(rule="order", hand_over="order"),
}


def _without_repetition(pieces: Sequence[Piece]) -> list[Piece]:
    """Each answer once, also when two questions lead to it."""
    seen: set[object] = set()
    kept = []
    for piece in pieces:
        mark = (piece.rule, tuple(fact.id for fact in piece.facts), piece.shown)
        if mark not in seen:
            seen.add(mark)
            kept.append(piece)
    return kept


def together(pieces: Sequence[Piece], ground: Ground) -> Decision:
    """One decision out of the pieces of an answer."""
    hand_over = next((piece.hand_over for piece in pieces if piece.hand_over), None)
    acts = [act for piece in pieces for act in piece.acts]
    offer = any(piece.offer_person for piece in pieces) and hand_over is None
    if hand_over:
        acts.append(HandOver(reason=hand_over))
    elif offer and not any(piece.choices for piece in pieces):
        acts.append(Offer())
    choices = tuple(choice for piece in pieces for choice in piece.choices)[:3]
    return Decision(
        acts=tuple(acts),
        facts={fact.id: fact for piece in pieces for fact in piece.facts},
        path=tuple(piece.rule for piece in pieces),
        choices=(*choices, PERSON) if offer else choices,
        hand_over=hand_over,
        shown=tuple(dict.fromkeys(one for piece in pieces for one in piece.shown))[:3],
        understood=all(piece.understood for piece in pieces),
    )
