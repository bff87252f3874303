"""`mercery eval claims --source studio [DIR…]`: is every sentence true that the studio would let out?

Pieces over the demo shop and over every catalogue of the folders, in both languages and several channels, without a model
and with one that lies: what would go out is judged again by the gate, and by a second check that shares nothing with it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from mercery.claims.sentence import Sentence
from mercery.core.i18n import LANGS, Lang
from mercery.evals.copywriting_pieces import COLLECTION, distinct3
from mercery.evals.registry import Result, Say
from mercery.evals.scratch import scratch_database
from mercery.evals.second_check import SecondCheck
from mercery.evals.studio_lies import lied
from mercery.evals.studio_mutants import KINDS, Mutant, Truth, mutants
from mercery.evals.studio_shops import StudioShop, shops
from mercery.studio.brief import Brief, Channel
from mercery.studio.checking import judge
from mercery.studio.gathering import Others, materials_for
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.writing.variety import runs
from mercery.studio.writing.write import write

PIECES: Final = 200
MUTANTS: Final = 500
CHANNELS: Final[tuple[Channel, ...]] = (
    "product_page",
    "note",
    "detail_page",
    "newsletter",
    "short_ad",
    "article",
    "live_script",
    "video",
)
_DEMO_SHARE: Final = 0.6
"""Of the pieces, so many over the demo shop where catalogues are given."""
Model = Literal["none", "lying"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A piece with where it came from."""

    shop: int
    source: str
    lang: Lang
    model: Model
    materials: Materials
    piece: Piece


@dataclass(slots=True)
class _Counted:
    """What was counted of some pieces."""

    pieces: int = 0
    sentences: int = 0
    blocked: int = 0
    empty: int = 0
    false_by_gate: int = 0
    false_by_second: int = 0
    unknown_words: int = 0
    texts: dict[Lang, list[str]] = field(default_factory=lambda: defaultdict(list))

    def figures(self) -> dict[str, Any]:
        """The counts."""
        return {name: value for name in self.__slots__ if isinstance(value := getattr(self, name), int)}


def run(paths: Sequence[Path], say: Say, *, options: Mapping[str, str]) -> Result:
    """Figures as docs/guide/examining.md defines them."""
    return asyncio.run(_run(paths, say, int(options.get("pieces", PIECES)), int(options.get("mutants", MUTANTS))))


async def _run(paths: Sequence[Path], say: Say, count: int, most_mutants: int) -> Result:
    async with scratch_database() as database:
        found = [shop async for shop in shops(database, paths, say)]
        started = time.process_time()
        written: list[Written] = []
        for place, shop in enumerate(found):
            async with database.session() as session:
                written += [one async for one in _pieces(session, place, shop, _share(count, place, len(found)))]
            say(f"{shop.source}: {sum(one.shop == place for one in written)} pieces")
        spent = time.process_time() - started
    checks = [SecondCheck(shop.products, shop.statements, shop.shop.name) for shop in found]
    figures, truths = _judged(written, checks, say)
    made = mutants(truths, [shop.products for shop in found], most_mutants)
    figures |= _caught(made, written, checks, say) | {"seconds_writing": round(spent, 2)}
    return Result(n=len(written), figures=figures)


def _share(count: int, place: int, shops_found: int) -> int:
    if shops_found == 1:
        return count
    demo = int(count * _DEMO_SHARE)
    if place == 0:
        return demo
    return (count - demo) // (shops_found - 1) + (place <= (count - demo) % (shops_found - 1))


async def _pieces(session: Any, place: int, shop: StudioShop, count: int) -> Any:
    """Products in turn; languages, channels and models change with each, so that all of them meet."""
    others: dict[tuple[Channel, Lang], Others] = defaultdict(Others)
    langs = shop.langs()
    for at in range(count):
        product = shop.products[(at * 7) % len(shop.products)]
        lang = langs[at % len(langs)]
        channel = CHANNELS[(at // len(langs)) % len(CHANNELS)]
        model: Model = "lying" if (at // (len(langs) * len(CHANNELS))) % 2 else "none"
        brief = Brief(product_ids=(product.id,), channel=channel, lang=lang, seed=at)
        materials = await materials_for(session, shop.shop, brief, others=others[channel, lang])
        piece = write(brief, materials) if model == "none" else await lied(brief, materials, shop.products)
        others[channel, lang] = others[channel, lang].with_text(piece)
        yield Written(shop=place, source=shop.source, lang=lang, model=model, materials=materials, piece=piece)


def _judged(written: Sequence[Written], checks: Sequence[SecondCheck], say: Say) -> tuple[dict[str, Any], list[Truth]]:
    whole = _Counted()
    splits: dict[str, dict[str, _Counted]] = {
        name: defaultdict(_Counted) for name in ("lang", "model", "source", "channel")
    }
    truths: list[Truth] = []
    kinds: Counter[str] = Counter()
    for one in written:
        counts = [
            whole,
            *(
                splits[name][key]
                for name, key in (
                    ("lang", one.lang),
                    ("model", one.model),
                    ("source", one.source),
                    ("channel", one.piece.channel),
                )
            ),
        ]
        for counted in counts:
            counted.pieces += 1
            counted.blocked += len(one.piece.blocked)
            counted.empty += not one.piece.text()
            counted.texts[one.lang].append(one.piece.text())
        truths += _sentences(one, checks[one.shop], counts, kinds, say)
    return {
        **whole.figures(),
        **_variety(written),
        "coverage": _coverage(written),
        "second_by_kind": dict(kinds.most_common()),
        **{
            f"by_{name}": {key: counted.figures() for key, counted in sorted(rows.items())}
            for name, rows in splits.items()
        },
    }, truths


def _sentences(
    one: Written, check: SecondCheck, counts: Sequence[_Counted], kinds: Counter[str], say: Say
) -> list[Truth]:
    """Every sentence of the piece that would go out, judged twice."""
    truths: list[Truth] = []
    for passage in one.piece.passages:
        about = passage.about or one.piece.product_ids[0]
        product = next(
            (product for product in one.materials.products if product.id == about), one.materials.products[0]
        )
        for told in passage.told:
            if not told.holds or passage.kind in ("label", "tags"):
                continue
            text = told.sentence.text
            again = judge(Sentence(text=text), one.materials, writer="person", about=product.id, lang=one.lang)
            faults = check.faults(text, one.lang, product.id)
            unknown = check.unknown(text, one.lang, product.id)
            kinds.update({fault.kind for fault in faults})
            for counted in counts:
                counted.sentences += 1
                counted.false_by_gate += not again.holds
                counted.false_by_second += bool(faults)
                counted.unknown_words += len(unknown)
            if not again.holds:
                say(f"GATE {one.source}/{one.model}/{one.piece.channel} {text!r}: {again.blocked.en}")
            if faults:
                say(
                    f"SECOND {one.source}/{one.model}/{one.piece.channel} {text!r}: {', '.join(f'{fault.kind} {fault.words}' for fault in faults)}"
                )
            if again.holds and not faults and told.sentence.fact_ids:
                truths.append(Truth(text=text, lang=one.lang, product=product, shop=one.shop))
    return truths


def _variety(written: Sequence[Written]) -> dict[str, Any]:
    """Of the pieces without a model: how many share a long run with another of their collection, and how varied they are."""
    own: dict[tuple[int, Channel, Lang], list[str]] = defaultdict(list)
    for one in written:
        if one.model == "none":
            own[one.shop, one.piece.channel, one.lang].append(one.piece.text())
    sharing = total = 0
    for (_, _, lang), texts in own.items():
        counted = Counter(run for text in texts for run in {run for row in text.split("\n") for run in runs(row, lang)})
        sharing += sum(any(counted[run] > 1 for row in text.split("\n") for run in runs(row, lang)) for text in texts)
        total += len(texts)
    by_lang = {lang: [text for (_, _, of), rows in own.items() if of == lang for text in rows] for lang in LANGS}
    return {
        "sharing_a_long_run": round(sharing / total, 4) if total else 0.0,
        "distinct3": {lang: distinct3(rows[:COLLECTION]) for lang, rows in by_lang.items()},
    }


def _coverage(written: Sequence[Written]) -> float:
    """Of the recorded attributes of each product, the share its product page stands on."""
    shares: list[float] = []
    for one in written:
        if one.model != "none" or one.piece.channel not in ("product_page", "detail_page"):
            continue
        product = one.materials.products[0]
        asked = {
            fact.id
            for fact in one.materials.facts
            if fact.subject.id == product.id and product.attribute(fact.attribute)
        }
        if asked:
            shares.append(len(asked & set(one.piece.fact_ids)) / len(asked))
    return round(sum(shares) / len(shares), 4) if shares else 0.0


def _caught(
    made: Sequence[Mutant], written: Sequence[Written], checks: Sequence[SecondCheck], say: Say
) -> dict[str, Any]:
    materials = {(one.shop, one.materials.products[0].id): one.materials for one in written}
    by_kind: dict[str, dict[str, int]] = {kind: {"gate": 0, "second": 0, "either": 0, "total": 0} for kind in KINDS}
    for mutant in made:
        truth = mutant.truth
        ground = materials[truth.shop, truth.product.id]
        gate = not judge(
            Sentence(text=mutant.text), ground, writer="person", about=truth.product.id, lang=truth.lang
        ).holds
        second = bool(checks[truth.shop].faults(mutant.text, truth.lang, truth.product.id))
        row = by_kind[mutant.kind]
        row["gate"] += gate
        row["second"] += second
        row["either"] += gate or second
        row["total"] += 1
        if not gate:
            say(
                f"MUTANT {mutant.kind} passed the gate{'' if second else ' and the second check'}: {mutant.text!r} (was {truth.text!r})"
            )
    total = {key: sum(row[key] for row in by_kind.values()) for key in ("gate", "second", "either", "total")}
    return {
        "mutants_total": total["total"],
        "mutants_caught_by_gate": total["gate"],
        "mutants_caught_by_second": total["second"],
        "mutants_caught_by_either": total["either"],
        "mutants_by_kind": by_kind,
    }
