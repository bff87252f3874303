"""Rows of shops and people as the types the rest of the program knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Role, Scope
from mercery.accounts.shop import Shop
from mercery.accounts.staff import ApiKey, Invitation, Session, Staff
from mercery.accounts.tables import ApiKeyRow, InvitationRow, MembershipRow, SessionRow, ShopHostRow, ShopRow, StaffRow
from mercery.core import statements
from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.core.statements import Asked, Statement
from mercery.ui.page_context import Theme


def words_json(words: Words) -> Json:
    """As stored: one key per language."""
    return {"en": words.en, "zh": words.zh}


def words_from(data: Json) -> Words:
    """The text stored by `words_json`."""
    return Words(str(data.get("en") or ""), str(data.get("zh") or ""))


_HOSTS: Final = (
    select(func.array_agg(aggregate_order_by(ShopHostRow.host, ShopHostRow.host.asc())))
    .where(ShopHostRow.shop_id == ShopRow.id)
    .scalar_subquery()
)
"""A shop's host names in order, read with the shop: every request begins with both."""


_SHOP: Final = select(*ShopRow.__table__.c, _HOSTS.label("hosts"))
_BY_ID: Final = Statement(_SHOP.where(ShopRow.id == bindparam("id")), lambda row: _shop(row, tuple(row.hosts or ())))
_BY_SLUG: Final = Statement(
    _SHOP.where(ShopRow.slug == bindparam("slug")), lambda row: _shop(row, tuple(row.hosts or ()))
)
_BY_HOST: Final = Statement(
    _SHOP.where(
        ShopRow.id == select(ShopHostRow.shop_id).where(ShopHostRow.host == bindparam("host")).scalar_subquery()
    ),
    lambda row: _shop(row, tuple(row.hosts or ())),
)
"""Of a shop that is named, as every page and message names it."""


async def shop_by_id(session: AsyncSession, shop_id: str) -> Shop | None:
    """The shop with this id."""
    return await statements.first(session, _BY_ID.of(id=shop_id))


async def shop_by_slug(session: AsyncSession, slug: str) -> Shop | None:
    """The shop with this short name."""
    return await statements.first(session, by_slug_asked(slug))


def by_slug_asked(slug: str) -> Asked[Shop]:
    """What `shop_by_slug` asks, to be read ahead."""
    return _BY_SLUG.of(slug=slug)


async def shops_where(session: AsyncSession, *conditions: object) -> list[Shop]:
    """Shops in the order they were made."""
    query = select(ShopRow, _HOSTS).where(*cast("Sequence[bool]", conditions)).order_by(ShopRow.created_at, ShopRow.id)  # type: ignore[arg-type]
    return [_shop(row, tuple(hosts or ())) for row, hosts in await session.execute(query)]


async def shop_by_host_name(session: AsyncSession, host: str) -> Shop | None:
    """The shop registered for exactly this host name."""
    return await statements.first(session, by_host_asked(host))


def by_host_asked(host: str) -> Asked[Shop]:
    """What `shop_by_host_name` asks, to be read ahead."""
    return _BY_HOST.of(host=host)


async def members(session: AsyncSession, shop_id: str) -> list[Staff]:
    """Everybody who works for the shop, by name."""
    return await staff_where(session, MembershipRow.shop_id == shop_id)


async def staff_where(session: AsyncSession, *conditions: object) -> list[Staff]:
    """Memberships with their people."""
    query: Select[StaffRow, MembershipRow] = (
        select(StaffRow, MembershipRow)
        .join(MembershipRow, MembershipRow.staff_id == StaffRow.id)
        .where(*cast("Sequence[bool]", conditions))  # type: ignore[arg-type]
        .order_by(StaffRow.name, StaffRow.id)
    )
    return [_staff(person, membership) for person, membership in await session.execute(query)]


async def owners_count(session: AsyncSession, shop_id: str) -> int:
    """How many owners the shop has."""
    query = select(func.count()).where(MembershipRow.shop_id == shop_id, MembershipRow.role == "owner")
    return await session.scalar(query) or 0


def session_from(row: SessionRow) -> Session:
    """The sign-in a row holds."""
    return Session(
        token_hash=row.token_hash,
        staff_id=row.staff_id,
        shop_id=row.shop_id,
        address=row.address,
        agent=row.agent,
        created_at=row.created_at,
        seen_at=row.seen_at,
        proved_at=row.proved_at,
        device_hash=row.device_hash,
        expires_at=row.expires_at,
    )


def key_from(row: ApiKeyRow) -> ApiKey:
    """The key a row holds."""
    return ApiKey(
        id=row.id,
        shop_id=row.shop_id,
        name=row.name,
        prefix=row.prefix,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        created_by=row.created_by,
        created_at=row.created_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )


def invitation_from(row: InvitationRow) -> Invitation:
    """The invitation a row holds."""
    return Invitation(
        email=row.email,
        name=row.name,
        role=cast(Role, row.role),
        shop_id=row.shop_id,
        invited_by=row.invited_by,
        expires_at=row.expires_at,
    )


def _shop(row: ShopRow, hosts: tuple[str, ...]) -> Shop:
    return Shop(
        id=row.id,
        slug=row.slug,
        name=words_from(row.name),
        default_language=cast(Lang, row.default_language),
        languages=tuple(cast("list[Lang]", row.languages)),
        currency=row.currency,
        currencies=tuple(row.currencies),
        timezone=row.timezone,
        tax_included=row.tax_included,
        colour=row.colour,
        wordmark=row.wordmark,
        tagline=words_from(row.tagline),
        assistant_name=words_from(row.assistant_name),
        hosts=hosts,
        embed_origins=tuple(row.embed_origins),
        demo=row.demo,
        advertising_law=tuple(row.advertising_law),
        holdouts={str(feature): float(share) for feature, share in row.holdouts.items()},
        version=row.version,
    )


def _staff(person: StaffRow, membership: MembershipRow) -> Staff:
    return Staff(
        id=person.id,
        shop_id=membership.shop_id,
        email=person.email,
        name=person.name,
        role=cast(Role, membership.role),
        language=cast("Lang | None", person.language),
        theme=cast(Theme, person.theme),
        signed_in_at=person.signed_in_at,
    )
