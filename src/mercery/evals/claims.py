"""`mercery eval claims DIR`: which false sentences the gate lets out, and how many good ones it holds back.

Reads `DIR/shop` through the importer and `claims.jsonl` ({id, lang, context_sku or null, sentence, verdict, kind}), plain
or gzipped. Verdicts `false`, `unsupported` and `prohibited` must be blocked, `true` and `no_claim` should pass.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.catalog.facts import product_facts
from mercery.catalog.importing.service import ImportOptions, import_path
from mercery.catalog.product import Product
from mercery.catalog.service import all_product_ids, products
from mercery.claims.facts import Fact
from mercery.claims.gate import Gate
from mercery.claims.grounds import Grounds, grounds
from mercery.core import clock
from mercery.core.errors import Invalid
from mercery.core.i18n import Lang, Words
from mercery.core.ids import new_id
from mercery.evals.registry import Result, Say
from mercery.evals.scratch import NO_DATA, scratch_database
from mercery.orders.importing.kinds import register_kinds
from mercery.policies.facts import facts as policy_facts
from mercery.policies.service import policies_in_force
from mercery.promotions.service import price_facts

BAD = ("false", "unsupported", "prohibited")
GOOD = ("true", "no_claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedShop:
    """A shop as the eval imported it."""

    facts: Sequence[Fact]
    sku_to_variant: Mapping[str, str]
    now: datetime
    timezone: str
    name: Words | None = None
    """What the shop is called: a greeting may say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One sentence and what the gate said of it."""

    id: str
    lang: Lang
    verdict: str
    kind: str
    passed: bool
    reason: str


def run(paths: list[Path], say: Say, *, options: Mapping[str, str]) -> Result:
    """Score every sentence; figures as docs/guide/examining.md defines them. `--source studio`: what the studio writes."""
    if options.get("source") == "studio":
        from mercery.evals import studio_claims

        return studio_claims.run(paths, say, options=options)
    if options.get("source") or not paths:
        raise Invalid("There are no claims to examine.", remedy="Name a folder with claims.jsonl, or --source studio.")
    folder = paths[0]
    shop = asyncio.run(imported(folder / "shop"))
    say(f"{len(shop.facts)} facts of {len(shop.sku_to_variant)} variants")
    gate = Gate(_grounds(shop))
    rows = list(_rows(folder))
    started = time.process_time()
    judged = [judge(gate, shop, row) for row in rows]
    spent = time.process_time() - started
    for one in judged:
        if one.passed == (one.verdict in BAD):
            say(f"{'LEAK' if one.passed else 'held'} {one.id} {one.verdict}/{one.kind}: {one.reason}")
    figures: dict[str, object] = dict(counted(judged))
    figures["cpu_ms_per_sentence"] = round(1000 * spent / len(rows), 3) if rows else 0.0
    figures["by_lang"] = {lang: counted([one for one in judged if one.lang == lang]) for lang in ("en", "zh")}
    kinds = sorted({one.kind for one in judged})
    figures["by_kind"] = {kind: counted([one for one in judged if one.kind == kind]) for kind in kinds}
    figures["by_verdict"] = {
        verdict: {
            "passed": sum(one.passed for one in judged if one.verdict == verdict),
            "total": sum(one.verdict == verdict for one in judged),
        }
        for verdict in (*BAD, *GOOD)
    }
    return Result(n=len(rows), figures=figures)


def judge(gate: Gate, shop: ExaminedShop, row: Mapping[str, Any]) -> Judged:
    """What the gate says of one row."""
    lang: Lang = "zh" if row["lang"] == "zh" else "en"
    sku = row.get("context_sku")
    if sku and sku not in shop.sku_to_variant:
        raise Invalid(f"Sentence '{row['id']}' names the SKU '{sku}', which the shop does not have.")
    verdict = gate.check(str(row["sentence"]), lang, about=shop.sku_to_variant[sku] if sku else None)
    return Judged(
        id=str(row["id"]),
        lang=lang,
        verdict=str(row["verdict"]),
        kind=str(row.get("kind", "")),
        passed=verdict.passed,
        reason=verdict.reason,
    )


def counted(judged: Sequence[Judged]) -> dict[str, int]:
    """Leaks and clean passes of some of the sentences."""
    bad = [one for one in judged if one.verdict in BAD]
    good = [one for one in judged if one.verdict in GOOD]
    return {
        "leaks": sum(one.passed for one in bad),
        "false_total": len(bad),
        "clean_passed": sum(one.passed for one in good),
        "clean_total": len(good),
    }


async def imported(folder: Path) -> ExaminedShop:
    """The shop of a folder through the importer, and its facts through the services that every surface uses."""
    described = json.loads((folder / "shop.json").read_text("utf-8")) if (folder / "shop.json").exists() else {}
    timezone = str(described.get("timezone", "Europe/Paris"))
    now = _moment(described.get("today"), timezone)
    register_kinds()
    async with scratch_database() as database:
        with clock.at(now):
            async with database.session() as session:
                shop = await create_shop(
                    session,
                    slug=new_id("eval").replace("_", "-"),
                    name=Words(str(described.get("name", "Eval"))),
                    currency=str(described.get("default_currency", "EUR")),
                    timezone=timezone,
                )
            async with database.session() as session:
                await import_path(session, shop, folder, SYSTEM, ImportOptions(leave_out=NO_DATA))
            async with database.session() as session:
                catalogue = await products(session, shop.id, await all_product_ids(session, shop.id, active_only=False))
                held = await policies_in_force(session, shop.id)
    facts = [fact for product in catalogue for fact in product_facts(product, shop)]
    for currency in sorted(
        {row.amount.currency for one in catalogue for variant in one.variants for row in variant.prices}
    ):
        facts += price_facts(shop, catalogue, currency=currency, at=now)
    facts += policy_facts(held)
    return ExaminedShop(
        facts=facts, sku_to_variant=_skus(catalogue), now=now, timezone=timezone, name=Words(str(described.get("name", "")))
    )  # fmt: skip


def _grounds(shop: ExaminedShop) -> Grounds:
    return grounds(shop.facts, now=shop.now, timezone=shop.timezone, shop=shop.name)


def _skus(catalogue: Sequence[Product]) -> dict[str, str]:
    return {variant.sku: variant.id for product in catalogue for variant in product.variants}


def _moment(today: object, timezone: str) -> datetime:
    """Noon of the data's own day in the shop's time zone, else now."""
    if not today:
        return clock.now()
    return datetime.fromisoformat(str(today)).replace(hour=12, tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    path = next((one for one in (folder / "claims.jsonl", folder / "claims.jsonl.gz") if one.exists()), None)
    if path is None:
        raise Invalid(f"{folder} has no claims.jsonl.", remedy="Name a folder with claims.jsonl and shop/.")
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from (json.loads(line) for line in text.splitlines() if line.strip())
