"""The shops: somebody who owns them, policies to answer from, files that belong to somebody."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.catalog.kept_pictures import picture_paths
from mercery.core.i18n import Words
from mercery.operations.health.check import Check, Found, Looking
from mercery.policies.service import policies_in_force

_BY_SHOP: Final = ("documents", "imports", "index", "recommendations", "warehouse", "live", "media/studio")
"""Folders of the home folder in which each shop has one of its own, named by its id."""


async def _shops(looking: Looking) -> Found:
    async with looking.database.session() as session:
        shops = await accounts.all_shops(session)
        wanting = []
        for shop in shops:
            owners = [one for one in await accounts.staff_members(session, shop.id) if one.role == "owner"]
            policies = await policies_in_force(session, shop.id)
            wanting += list(_wanting(shop, owned=bool(owners), policies=len(policies)))
    if not shops:
        return Found(
            state="warning",
            words=Words("There is no shop yet.", "还没有店铺。"),
            remedy=Words(
                "Make one: `mercery shop create`, or start with the demo shop.",
                "请用 `mercery shop create` 创建，或以演示店铺开始。",
            ),
        )
    if wanting:
        return Found(
            state="warning",
            figure=float(len(wanting)),
            words=_all([one for one, _ in wanting]),
            remedy=_all(list(dict.fromkeys(two for _, two in wanting))),
        )
    words = Words(
        f"{len(shops)} shops, each with an owner and with policies.", f"{len(shops)} 家店铺，均有所有者与政策。"
    )
    return Found(state="well", figure=float(len(shops)), words=words)


def _wanting(shop: Shop, *, owned: bool, policies: int) -> Iterator[tuple[Words, Words]]:
    if not owned:
        yield (
            Words(f"Nobody owns {shop.slug}.", f"{shop.slug} 没有所有者。"),
            Words(
                f"`mercery staff add EMAIL --shop {shop.slug} --role owner`.",
                f"`mercery staff add EMAIL --shop {shop.slug} --role owner`。",
            ),
        )
    if not policies:
        yield (
            Words(
                f"{shop.slug} has no policies: nothing can be said of delivery or returns.",
                f"{shop.slug} 没有政策：无法回答配送与退货。",
            ),
            Words("Enter them in the console under Policies.", "请在后台的“政策”中填写。"),
        )


def _all(words: list[Words]) -> Words:
    return Words(" ".join(one.en for one in words), "".join(one.zh for one in words))


async def _pictures(looking: Looking) -> Found:
    async with looking.database.session() as session:
        paths = await picture_paths(session)
    missing = await asyncio.to_thread(missing_below, looking.settings.home / "media", paths)
    if not missing:
        words = Words(f"All {len(paths)} pictures of products are there.", f"{len(paths)} 张商品图片均在。")
        return Found(state="well", figure=0, words=words)
    return Found(
        state="warning",
        figure=float(len(missing)),
        words=Words(
            f"{len(missing)} of {len(paths)} pictures of products are missing on this machine.",
            f"本机缺少 {len(missing)} / {len(paths)} 张商品图片。",
        ),
        remedy=Words(
            "Share the folder media between the machines, restore it from a backup, or import the products again.",
            "请在各机器间共享 media 文件夹、从备份恢复，或重新导入商品。",
        ),
    )


def missing_below(folder: Path, paths: Collection[str]) -> list[str]:
    """Those that are not there."""
    return [path for path in paths if not (folder / path).is_file()]


async def _orphans(looking: Looking) -> Found:
    async with looking.database.session() as session:
        known = {shop.id for shop in await accounts.all_shops(session)}
    found = await asyncio.to_thread(orphans_in, looking.settings.home, known)
    if not found:
        return Found(
            state="well",
            words=Words("Every folder of a shop belongs to one there is.", "每个店铺文件夹都有对应的店铺。"),
        )
    size = sum(bytes_ for _, bytes_ in found)
    named = ", ".join(name for name, _ in found[:4])
    return Found(
        state="warning",
        figure=float(size),
        words=Words(
            f"{len(found)} folders ({size / 1e6:.0f} MB) belong to shops that are gone: {named}.",
            f"有 {len(found)} 个文件夹（{size / 1e6:.0f} MB）属于已不存在的店铺：{named}。",
        ),
        remedy=Words(
            "Remove them when you are sure that no other database uses this folder.",
            "确认没有其他数据库使用此目录后即可删除。",
        ),
    )


def orphans_in(home: Path, known: Collection[str]) -> list[tuple[str, int]]:
    """Folders of shops that are not `known`, with their bytes."""
    folders = [one for parent in _BY_SHOP if (home / parent).is_dir() for one in sorted((home / parent).iterdir())]
    gone = [one for one in folders if one.is_dir() and one.name.startswith("shp_") and one.name not in known]
    return [
        (str(one.relative_to(home)), sum(file.stat().st_size for file in one.rglob("*") if file.is_file()))
        for one in gone
    ]


SHOPS: Final = Check(id="shops", title=Words("Shops", "店铺"), run=_shops)
PICTURES: Final = Check(id="pictures", title=Words("Pictures", "图片"), run=_pictures)
ORPHANS: Final = Check(id="orphaned_files", title=Words("Files of nobody", "无主文件"), run=_orphans, unit="bytes")
