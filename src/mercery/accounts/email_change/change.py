"""What a change of somebody's e-mail is: who proves the new address, how long, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from mercery.core.errors import Conflict, Invalid, NotFound, wrong_field
from mercery.web.rate_limit import Limit

VALID: Final = timedelta(hours=24)
"""How long a link proves the new address, from when it was last asked for."""
VALID_FOR_OWNER: Final = timedelta(days=7)
"""How long an owner may confirm, where no mail leaves."""
STOPS: Final = timedelta(days=7)
"""How long a letter to the address before can stop or undo the change, from the letter on."""
KEPT: Final = STOPS + timedelta(days=1)

CHANGES_PER_PERSON: Final = Limit(name="email_change", burst=3, seconds=3600)
"""Asked for, or sent again."""
LETTERS_PER_ADDRESS: Final = Limit(name="email_change_to", burst=5, seconds=24 * 3600)
"""By the new address, whoever asks: nobody fills another's mailbox."""
LINKS_PER_NETWORK: Final = Limit(name="email_link", burst=10, seconds=3600)

Way = Literal["letter", "owner", "server"]
"""What proves a new address: a link sent to it; where no mail leaves, another owner of the one shop the person works for; else
whoever runs the server."""
State = Literal["open", "done", "cancelled", "declined", "stopped"]
"""Cancelled: by the person, a new password or a later change. Declined: by an owner. Stopped: from the address before, whether
or not it was done already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChange:
    """One change that was asked for."""

    id: str
    staff_id: str
    old_email: str
    new_email: str
    asked_at: datetime
    until: datetime
    """When nobody can prove the new address any more, unless it is sent again."""
    state: State

    def waits(self, moment: datetime) -> bool:
        """Whether the new address can still be proved."""
        return self.state == "open" and moment < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """What the link in a letter to the address before would do."""

    email: str
    """The address before, which signs in afterwards."""
    moved: bool
    """The account has another address by now: it is taken back."""
    waits: bool
    """A change waits to be proved: it ends."""


class ProofOver(NotFound):
    """The link to the new address was used, replaced or taken back, or is too old."""

    code = "email_proof_over"

    def __init__(self) -> None:
        super().__init__(
            "This link was used, replaced by a later one, or is too old. Your e-mail is as it was.",
            remedy="Ask for a new one in your account.",
            zh="链接已使用、已被新链接取代，或已过期。登录邮箱没有改动，请在我的账户中重新申请。",
        )


class StopOver(NotFound):
    """The link in a letter to the address before was used, or is too old."""

    code = "email_stop_over"

    def __init__(self) -> None:
        super().__init__(
            f"This link was used, or is older than {STOPS.days} days.",
            remedy="Tell an owner of the shop, or whoever runs the server.",
            zh=f"链接已使用，或已超过 {STOPS.days} 天。请联系店主或服务器管理员。",
        )


class AddressTaken(Conflict):
    """The address has an account, told only to who has proved to read its mail, to an owner who confirms, or on the server."""

    code = "email_taken"

    def __init__(self, email: str) -> None:
        super().__init__(
            f"{email} already has an account, so nothing was changed.",
            remedy="Sign in with it, or ask for another address.",
            zh=f"{email} 已有账号，未作任何更改。请直接用它登录，或改用其他邮箱。",
        )


def own_already(email: str) -> Invalid:
    """Somebody asks for the address they have."""
    return wrong_field("email", f"You sign in with {email} already.", zh=f"您目前就是用 {email} 登录的。")
