"""What an answer tells of promotions, of a bag and of paying in parts: acts over fact ids, as in `plan.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mercery.core.i18n import Words

if TYPE_CHECKING:
    from mercery.claims.plan import About, Verdict

NO_WORDS = Words("")
Refused = Literal[
    "unknown", "not_yet", "expired", "threshold", "audience", "sign_in", "sign_in_counted", "goods", "used_up", "other_better", "empty",
    "not_needed"
]  # fmt: skip
"""Why a coupon code takes nothing off: the shop has none of it, its time has not come or is over, the amount or number of
pieces is not reached, it is for others, who asks is not signed in and each customer may use it so many times only, it is for other goods, it was used as often as it may be, another promotion that excludes
it gives more, the bag is empty, what it gives is had already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPromotions:
    """Tell promotions in force, of the shop or of one piece; with none of them, that there is none."""

    fact_ids: tuple[str, ...]
    about: About | None = None
    verdict: Verdict | None = None
    ends: bool = False
    """Whether it is asked until when: then that there is no end is said too."""
    kind: Literal["tell_promotions"] = "tell_promotions"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellBag:
    """Tell what the bag comes to, what took something off, and what delivery costs."""

    total_id: str
    """Of a price: what is to be paid, and what it was before promotions."""
    saved: tuple[tuple[str, str], ...] = ()
    """Promotion and what it takes off."""
    delivery_id: str = ""
    gift_ids: tuple[str, ...] = ()
    """Promotions that put a present in."""
    about: About | None = None
    """Of one piece alone, as it would be with nothing else in the bag; None for the visitor's bag."""
    kind: Literal["tell_bag"] = "tell_bag"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellMissing:
    """Tell how much more is needed until promotions count; with none, that none waits for an amount."""

    missing: tuple[tuple[str, str], ...]
    """Promotion and the amount missing."""
    kind: Literal["tell_missing"] = "tell_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseCode:
    """Say why a coupon code takes nothing off."""

    why: Refused
    code: str
    fact_id: str = ""
    """The promotion, where it is one the shop speaks of."""
    missing_id: str = ""
    other_id: str = ""
    """The promotion that gives more."""
    piece: bool = False
    """Whether it was looked at for one piece, not for a bag."""
    kind: Literal["refuse_code"] = "refuse_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellTogether:
    """Say whether promotions may be used together."""

    fact_ids: tuple[str, ...]
    verdict: Verdict
    kind: Literal["tell_together"] = "tell_together"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellInstalments:
    """Tell how a price can be paid in parts; with no plans, that it cannot."""

    fact_ids: tuple[str, ...]
    about: About | None = None
    kind: Literal["tell_instalments"] = "tell_instalments"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRefund:
    """Tell what comes back for one unit of each piece of an order."""

    pieces: tuple[tuple[Words, tuple[str, ...]], ...]
    """What the order calls the piece, and the amounts of its units, the dearest first."""
    kind: Literal["tell_refund"] = "tell_refund"


Noted = Literal[
    "ahead", "not_named", "not_named_or_code", "ask_code", "how_code", "no_codes_told", "one_only", "none_for_audience",
    "none_for_goods", "no_instalments"
]  # fmt: skip
"""Nothing is announced for days to come; no promotion of the name asked for is in force, or none without a code; which code
it is has to be known first; where a code is put in; that codes are told nobody who has none; no other without a code goes with
it; none without a code is for the customers, or for the kind of goods, asked about; paying in parts is not offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOnDeals:
    """Say what is not in force or not known of promotions; it asserts nothing that would have to be recorded."""

    what: Noted
    kind: Literal["note_on_deals"] = "note_on_deals"


DealAct = (
    NoteOnDeals | TellPromotions | TellBag | TellMissing | RefuseCode | TellTogether | TellInstalments | TellRefund
)


def deal_facts(act: DealAct) -> tuple[str, ...]:
    """The ids of all facts such an act may assert."""
    match act:
        case NoteOnDeals():
            return ()
        case TellPromotions() | TellTogether() | TellInstalments():
            return act.fact_ids
        case TellBag():
            pairs = tuple(one for pair in act.saved for one in pair)
            return (act.total_id, *pairs, *((act.delivery_id,) if act.delivery_id else ()), *act.gift_ids)
        case TellMissing():
            return tuple(one for pair in act.missing for one in pair)
        case RefuseCode():
            return tuple(one for one in (act.fact_id, act.missing_id, act.other_id) if one)
        case TellRefund():
            return tuple(one for _, ids in act.pieces for one in ids)
