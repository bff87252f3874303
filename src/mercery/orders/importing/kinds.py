"""Customers, orders and policies as kinds of files the importer takes. `app.py` and `cli.py` call `register_kinds`."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.catalog.costs_kind import COSTS
from mercery.catalog.importing.collections import COLLECTIONS
from mercery.catalog.importing.kinds import Counted, Kind, register
from mercery.catalog.reviews.kind import REVIEWS
from mercery.catalog.stock_kind import STOCK
from mercery.core.errors import Invalid
from mercery.core.files.problems import FileRefused, refused
from mercery.customers.exporting import export_customers
from mercery.customers.importing import likeness as like_customers
from mercery.customers.importing import read_customers
from mercery.customers.service import apply_customers
from mercery.orders.exporting import export_orders
from mercery.orders.importing.reading import likeness as like_orders
from mercery.orders.importing.reading import read_orders
from mercery.orders.service import apply_orders
from mercery.policies.draft import PolicyDraft, policies_from_json
from mercery.policies.exporting import export_policies
from mercery.policies.service import record_policies


def register_kinds() -> None:
    """Make the kinds known. Doing it twice changes nothing."""
    register(COLLECTIONS)
    register(REVIEWS)
    register(COSTS)
    register(STOCK)
    register(
        Kind(
            name="policies", order=1, likeness=_like_policies, importer=_policies,
            exporter=lambda session, shop, out: export_policies(session, shop.id, out), filename="policies.json",
        )
    )  # fmt: skip
    register(
        Kind(
            name="customers", order=2, likeness=like_customers, importer=_customers,
            exporter=lambda session, shop, out: export_customers(session, shop.id, out), filename="customers.jsonl",
        )
    )  # fmt: skip
    register(
        Kind(
            name="orders", order=3, likeness=like_orders, importer=_orders,
            exporter=lambda session, shop, out: export_orders(session, shop.id, out), filename="orders.jsonl",
        )
    )  # fmt: skip


async def _customers(session: AsyncSession, shop: Shop, path: Path, name: str, actor: Actor, dry_run: bool) -> Counted:
    drafts, log = read_customers(path, name, shop.currency)
    async with session.begin_nested() as part:
        done = await apply_customers(session, shop.id, drafts, actor)
        if dry_run:
            await part.rollback()
    warnings = tuple(log.kept)
    return Counted(
        kind="customers",
        format="customers",
        new=done.new,
        changed=done.changed,
        unchanged=done.unchanged,
        warnings=warnings,
    )


async def _orders(session: AsyncSession, shop: Shop, path: Path, name: str, actor: Actor, dry_run: bool) -> Counted:
    drafts, log = read_orders(path, name, shop.currency)
    try:
        async with session.begin_nested() as part:
            done = await apply_orders(session, shop.id, drafts, actor, came="file")
            if dry_run:
                await part.rollback()
    except Invalid as error:
        raise FileRefused(f"{name}: {error.message}", problems=error.problems, zh=f"{name}：{error.zh}") from error
    warnings = tuple(log.kept)
    return Counted(
        kind="orders", format="orders", new=done.new, changed=done.changed, unchanged=done.unchanged, warnings=warnings
    )


def _like_policies(path: Path) -> float:
    if path.suffix != ".json":
        return 0.0
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0.0
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
        return 0.0
    return 0.95 if {"topic", "statement"} <= rows[0].keys() else 0.0


async def _policies(session: AsyncSession, shop: Shop, path: Path, name: str, actor: Actor, dry_run: bool) -> Counted:
    drafts = _policy_drafts(path, name)
    async with session.begin_nested() as part:
        made = await record_policies(session, shop.id, actor, drafts, reason=f"Import of {name}")
        if dry_run:
            await part.rollback()
    return Counted(kind="policies", format="policies", new=len(made), changed=0, unchanged=len(drafts) - len(made))


def _policy_drafts(path: Path, name: str) -> list[PolicyDraft]:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise refused(
            name,
            f"The JSON is malformed: {error.msg}.",
            "Mend it.",
            line=error.lineno,
            zh=f"JSON 格式有误（{error.msg}），请修改。",
        ) from error
    return policies_from_json(rows, file=name)
