"""Rows of policies as policies."""

from __future__ import annotations

from typing import Final, cast

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.core import statements
from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.core.statements import Asked, Statement
from mercery.policies.policy import Policy, Topic
from mercery.policies.tables import PolicyRow


async def versions(session: AsyncSession, shop_id: str, *, key: str | None = None) -> list[Policy]:
    """Every version of every policy (or of one), oldest first within its key."""
    query = select(PolicyRow).where(PolicyRow.shop_id == shop_id).order_by(PolicyRow.key, PolicyRow.version)
    rows = await session.scalars(query.where(PolicyRow.key == key) if key else query)
    return [_policy(row) for row in rows]


# Every message asks it.
_STAMP: Final = Statement(
    select(func.count(), func.max(PolicyRow.id)).where(PolicyRow.shop_id == bindparam("shop")),
    lambda row: (int(row[0]), str(row[1] or "")),
)


async def stamp(session: AsyncSession, shop_id: str) -> tuple[int, str]:
    """Changes when any version is added: what caches compare."""
    return (await statements.rows(session, stamp_asked(shop_id)))[0]


def stamp_asked(shop_id: str) -> Asked[tuple[int, str]]:
    """What `stamp` asks, to be read ahead."""
    return _STAMP.of(shop=shop_id)


async def newest_version(session: AsyncSession, shop_id: str, key: str) -> int:
    """The highest version number of a key, 0 when there is none."""
    query = select(func.max(PolicyRow.version)).where(PolicyRow.shop_id == shop_id, PolicyRow.key == key)
    return await session.scalar(query) or 0


def add(session: AsyncSession, shop_id: str, policy: Policy) -> None:
    """Store a version."""
    session.add(
        PolicyRow(
            id=policy.id,
            shop_id=shop_id,
            key=policy.key,
            version=policy.version,
            topic=policy.topic,
            title={"en": policy.title.en, "zh": policy.title.zh},
            statement={"en": policy.statement.en, "zh": policy.statement.zh},
            values=dict(policy.values),
            regions=list(policy.regions),
            valid_from=policy.valid_from,
            valid_to=policy.valid_to,
            withdrawn=policy.withdrawn,
            recorded_at=policy.recorded_at,
            recorded_by=policy.recorded_by,
            reason=policy.reason,
        )
    )


def _policy(row: PolicyRow) -> Policy:
    return Policy(
        id=row.id,
        key=row.key,
        topic=cast(Topic, row.topic),
        title=_words(row.title),
        statement=_words(row.statement),
        values=row.values,
        regions=tuple(row.regions),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.version,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        reason=row.reason,
        withdrawn=row.withdrawn,
    )


def _words(data: Json) -> Words:
    return Words(str(data.get("en") or ""), str(data.get("zh") or ""))
