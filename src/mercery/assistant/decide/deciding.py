"""Decides a turn: every question on its own, then what is said and done together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from mercery.assistant.decide.about_goods import answer_goods, chosen_variants
from mercery.assistant.decide.about_service import answer_service, not_known, three
from mercery.assistant.decide.ground import Ground
from mercery.assistant.decide.piece import Piece
from mercery.assistant.goods import Goods
from mercery.assistant.judge import judge_price
from mercery.assistant.turns import GOODS, Choice, Command, Decision, Topic, Understanding
from mercery.claims.facts import Fact
from mercery.claims.plan import Clarify, HandOver, Listed, Listing, Offer, Social
from mercery.claims.values import Price, Stock
from mercery.core.i18n import Words

PERSON: Final = Choice(label=Words("Ask a person", "转真人"), value=Words("Ask a person", "转人工"), kind="person")
LISTED: Final = 3


def decide(understanding: Understanding, ground: Ground) -> Decision:
    """The answer plan of a turn."""
    pieces: list[Piece] = []
    for command in understanding.commands:
        pieces += _answer(command, understanding, ground)
    return _together(_without_repetition(pieces), ground)


def _answer(command: Command, understanding: Understanding, ground: Ground) -> list[Piece]:
    if command.topic == "haggling":
        return [_TALK["haggling"](), *_goods(replace(command, topic="price"), understanding, ground)][
            : 1 + len(command.product_ids)
        ]
    if command.topic in _TALK:
        return [_TALK[command.topic]()]
    if command.topic == "warranty":
        return [_warranty(command, ground)]
    if command.topic == "browse":
        return [_browse(command, ground)]
    if command.topic in GOODS:
        return _goods(command, understanding, ground)
    if command.topic == "unclear":
        return [_unclear(command, understanding, ground)]
    return [answer_service(command, ground)]


def _goods(command: Command, understanding: Understanding, ground: Ground) -> list[Piece]:
    known = [ground.shelf[one] for one in command.product_ids if one in ground.shelf]
    if known:
        return [_or_approved(command, answer_goods(command, one, ground.voice), ground) for one in known]
    if understanding.unsure_between:
        return [_which(understanding.unsure_between, command, ground)]
    exact = ground.answers.exact(command.text, ground.voice.lang)
    if exact or command.topic in ("sale", "care", "detail"):
        piece = answer_service(command, ground)
        if piece.hand_over is None:
            return [piece]
    if ground.of_kind:
        return [_browse(command, ground)]
    return [Piece(rule="which_product", acts=(Clarify(what="which_product"),), understood=True)]


def _or_approved(command: Command, piece: Piece, ground: Ground) -> Piece:
    """Where the catalogue has nothing to say, the approved answer to just these words may."""
    if not piece.offer_person or piece.facts:
        return piece
    key = ground.answers.exact(command.text, ground.voice.lang)
    return answer_service(command, ground) if key and ground.answers.fact(key) else piece


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
    """Products of the kind named that meet colour, size and price, and can be sent now."""
    candidates = [ground.shelf[one] for one in ground.of_kind if one in ground.shelf]
    if not candidates:
        return answer_service(command, ground)
    listed = [(one, fact) for one in candidates for fact in [_fitting_price(command, one)] if _fits(command, one, fact)]
    products = tuple(Listed(about=one.about, price_id=fact.id if fact else None) for one, fact in listed[:LISTED])
    return Piece(
        rule="browse",
        acts=(Listing(products=products, total=len(listed)),),
        facts=tuple(fact for _, fact in listed[:LISTED] if fact),
        shown=tuple(one.id for one, _ in listed[:LISTED]),
    )


def _fitting_price(command: Command, goods: Goods) -> Fact | None:
    """The lowest price of a variant that is asked for and there."""
    ids, missing = chosen_variants(command, goods)
    there = {fact.subject.id for fact in goods.stock if isinstance(fact.value, Stock) and fact.value.available}
    fitting = (
        [fact for fact in goods.prices if fact.subject.id in ids and fact.subject.id in there] if not missing else []
    )
    return min(fitting, key=lambda fact: fact.value.amount.minor if isinstance(fact.value, Price) else 0, default=None)


def _fits(command: Command, goods: Goods, fact: Fact | None) -> bool:
    if fact is None:
        return False
    if command.asked is None or command.asked.amount is None or command.asked.amount.kind != "money":
        return True
    return judge_price([fact], command.asked) == "yes"


def _unclear(command: Command, understanding: Understanding, ground: Ground) -> Piece:
    """No rule reads it: an approved answer, three choices, a word about the product at hand, asking again, a person."""
    if understanding.unsure_between:
        return _which(understanding.unsure_between, command, ground)
    lang = ground.voice.lang
    match = ground.answers.match(command.text, lang)
    exact = ground.answers.exact(command.text, lang)
    key = exact or (match.candidates[0].key if match.verdict == "direct" else None)
    if key and (ground.answers.fact(key)):
        return answer_service(command, ground)
    choices = [ground.answers.question(one.key) for one in match.candidates if ground.answers.fact(one.key)]
    if choices:
        return three(choices)
    if ground.of_kind:
        return _browse(command, ground)
    if len(command.text.strip()) < 12 and not command.yes_no and not ground.offered_before:
        return Piece(rule="rephrase", acts=(Clarify(what="rephrase"),), understood=False)
    if ground.offered_before:
        return Piece(rule="not_understood", hand_over="not_understood", understood=False)
    return not_known("unclear:not_known")


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


def _together(pieces: Sequence[Piece], ground: Ground) -> Decision:
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
