"""What the console shows of messengers: the kinds, how the channels go, and what may be sent in a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.channels import keeping, repository, setups
from mercery.channels.kinds import KINDS
from mercery.channels.setups import Setup
from mercery.channels.tables import KeptRow
from mercery.channels.windows import window
from mercery.conversations import channels
from mercery.conversations.conversation import Conversation
from mercery.conversations.messengers import KeptFile, MessengerKind, MessengerState, ThreadLimits
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.i18n import Words

_STOPPED: Final = {
    "unsubscribed": Words("The customer no longer follows the account.", "顾客已取消关注。"),
    "bounced": Words("Mails to this address come back.", "发往该地址的邮件被退回。"),
}
_PROOF: Final = {
    "pass": Words(
        "Their domain confirms the mail (DMARC). Who writes is not proved.", "发件域名核验通过 (DMARC)，不代表本人。"
    ),
    "fail": Words(
        "Their domain does not confirm the mail (DMARC): it may be forged.", "发件域名核验未通过 (DMARC)，可能为伪造。"
    ),
}
_NONE: Final = Words("")


class ShownMessengers:
    """The door conversations ask."""

    kinds: Sequence[MessengerKind] = tuple(
        MessengerKind(name=one.name, label=one.label, about=one.about) for one in KINDS.values()
    )

    async def states(self, session: AsyncSession, shop_id: str) -> Mapping[str, MessengerState]:
        """How the shop's channels go."""
        return {one.channel.id: state_of(one) for one in await setups.setups(session, shop_id)}

    async def of_thread(self, session: AsyncSession, shop: Shop, conversation: Conversation) -> ThreadLimits | None:
        """What may be sent to this customer now."""
        row = await repository.thread_of(session, conversation.id)
        if row is None or row.shop_id != shop.id:
            return None
        channel = await channels.channel(session, shop.id, row.channel_id)
        allowed = window(channel.kind, row.last_heard_at, row.sent_since, now())
        template = False
        if allowed is not None and allowed.template:
            template = bool((await setups.setup(session, shop.id, channel.id)).get("template"))
        found = row.details.get("proof")
        files: dict[str, tuple[KeptFile, ...]] = {}
        for one in await repository.kept_of(session, shop.id, conversation.id):
            files[one.message_id] = (*files.get(one.message_id, ()), _file(one))
        return ThreadLimits(
            kind=channel.kind,
            until=allowed.until if allowed else None,
            open=allowed.open if allowed else True,
            left=allowed.left if allowed else None,
            template=template,
            stopped=_STOPPED.get(row.stopped, _NONE),
            subject=str(row.details.get("subject", "")),
            proof=_PROOF.get(str(found.get("dmarc", "")), _NONE) if isinstance(found, dict) else _NONE,
            files=files,
        )


def address_of(setup: Setup) -> str:
    """The address the platform calls."""
    return f"{settings().base_url}/api/channels/{setup.kind.name}/{setup.channel.id}"


def state_of(setup: Setup) -> MessengerState:
    """How a channel goes, in short."""
    problem = setup.problem
    if setup.unreadable:
        problem = Words(
            "Its secrets were sealed with another key of this installation. Enter them once more.",
            "密钥由本系统的另一主密钥加密，请重新填写。",
        )
    return MessengerState(
        address=setup.get("address") if setup.kind.name == "mail" else address_of(setup),
        heard_at=setup.heard_at,
        sent_at=setup.sent_at,
        problem=problem,
        problem_at=setup.problem_at,
    )


def _file(row: KeptRow) -> KeptFile:
    return KeptFile(
        url=f"/console/kept/{row.id}",
        name=row.name,
        kind=row.kind,
        size=row.size,
        picture=keeping.type_of(row).startswith("image/"),
        problem=Words(row.problem, row.problem_zh),
    )
