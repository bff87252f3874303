"""Names and descriptions of collections, as a file beside the products of an export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.catalog.importing.kinds import Counted, Kind
from mercery.catalog.product_json import words_from_json, words_to_json
from mercery.catalog.service import Collection, collections, save_collection
from mercery.core.errors import Problem
from mercery.core.files.problems import FileRefused, refused


async def _export(session: AsyncSession, shop: Shop, out: TextIO) -> int:
    held = await collections(session, shop.id)
    rows = [
        {"handle": each.handle, "name": words_to_json(each.name), "description": words_to_json(each.description)}
        for each in held
    ]
    json.dump({"collections": rows}, out, ensure_ascii=False, indent=1)
    out.write("\n")
    return len(rows)


def _likeness(path: Path) -> float:
    if path.suffix != ".json":
        return 0.0
    try:
        with path.open(encoding="utf-8") as stream:
            head = stream.read(64)
    except (OSError, UnicodeError):
        return 0.0
    return 0.99 if head.replace(" ", "").replace("\n", "").startswith('{"collections":[') else 0.0


async def _import(session: AsyncSession, shop: Shop, path: Path, name: str, actor: Actor, dry_run: bool) -> Counted:
    known = {each.handle: each for each in await collections(session, shop.id)}
    drafts = _read(path, name)
    changed = [each for each in drafts if known.get(each.handle) != each]
    if not dry_run:
        for place, each in enumerate(drafts):
            await save_collection(
                session, shop.id, handle=each.handle, name=each.name, description=each.description, position=place
            )
    new = sum(each.handle not in known for each in changed)
    return Counted(
        kind="collections",
        format="collections",
        new=new,
        changed=len(changed) - new,
        unchanged=len(drafts) - len(changed),
    )


def _read(path: Path, name: str) -> list[Collection]:
    try:
        rows: Any = json.loads(path.read_text(encoding="utf-8"))["collections"]
    except json.JSONDecodeError as error:
        raise refused(
            name,
            f"The JSON is malformed: {error.msg}.",
            "Mend it.",
            line=error.lineno,
            zh=f"JSON 格式有误（{error.msg}），请修改。",
        ) from error
    found, problems = [], []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not row.get("handle") or not isinstance(row.get("name"), dict):
            message = f"Collection {number} has no handle or no name."
            example = '{"handle": "autumn", "name": {"en": "Autumn"}}'
            remedy = f"Write {example}."
            problems.append(
                Problem(
                    message=message,
                    remedy=remedy,
                    file=name,
                    column=f"collections[{number}]",
                    zh=f"第 {number} 个系列缺少 handle 或 name，请写成 {example}。",
                )
            )
            continue
        found.append(
            Collection(
                handle=str(row["handle"]), name=words_from_json(row["name"]),
                description=words_from_json(row.get("description")),
            )
        )  # fmt: skip
    if problems:
        raise FileRefused(
            f"{name}: {len(problems)} problems; nothing was changed.",
            problems=problems,
            zh=f"{name}：{len(problems)} 处有误，未作任何改动。",
        )
    return found


COLLECTIONS = Kind(
    name="collections", order=0, likeness=_likeness, importer=_import, exporter=_export, filename="collections.json"
)
