"""`mercery eval guide DIR`: talks with the shopping guide, judged by the last turn of each.

Reads `guide.jsonl` and `shop/` (products and policies as the importer takes them, and `shop.json`). A line is `{id, lang,
turns: [{role, text, offered_product_ids?}], constraints, acceptable_product_ids, must_not_product_ids}`: the turns of the
assistant are given, with what it offered. A turn is acceptable when every piece offered is, and, where there are such
pieces, at least one is offered; where there are none, when nothing is offered as fitting. No model is asked.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog.importing.service import ImportOptions, import_path
from mercery.catalog.service import all_product_ids, products
from mercery.claims.mentions import mentions
from mercery.core import clock
from mercery.core.errors import Invalid
from mercery.core.i18n import LANGS, Lang, Words
from mercery.core.ids import new_id
from mercery.evals.guide_pairs import Pair, expected_pairs, heard_pairs
from mercery.evals.registry import Result, Say
from mercery.evals.scratch import NO_DATA, scratch_database
from mercery.guide.need import Need, Shown
from mercery.guide.service import advise
from mercery.guide.state import GuideState
from mercery.orders.importing.kinds import register_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How the last turn of one talk went."""

    id: str
    lang: str
    good: bool
    offered: frozenset[str]
    must_not: frozenset[str]
    expected: frozenset[Pair]
    heard: frozenset[Pair]
    expected_offers: frozenset[str]


def run(paths: list[Path], say: Say) -> Result:
    """Figures `acceptable_turns turns constraint_f1 must_not_turns`, and the same by language."""
    folder = paths[0]
    rows = list(_rows(folder))
    described = json.loads((folder / "shop" / "shop.json").read_text("utf-8"))
    moment = datetime.fromisoformat(described["today"]).replace(hour=11, tzinfo=UTC) if "today" in described else clock.now()  # fmt: skip
    with clock.at(moment):
        judged = asyncio.run(_run(folder / "shop", described, rows, say))
    figures: dict[str, object] = dict(_figures(judged))
    figures["by_lang"] = {lang: _figures([one for one in judged if one.lang == lang]) for lang in LANGS}
    figures["wrong"] = [one.id for one in judged if not one.good]
    return Result(n=len(judged), figures=figures)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    path = next((one for one in (folder / "guide.jsonl", folder / "guide.jsonl.gz") if one.exists()), None)
    if path is None or not (folder / "shop" / "shop.json").exists():
        raise Invalid(f"{folder} holds no talks.", remedy="Name a folder with guide.jsonl and shop/shop.json.")
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from (json.loads(line) for line in text.splitlines() if line.strip())


async def _run(folder: Path, described: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], say: Say) -> list[Judged]:
    register_kinds()
    judged: list[Judged] = []
    async with scratch_database() as database:
        async with database.session() as session:
            shop = await create_shop(
                session,
                slug=new_id("eval").replace("_", "-"),
                name=Words(str(described.get("name", "Eval"))),
                currency=str(described.get("default_currency", "EUR")),
                timezone=str(described.get("timezone", "Europe/Paris")),
            )
            await import_path(session, shop, folder, SYSTEM, ImportOptions(leave_out=NO_DATA))
        async with database.session() as session:
            stock = await products(session, shop.id, await all_product_ids(session, shop.id))
            keys = {one.id: one.key for one in stock}
            for row in rows:
                judged.append(await _judged(session, shop, row, keys))
                _tell(judged[-1], row, say)
    return judged


async def _judged(session: AsyncSession, shop: Shop, row: Mapping[str, Any], keys: Mapping[str, str]) -> Judged:
    """Hold the talk; what the assistant offered before stands in the place of our own offers."""
    lang: Lang = "zh" if row["lang"] == "zh" else "en"
    ids = {key: id_ for id_, key in keys.items()}
    state, need, offered = GuideState(), Need(), frozenset[str]()
    for turn in row["turns"]:
        if turn["role"] == "user":
            before = state.shown
            answer = await advise(session, shop, str(turn["text"]), state, lang=lang, now=clock.now())
            state, need = replace(answer.state, shown=before), answer.advice.need
            offered = frozenset(keys[one.product_id] for one in answer.advice.offers)
        else:
            given = [ids[key] for key in turn.get("offered_product_ids", ()) if key in ids]
            told = any(one.kind == "money" for one in mentions(str(turn["text"])))
            shown = [Shown(product_id=one, turn=state.turn - 1, priced=told) for one in given]
            state = replace(state, shown=(*state.shown, *shown))
    acceptable = frozenset(row["acceptable_product_ids"])
    return Judged(
        id=str(row["id"]), lang=lang, good=offered <= acceptable and bool(offered) == bool(acceptable), offered=offered,
        must_not=offered & frozenset(row["must_not_product_ids"]),
        expected=frozenset(expected_pairs(row["constraints"])), heard=frozenset(heard_pairs(need, keys)),
        expected_offers=acceptable,
    )  # fmt: skip


def _tell(one: Judged, row: Mapping[str, Any], say: Say) -> None:
    if one.good and one.expected == one.heard:
        return
    said = " | ".join(str(turn["text"]) for turn in row["turns"])
    missing, extra = sorted(one.expected - one.heard), sorted(one.heard - one.expected)
    say(
        f"{'' if one.good else 'WRONG '}{one.id} {said}\n    offered {sorted(one.offered)} of {sorted(one.expected_offers)}"
        f"{f'; not heard {missing}' if missing else ''}{f'; heard besides {extra}' if extra else ''}"
    )


def _figures(judged: Sequence[Judged]) -> dict[str, float | int]:
    sums: dict[str, int] = defaultdict(int)
    for one in judged:
        sums["right"] += len(one.expected & one.heard)
        sums["expected"] += len(one.expected)
        sums["heard"] += len(one.heard)
        sums["acceptable"] += one.good
        sums["must_not"] += bool(one.must_not)
        sums["offered"] += len(one.offered)
        sums["offered_right"] += len(one.offered & one.expected_offers)
    precision, recall = _share(sums["right"], sums["heard"]), _share(sums["right"], sums["expected"])
    return {
        "acceptable_turns": sums["acceptable"],
        "turns": len(judged),
        "acceptable_share": _share(sums["acceptable"], len(judged)),
        "must_not_turns": sums["must_not"],
        "must_not_rate": _share(sums["must_not"], len(judged)),
        "offered": sums["offered"],
        "offered_right": sums["offered_right"],
        "constraint_precision": precision,
        "constraint_recall": recall,
        "constraint_f1": round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
