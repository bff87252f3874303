"""Making, finding, changing and removing shops."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict, Unpack

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit, repository
from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.events import ShopRemoved
from mercery.accounts.repository import words_json
from mercery.accounts.shop import Shop
from mercery.accounts.shop_rules import checked, differences, normal_host
from mercery.accounts.tables import ShopHostRow, ShopRow
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.events import bus
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.core.statements import Asked


class ShopFields(TypedDict, total=False):
    """The settings that can be given or changed; see `Shop` for their meaning."""

    slug: str
    name: Words
    default_language: Lang
    languages: tuple[Lang, ...]
    currency: str
    currencies: tuple[str, ...]
    timezone: str
    tax_included: bool
    colour: str
    wordmark: str
    tagline: Words
    assistant_name: Words
    hosts: tuple[str, ...]
    embed_origins: tuple[str, ...]
    demo: bool
    advertising_law: tuple[str, ...]
    holdouts: dict[str, float]


async def create_shop(session: AsyncSession, *, actor: Actor = SYSTEM, **fields: Unpack[ShopFields]) -> Shop:
    """A new shop; `slug` and `name` are needed. Invalid names each wrong field; Conflict when slug or host is taken."""
    fields.setdefault("slug", "")
    fields.setdefault("name", Words(""))
    if "currency" in fields:
        fields.setdefault("currencies", (fields["currency"],))
    made = checked(Shop(id=new_id("shp"), **fields))
    row = ShopRow(id=made.id, **_columns(made))
    session.add(row)
    await _flush(session, made)
    await _set_hosts(session, made)
    await audit.record(
        session, made.id, actor, "shop.create", made.id, after={"slug": made.slug, "name": made.name.text("en")}
    )
    return made


async def shop(session: AsyncSession, shop_id: str) -> Shop:
    """The shop with this id; NotFound."""
    return _one(await repository.shop_by_id(session, shop_id), shop_id)


async def shop_by_slug(session: AsyncSession, slug: str) -> Shop:
    """The shop with this short name; NotFound."""
    return _one(await repository.shop_by_slug(session, slug), slug)


def named_shop_asked(slug: str | None, host: str) -> Asked[Shop]:
    """What `shop_by_slug`, or without a short name `shop_for_host`, asks first, to be read ahead."""
    return repository.by_slug_asked(slug) if slug else repository.by_host_asked(normal_host(host))


async def all_shops(session: AsyncSession) -> list[Shop]:
    """Every shop of the installation, oldest first."""
    return await repository.shops_where(session)


async def first_shop(session: AsyncSession) -> Shop | None:
    """The shop served where the address names none: the oldest, and the demo shop only until there is one of your own."""
    return min(await all_shops(session), key=lambda shop: shop.demo, default=None)


async def shop_for_host(session: AsyncSession, host: str) -> Shop | None:
    """The shop an address names: registered for the host, or `<slug>.…`; None when it names none."""
    name = normal_host(host)
    registered = await repository.shop_by_host_name(session, name)
    if registered is not None:
        return registered
    slug, dot, _ = name.partition(".")
    found = await repository.shops_where(session, ShopRow.slug == slug) if dot else []
    return found[0] if found else None


async def update_shop(
    session: AsyncSession,
    shop_id: str,
    actor: Actor,
    *,
    expected_version: int | None = None,
    reason: str | None = None,
    **changes: Unpack[ShopFields],
) -> Shop:
    """Change settings and write them to the audit record. Conflict when somebody else saved after `expected_version`."""
    row = await session.get(ShopRow, shop_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no shop '{shop_id}'.")
    if expected_version is not None and row.version != expected_version:
        raise Conflict(
            "Somebody else saved these settings meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="他人刚刚保存了设置，请刷新后重做修改。",
        )
    before = await shop(session, shop_id)
    after = checked(replace(before, **changes))
    old, new = differences(before, after)
    if not new:
        return before
    for name, value in _columns(after).items():
        setattr(row, name, value)
    row.version = before.version + 1
    await _flush(session, after)
    if before.hosts != after.hosts:
        await _set_hosts(session, after)
    await audit.record(
        session, shop_id, actor, "shop.update", shop_id, before=dict(old), after=dict(new), reason=reason
    )
    return replace(after, version=row.version)


async def remove_shop(session: AsyncSession, shop_id: str, actor: Actor, *, confirm_slug: str) -> None:
    """Delete the shop and everything of it but its audit record. `confirm_slug` must repeat its short name."""
    gone = await shop(session, shop_id)
    if confirm_slug.strip() != gone.slug:
        raise Invalid(
            f"Type '{gone.slug}' to remove the shop.",
            remedy="Nothing was removed.",
            zh=f"请输入“{gone.slug}”以移除店铺；尚未移除任何内容。",
        )
    await session.execute(delete(ShopRow).where(ShopRow.id == shop_id))
    before = {"slug": gone.slug, "name": gone.name.text("en"), "demo": gone.demo}
    await audit.record(session, shop_id, actor, "shop.remove", shop_id, before=before)
    await bus.publish(session, ShopRemoved(shop_id=shop_id, demo=gone.demo))


def _one(found: Shop | None, asked: str) -> Shop:
    if found is None:
        raise NotFound(f"There is no shop '{asked}'.", remedy="`mercery shop list` names them.")
    return found


def _columns(made: Shop) -> dict[str, object]:
    return {
        "slug": made.slug,
        "name": words_json(made.name),
        "default_language": made.default_language,
        "languages": list(made.languages),
        "currency": made.currency,
        "currencies": list(made.currencies),
        "timezone": made.timezone,
        "tax_included": made.tax_included,
        "colour": made.colour,
        "wordmark": made.wordmark,
        "tagline": words_json(made.tagline),
        "assistant_name": words_json(made.assistant_name),
        "embed_origins": list(made.embed_origins),
        "demo": made.demo,
        "advertising_law": list(made.advertising_law),
        "holdouts": dict(made.holdouts),
    }


async def _flush(session: AsyncSession, made: Shop) -> None:
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError as error:
        raise Conflict(
            f"A shop is already called '{made.slug}'.",
            remedy="Choose another short name.",
            zh=f"已有店铺使用“{made.slug}”，请换一个简称。",
        ) from error


async def _set_hosts(session: AsyncSession, made: Shop) -> None:
    await session.execute(delete(ShopHostRow).where(ShopHostRow.shop_id == made.id))
    for host in made.hosts:
        try:
            async with session.begin_nested():
                session.add(ShopHostRow(host=host, shop_id=made.id))
        except IntegrityError as error:
            raise Conflict(
                f"The host '{host}' belongs to another shop.",
                remedy="Take it away there first.",
                zh=f"域名“{host}”属于另一家店铺，请先在那里移除。",
            ) from error
