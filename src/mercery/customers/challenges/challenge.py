"""When a code may be sent, and whether what was said is it. Pure."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

VALID: Final = timedelta(minutes=10)
TRIES: Final = 5
AGAIN_AFTER: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)

Asked = Literal["sent", "waiting", "soon", "too_often"]
"""`sent`: a code is on its way. `waiting`: the one sent before still counts. `soon`: another one only after a minute.
`too_often`: no more for now."""
Verdict = Literal["right", "wrong", "too_many", "expired", "none"]
"""`too_many`: that was the last try. `none`: no code is expected here."""
State = Literal["open", "used", "failed", "expired", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many in an hour and in a day."""

    hour: int
    day: int

    def reached(self, times: Sequence[datetime], now: datetime) -> bool:
        """Whether one more would be too many."""
        return sum(1 for one in times if now - one < _HOUR) >= self.hour or len(times) >= self.day


PER_CONVERSATION: Final = Rate(hour=4, day=8)
PER_CLAIM: Final = Rate(hour=3, day=6)
"""For the address or order number a customer names, whether or not there is one like it."""
PER_CUSTOMER: Final = Rate(hour=5, day=10)
"""For an account, by whatever it is named. Reached, nothing is sent and nothing is said of it, since saying so would
tell that the account exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One code asked for. `digest` is empty until a code was made; without a customer none ever is."""

    id: str
    conversation: str
    claim: str
    """Keyed digest of what the customer named."""
    customer_id: str | None
    asked_at: datetime
    state: State = "open"
    digest: str = ""
    tries: int = 0

    def holds(self, now: datetime) -> bool:
        """Whether its code can still be said."""
        return self.state == "open" and now - self.asked_at < VALID


def may_ask(past: Sequence[Challenge], *, conversation: str, claim: str, now: datetime, again: bool) -> Asked:
    """Whether a code may be sent for `claim`, after those of the last day (`past`). The answer depends on nothing that
    an account would change. `again`: the customer asks for another one."""
    here = [one for one in past if one.conversation == conversation]
    held = next((one for one in here if one.holds(now)), None)
    if held is not None and held.claim == claim:
        if not again:
            return "waiting"
        if now - held.asked_at < AGAIN_AFTER:
            return "soon"
    same = [one.asked_at for one in past if one.claim == claim]
    if PER_CONVERSATION.reached([one.asked_at for one in here], now) or PER_CLAIM.reached(same, now):
        return "too_often"
    return "sent"


def spared(past: Sequence[Challenge], customer_id: str | None, now: datetime) -> bool:
    """Whether this account has been sent enough for now."""
    sent = [one.asked_at for one in past if customer_id is not None and one.customer_id == customer_id]
    return PER_CUSTOMER.reached(sent, now)


def judge(challenge: Challenge | None, digest: str, now: datetime) -> Verdict:
    """What a code that was said (its digest) is worth. Compared in constant time, also where nothing is to compare."""
    held = challenge.digest if challenge and challenge.digest else "-" * len(digest)
    same = hmac.compare_digest(held.encode(), digest.encode())
    if challenge is None or challenge.state != "open":
        return "none"
    if not challenge.holds(now):
        return "expired"
    if same:
        return "right"
    return "too_many" if challenge.tries + 1 >= TRIES else "wrong"
