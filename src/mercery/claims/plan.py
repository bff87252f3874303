"""What an answer is to say: acts over fact ids. Frames turn acts into sentences; no act carries free words of a model.

An act that asserts something names the facts it asserts. Names of products and options travel in `About`, so that a
name with a number or a material in it is never taken for a claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from mercery.claims.deal_acts import DealAct, TellBag, TellInstalments, TellPromotions, deal_facts
from mercery.claims.mentions import Mention
from mercery.core.i18n import Words

NO_WORDS: Final = Words("")
Verdict = Literal["yes", "no", "partly", "unknown"]
"""The honest short answer to a yes-or-no question."""
Relation = Literal["under", "over", "about", "equal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The product an act speaks of, as the shop calls it."""

    product_id: str
    title: Words
    labels: Mapping[str, Words] = field(default_factory=dict)
    """Variant id to its chosen options in words (`black, size 38`, `黑色 38 码`); empty words where there is no choice."""
    choices: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    """Option name to the value of each variant (`size` to `{variant: size 38}`)."""
    counter: str = "件"
    """Chinese measure word of the kind of product (只, 双, 条)."""

    def label(self, variant_id: str) -> Words:
        """The options of a variant in words."""
        return self.labels.get(variant_id, Words(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the customer asked about: a word (`leather`), an amount (`under €500`), or both."""

    words: Words = NO_WORDS
    amount: Mention | None = None
    relation: Relation | None = None
    text: str = ""
    """The amount in the customer's own writing; may be repeated, never claimed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inform:
    """Tell facts of one attribute of one product: one fact, or one for each variant."""

    about: About
    attribute: str
    fact_ids: tuple[str, ...]
    verdict: Verdict | None = None
    asked: Asked | None = None
    kind: Literal["inform"] = "inform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Say an approved text word for word: a policy statement or an approved answer."""

    fact_id: str
    verdict: Verdict | None = None
    """Given only where code compared the asked time with the one the policy's values name."""
    asked: Asked | None = None
    limit: Mention | None = None
    """The time of the policy that the asked one was compared with."""
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """Repeat a passage of a product's own text, named as such, where no typed fact answers."""

    about: About
    fact_id: str
    excerpt: str
    verdict: Verdict | None = None
    """Given only where the passage itself says it in so many words."""
    whole: bool = False
    """The shop's whole text about the piece, which needs no introduction."""
    kind: Literal["cite"] = "cite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """Say which of two products costs, weighs or measures less or more; both values are told."""

    about: About
    """The one of which the comparison is true."""
    other: About
    attribute: Literal["price", "weight", "dimensions"]
    side: Relation
    """`under`: cheaper, lighter, smaller; `over`: the contrary; `equal`: both alike."""
    fact_ids: tuple[str, str]
    """The fact of `about`, then that of `other`."""
    verdict: Verdict | None = None
    kind: Literal["compare"] = "compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One product of a listing and the fact that prices it, where it has a price."""

    about: About
    price_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Name products that fit. `total` counts all that fit."""

    products: tuple[Listed, ...]
    total: int
    fits: bool = True
    """False where the question asks more than could be checked: then the products are only named."""
    order: Literal["", "rising", "falling"] = ""
    """Whether they stand in the order of their prices."""
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKnown:
    """Say that the shop has not recorded this, or (without a product) that no answer stands ready."""

    about: About | None = None
    label: Words = NO_WORDS
    kind: Literal["not_known"] = "not_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOffered:
    """Say that the product does not come in what was asked; the facts are the choices it has."""

    about: About
    attribute: str
    asked: Words
    fact_ids: tuple[str, ...]
    kind: Literal["not_offered"] = "not_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarify:
    """Ask back with at most three choices."""

    what: Literal["which_product", "which_question", "which_day", "rephrase"]
    choices: tuple[Words, ...] = ()
    kind: Literal["clarify"] = "clarify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Offer a person's help without asserting anything."""

    what: Literal["person", "more"] = "person"
    kind: Literal["offer"] = "offer"


HandOverReason = Literal[
    "asked", "not_known", "order", "complaint", "not_understood", "holdout", "withheld",
    "legal", "injury", "minor", "fraud", "payment_dispute", "rule", "identity", "upset",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Say that a person takes over."""

    reason: HandOverReason
    kind: Literal["hand_over"] = "hand_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Social:
    """Courtesy that asserts nothing about the shop's goods."""

    what: Literal[
        "greeting", "thanks", "bye", "identity", "off_topic", "declined", "no_haggling", "remembered", "not_remembered",
        "bag_on_card",
    ]  # fmt: skip
    kind: Literal["social"] = "social"


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """A fact that shows a wish met. `term`: what was wished, to find the passage of a long text that speaks of it."""

    fact_id: str
    term: Words = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A piece the guide speaks of, in the variant that fits."""

    about: About
    variant_id: str
    price_id: str
    stock_id: str | None = None
    reasons: tuple[Because, ...] = ()
    misses: tuple[Words, ...] = ()
    """Wishes it does not meet, in the shopper's terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Offer pieces, each with its reasons."""

    offers: tuple[Proposed, ...]
    more: bool = False
    """Whether others fit besides."""
    near: bool = False
    """Whether they are named as what comes close, none of them meeting everything."""
    beside: Literal["", "goes_with", "care", "else"] = ""
    """Offered beside a piece and not for a wish: what goes with it, what keeps it, or simply what else there is."""
    to: About | None = None
    """The piece they go with or keep."""
    kind: Literal["propose"] = "propose"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut:
    """Say openly which wishes are left out so that something can be offered, or that nothing meets them all."""

    wishes: tuple[Words, ...]
    offered: bool = True
    """False: nothing is offered as fitting; the wishes are those nothing meets together."""
    kind: Literal["leave_out"] = "leave_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWish:
    """Ask one thing about what is wanted; the answers follow as buttons."""

    question: Words
    wishes: tuple[Words, ...] = ()
    """The wishes it is about, where it is about some."""
    kind: Literal["ask_wish"] = "ask_wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One attribute of pieces side by side: for each column the fact, None where nothing is recorded."""

    label: Words
    fact_ids: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Pieces side by side by what tells them apart."""

    columns: tuple[Proposed, ...]
    rows: tuple[TableRow, ...]
    kind: Literal["table"] = "table"


TextKind = Literal["order_note", "review", "document", "product_description"]
"""A text of somebody else's: the note of an order, a review, an attached file, a product's own description."""
LeftOut = Literal["orders", "claims", "private", "hidden", "links", "unclear"]
"""Why a sentence of such a text is not repeated: it gives orders, says of the shop what the shop's record does not bear
out, is about persons, is hidden or encoded, leads elsewhere, or could not be checked."""
Shape = Literal["", "invoice", "letter", "list", "table"]
"""What a file looks like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Tell what a text of somebody else's says: quoted as theirs, never asserted; and what was left out of it, and why."""

    source: TextKind
    fact_ids: tuple[str, ...] = ()
    """The sentences that may be quoted, each as a fact of the kind `text`."""
    about: About | None = None
    """The product a review or description is about."""
    number_id: str | None = None
    """The fact that names the order."""
    summary_id: str | None = None
    """The fact that counts the reviews and their ratings."""
    shape: Shape = ""
    texts: int = 1
    left_out: tuple[tuple[LeftOut, int], ...] = ()
    kind: Literal["relay"] = "relay"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoText:
    """Say that there is no such text: no note, no reviews, no file."""

    source: TextKind
    about: About | None = None
    number_id: str | None = None
    kind: Literal["no_text"] = "no_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDraft:
    """Propose a reply to a review: courteous, without a claim or a promise."""

    mood: Literal["glad", "sorry", "plain"] = "plain"
    left_out: tuple[tuple[LeftOut, int], ...] = ()
    kind: Literal["reply_draft"] = "reply_draft"


Act = (
    Inform | Quote | Cite | Compare | Listing | NotKnown | NotOffered | Clarify | Offer | HandOver | Social | Relay | NoText
    | ReplyDraft | Propose | LeaveOut | AskWish | Table | DealAct
)  # fmt: skip


def facts_named(act: Act) -> tuple[str, ...]:
    """The ids of all facts the act may assert."""
    if isinstance(act, DealAct):
        return deal_facts(act)
    match act:
        case Inform() | NotOffered():
            return act.fact_ids
        case Compare():
            return act.fact_ids
        case Quote() | Cite():
            return (act.fact_id,)
        case Listing():
            return tuple(one.price_id for one in act.products if one.price_id)
        case Propose():
            return tuple(dict.fromkeys(fact_id for one in act.offers for fact_id in _facts_of(one)))
        case Table():
            cells = (fact_id for row in act.rows for fact_id in row.fact_ids if fact_id)
            return tuple(dict.fromkeys(cells))
        case Relay() | NoText():
            beside = (act.number_id, act.summary_id if isinstance(act, Relay) else None)
            quoted = act.fact_ids if isinstance(act, Relay) else ()
            return (*(one for one in beside if one), *quoted)
        case _:
            return ()


def subjects_named(act: Act) -> tuple[About, ...]:
    """The products whose names the act may use."""
    match act:
        case Inform() | Cite() | NotOffered():
            return (act.about,)
        case Compare():
            return (act.about, act.other)
        case NotKnown() | Relay() | NoText() | TellPromotions() | TellBag() | TellInstalments():
            return (act.about,) if act.about else ()
        case Listing():
            return tuple(one.about for one in act.products)
        case Propose():
            return (*(one.about for one in act.offers), *((act.to,) if act.to else ()))
        case Table():
            return tuple(one.about for one in act.columns)
        case _:
            return ()


def wishes_named(act: Act) -> tuple[Words, ...]:
    """The shopper's own wishes that the act says again: they may be repeated, and claim nothing."""
    match act:
        case Propose():
            return tuple(words for one in act.offers for words in one.misses)
        case LeaveOut() | AskWish():
            return act.wishes
        case _:
            return ()


def _facts_of(one: Proposed) -> tuple[str, ...]:
    beside = (one.stock_id,) if one.stock_id else ()
    return (one.price_id, *(reason.fact_id for reason in one.reasons), *beside)
