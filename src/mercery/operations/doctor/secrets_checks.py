"""What is sealed in the database, and whether the present key opens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.accounts import service as accounts
from mercery.core.i18n import Words
from mercery.core.sealed_columns import Looked, look
from mercery.operations.health.check import Check, Found, Looking
from mercery.operations.resealing.parts import ALL

_NAMED: Final = 4
"""Shops that are named of each kind."""


async def _sealed(looking: Looking) -> Found:
    async with looking.database.session() as session:
        found = await look(session, ALL)
        slugs = {shop.id: shop.slug for shop in await accounts.all_shops(session)}
    if any(one.closed for one in found):
        return _closed(found, slugs)
    if earlier := [one for one in found if one.earlier]:
        return Found(
            state="warning",
            figure=float(sum(one.earlier for one in earlier)),
            words=Words(
                f"Sealed with an earlier key: {', '.join(f'{one.of.name.en} ({one.earlier})' for one in earlier)}.",
                f"以下仍由旧密钥封存：{'、'.join(f'{one.of.name.zh}（{one.earlier}）' for one in earlier)}。",
            ),
            remedy=Words(
                "`mercery secrets reseal`; afterwards the old key can leave MERCERY_SECRET_KEYS_BEFORE.",
                "请运行 `mercery secrets reseal`，之后即可从 MERCERY_SECRET_KEYS_BEFORE 移除旧密钥。",
            ),
        )
    count = sum(one.rows for one in found)
    words = Words(
        f"{count} sealed secrets, each opened by the present key." if count else "Nothing is sealed.",
        f"{count} 项封存的密钥均可用当前密钥打开。" if count else "没有封存的内容。",
    )
    return Found(state="well", figure=0, words=words)


def _closed(found: Sequence[Looked], slugs: dict[str, str]) -> Found:
    shut = [one for one in found if one.closed]
    told = [(one, _shops(one, slugs, " and others"), _shops(one, slugs, "等")) for one in shut]
    return Found(
        state="broken",
        figure=float(sum(len(one.closed) for one in shut)),
        words=Words(
            "Cannot be opened with this installation's key: "
            + "; ".join(f"{one.of.name.en} ({len(one.closed)}, of {en})" for one, en, _ in told)
            + ".",
            "以下内容无法用本安装的密钥打开："
            + "；".join(f"{one.of.name.zh}（{len(one.closed)} 项，店铺 {zh}）" for one, _, zh in told)
            + "。",
        ),
        remedy=Words(
            "Name the key they were sealed with in MERCERY_SECRET_KEYS_BEFORE and run `mercery secrets reseal`; if it is lost, "
            "enter these secrets again, and have second factors reset (`mercery staff drop-second-factor`).",
            "请在 MERCERY_SECRET_KEYS_BEFORE 中写入当时的密钥，再运行 `mercery secrets reseal`；密钥已遗失时，"
            "请重新填写这些密钥，并重置两步验证（`mercery staff drop-second-factor`）。",
        ),
    )


def _shops(one: Looked, slugs: dict[str, str], more: str) -> str:
    names = sorted({slugs.get(shop, shop) for _, shop in one.closed})
    return ", ".join(names[:_NAMED]) + (more if len(names) > _NAMED else "")


SEALED: Final = Check(id="sealed_secrets", title=Words("Sealed secrets", "封存的密钥"), run=_sealed)
