"""An answer of the code about the Harbour Tote, for a model to put into words."""

from __future__ import annotations

from datetime import date

from tests.claims.building import BAG, euros, fact, grams, pieces, voice

from mercery.assistant.wording.judged_by import judge_on
from mercery.assistant.wording.judging import Judge
from mercery.assistant.wording.level import Level
from mercery.claims.facts import Fact
from mercery.claims.frames.render import render
from mercery.claims.plan import Inform
from mercery.claims.sentence import Sentence
from mercery.core.i18n import Lang

PRICE = fact("price", euros(15900), variant="var_bag")
STOCK = fact("stock", pieces(3, date(2026, 12, 10)), variant="var_bag")
WEIGHT = fact("weight", grams("780"))
FACTS: tuple[Fact, ...] = (PRICE, STOCK, WEIGHT)


def base(lang: Lang = "en") -> list[Sentence]:
    """Price and weight, as the code says them."""
    said = []
    for one in (PRICE, WEIGHT):
        said += render(Inform(about=BAG, attribute=one.attribute, fact_ids=(one.id,)), {one.id: one}, voice(lang))
    return said


def judge(level: Level = "L3", lang: Lang = "en", *, talk_only: bool = False) -> Judge:
    """Knows the tote's facts and nothing else."""
    return judge_on(FACTS, voice(lang), level, about=BAG.product_id, talk_only=talk_only)
