"""API keys: shown once, kept as a hash, limited to scopes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.permissions import Scope
from mercery.accounts.repository import key_from
from mercery.accounts.staff import ApiKey
from mercery.accounts.tables import ApiKeyRow
from mercery.core.clock import now
from mercery.core.errors import Invalid, NotFound, Problem, Unauthenticated, wrong_field
from mercery.core.ids import new_id, new_secret

KEY_MARK: Final = "mcy_"
_NOTE_USE_EVERY: Final = timedelta(minutes=5)


async def create_api_key(
    session: AsyncSession, shop_id: str, actor: Actor, *, name: str, scopes: Iterable[str]
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is not kept and cannot be shown again."""
    chosen = _scopes(scopes)
    if not name.strip():
        raise wrong_field("name", "The key needs a name.", zh="请填写密钥名称。")
    secret = KEY_MARK + new_secret(30)
    row = ApiKeyRow(
        id=new_id("key"),
        shop_id=shop_id,
        name=name.strip()[:100],
        prefix=secret[:10],
        key_hash=_digest(secret),
        scopes=[scope.value for scope in chosen],
        created_by=actor.name,
        created_at=now(),
    )
    session.add(row)
    after = {"name": row.name, "scopes": row.scopes, "prefix": row.prefix}
    await audit.record(session, shop_id, actor, "api_key.create", row.id, after=after)
    return key_from(row), secret


async def api_keys(session: AsyncSession, shop_id: str) -> list[ApiKey]:
    """The shop's keys, newest first, revoked ones too."""
    query = (
        select(ApiKeyRow).where(ApiKeyRow.shop_id == shop_id).order_by(ApiKeyRow.created_at.desc(), ApiKeyRow.id.desc())
    )
    return [key_from(row) for row in await session.scalars(query)]


async def revoke_api_key(session: AsyncSession, shop_id: str, actor: Actor, key_id: str) -> None:
    """End a key at once."""
    row = await session.scalar(select(ApiKeyRow).where(ApiKeyRow.id == key_id, ApiKeyRow.shop_id == shop_id))
    if row is None:
        raise NotFound(f"There is no key '{key_id}'.")
    if row.revoked_at is None:
        row.revoked_at = now()
        await audit.record(session, shop_id, actor, "api_key.revoke", key_id, before={"name": row.name})


async def verify_api_key(session: AsyncSession, secret: str) -> ApiKey:
    """The live key with this secret; Unauthenticated. Looked up by hash, so comparing takes the same time for any guess."""
    row = await session.scalar(select(ApiKeyRow).where(ApiKeyRow.key_hash == _digest(secret)))
    if row is None or row.revoked_at is not None:
        raise Unauthenticated(
            "This API key is unknown or was revoked.",
            remedy="Make a new one in the console, Settings.",
            zh="API 密钥不存在或已吊销，请在“设置”中新建。",
        )
    if row.used_at is None or now() - row.used_at > _NOTE_USE_EVERY:
        await session.execute(update(ApiKeyRow).where(ApiKeyRow.id == row.id).values(used_at=now()))
    return key_from(row)


def _scopes(wanted: Iterable[str]) -> list[Scope]:
    known = {scope.value for scope in Scope}
    names = sorted(set(wanted))
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        message = f"'{unknown[0]}' is not a scope." if unknown else "The key needs at least one scope."
        problem = Problem(
            field="scopes",
            message=message,
            remedy=f"Use {', '.join(sorted(known))}.",
            zh=f"请至少选择一项权限，可选：{'、'.join(sorted(known))}。",
        )
        raise Invalid(message, remedy=problem.remedy, problems=[problem], zh=problem.zh)
    return [Scope(name) for name in names]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
