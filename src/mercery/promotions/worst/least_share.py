"""The least payable share, worked out beside a proof: how little of its list price a cart may be paid with."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.certificate import Certificate, LeastShare
from mercery.promotions.worst.prove import prove, spans_of

_PART: Final = 0.1
_MOST: Final = 2.0
"""Of the time of a proof, what its share may take besides, and the most of it in seconds."""
_PERIODS: Final = 12
"""Each set of rules has a second at least: where the year has more of them, the share is not worked out."""


def least_share_of(calendar: Calendar, seconds: float, *, since: datetime | None = None) -> LeastShare | None:
    """The least share over every period and buyer. `seconds`: what the proof itself may take. None where every cart is
    empty, or where it would take too long."""
    if len({span.rules for span in spans_of(calendar, since)}) > _PERIODS:
        return None
    proof = prove(calendar, aim="share", seconds=min(_MOST, seconds * _PART), beside=False, since=since)
    if proof.worst is None:
        return None
    return LeastShare(found=proof.found, bound=proof.bound, exact=proof.exact)


def share_words(certificate: Certificate) -> Words | None:
    """One line: what no cart pays less than; where that is open, the least found and what is proved."""
    share = certificate.share
    if share is None:
        return None
    found, bound = _percent(share.found), _percent(share.bound)
    if share.exact:
        return Words(f"No cart pays less than {found} of its list price.", f"任何订单的实付都不低于标价的 {found}。")
    return Words(
        f"The least share of its list price that was found for a cart is {found}; none below {bound} is possible.",
        f"找到的订单中，实付占标价最低为 {found}；可证明不会低于 {bound}。",
    )


def _percent(bps: int) -> str:
    return f"{bps / 100:g}%"
