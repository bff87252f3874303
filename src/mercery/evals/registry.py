"""Which evals and benchmarks there are. Each entry names a function, imported when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an eval measured: over `n` items, figures by name (splits under `by_…`)."""

    n: int
    figures: Mapping[str, object]


Say = Callable[[str], None]
Eval = Callable[..., Result]
"""Called with paths and `say`, and with `options` where `EVAL_OPTIONS` names some."""
Bench = Callable[[Mapping[str, str], Say], Mapping[str, object]]

EVALS: Mapping[str, str] = {
    "import": "mercery.evals.importing:run",
    "claims": "mercery.evals.claims:run",
    "faq": "mercery.evals.faq:run",
    "actions": "mercery.evals.actions:run",
    "tasks": "mercery.evals.tasks:run",
    "intents": "mercery.evals.intents:run",
    "attacks": "mercery.evals.attacks:run",
    "inspection": "mercery.evals.inspection:run",
    "drafts": "mercery.evals.drafts:run",
    "goals": "mercery.evals.goals:run",
    "search": "mercery.evals.search:run",
    "search-zh": "mercery.evals.search_zh:run",
    "guide": "mercery.evals.guide:run",
    "copy": "mercery.evals.copywriting:run",
    "promotions": "mercery.evals.promotions.running:run",
    "promotion-typos": "mercery.evals.promotion_typos:run",
    "attributes": "mercery.evals.attributes:run",
    "live-comments": "mercery.evals.live_comments:run",
    "next-basket": "mercery.evals.next_basket:run",
    "basket-completion": "mercery.evals.basket_completion:run",
    "substitutes": "mercery.evals.substitutes:run",
    "experiments": "mercery.evals.experiments:run",
}
EVAL_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "actions": ("shop", "rules"),
    "tasks": ("shop", "rules", "model", "runs", "only"),
    "intents": ("train", "test"),
    "attributes": ("train", "test"),
    "attacks": ("shop", "rules", "model", "only", "surface"),
    "claims": ("source", "pieces", "mutants"),
    "drafts": ("flows",),
    "live-comments": ("hostile",),
    "next-basket": ("train", "test"),
    "basket-completion": ("train", "test"),
    "experiments": ("simulate", "runs", "seed", "only", "holdout", "by", "worth", "cost", "currency"),
}
"""Options an eval takes beside its paths; it gets them as a mapping `options`."""
EVAL_FLAGS: Mapping[str, frozenset[str]] = {"experiments": frozenset(("simulate",))}
"""Options that stand alone, without a value."""
WITHOUT_PATHS = frozenset(("live-comments", "substitutes"))
"""Evals that bring data of their own for where none are named."""
BENCHES: Mapping[str, str] = {
    "ingest": "mercery.evals.ingest:run",
    "assistant": "mercery.evals.assistant_speed:run",
    "guide": "mercery.evals.guide_speed:run",
    "search": "mercery.evals.search_speed:run",
    "quote": "mercery.evals.quote_speed:run",
    "worst-cart": "mercery.evals.worst_cart_speed:run",
    "studio": "mercery.evals.studio_speed:run",
    "video": "mercery.evals.video_speed:run",
    "live": "mercery.evals.live_speed:run",
    "events": "mercery.evals.events_speed:run",
    "recommend": "mercery.evals.recommend_speed:run",
    "load": "mercery.evals.load:run",
}


def load(address: str) -> Callable[..., object]:
    """The function at `module:name`."""
    module, _, name = address.partition(":")
    function: Callable[..., object] = getattr(importlib.import_module(module), name)
    return function


Made = Callable[[Path], None]
"""Writes the files of a shop into a folder."""
_made: list[str] = []


def use_made(address: str) -> None:
    """Say which function (`module:name`, a `Made`) writes a shop for evals that are given none; the command line does."""
    _made[:] = [address]


def made() -> Made | None:
    """That function; None where nobody said."""
    return cast(Made, load(_made[0])) if _made else None
