"""How far an order has come: said to be pending when it is processed, shipped when it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.lexicon import lexicon, rows
from mercery.inspection.reading.saying import Saying

_STATUS: Final = re.compile(
    r"status|state|状态|物流|order$|订单$|进度|shipment|parcel|delivery$|^(?:order|parcel|package)[ #:]*[a-z-]*\d[\d-]*$|^(?:订单|单号)[ #:：]*[a-z-]*\d[\d-]*$"
)
_NOT_NOW: Final = re.compile(
    r"(?<![a-z])(?:only|once|when|if|after|before|until|unless|will|would|can|could|should|gets?|to be|orders? (?:that|which)|as soon as|going to|usually|normally|within|every|tomorrow|tonight|later|be|being able)(?![a-z])|才|后|如果|之前|将|会|可以|能|预计|就|只有|订单(?:可|才)|一般|通常|安排|今天发|明天|需|须|必|本人|当面|请"
)
_DONE_NOW: Final = re.compile(r"(?<![a-z])i(?:'ve| have|'m| am)(?![a-z])|done|已(?:为|帮|给)您|我(?:已|刚)")

_ALREADY: Final = re.compile(r"(?:已经?|(?<![a-z])already )[^,，。]{0,4}$")
"""Up to the end of a stage."""
_OTHER_THING: Final = re.compile(
    r"(?<![a-z])(?:copy|link|e-?mail|invoice|refund|code|voucher|label|receipt|replacement|courier|technician|colleague|payment|return)(?![a-z])|发票|退款|短信|链接|券|邮件|师傅|补发|同事|付款"
)


@cache
def ranks() -> Mapping[str, int]:
    """Stage to how far it is."""
    return {row.head.split(" ")[0]: int(row.head.split(" ")[1]) for row in rows("stages")}


def stage_of(fact: Fact) -> str | None:
    """The stage a fact of a status names; the furthest, where it names several."""
    if not _STATUS.search(fact.name) or fact.kind != "goods":
        return None
    named = list(lexicon("stages").keys(fact.value))
    return max(named, key=lambda one: ranks()[one]) if named else None


def found(saying: Saying) -> Iterator[Contradiction]:
    """Clauses that tell a stage other than the known one."""
    for fact in saying.goods:
        known = stage_of(fact)
        if known is None:
            continue
        for clause in saying.clauses:
            if _contrary(known, clause):
                yield contradiction(saying, clause, fact, _why(fact))
                return
        if _answered(saying, known):
            yield contradiction(saying, saying.reply, fact, _why(fact))
            return


def _contrary(known: str, clause: Clause) -> bool:
    if not clause.asserts or _NOT_NOW.search(_until_stage(clause.text)) or _DONE_NOW.search(clause.text):
        return False
    said = lexicon("stages").keys(clause.text)
    if len(said) != 1 or _OTHER_THING.search(clause.text):
        return False
    stage = next(iter(said))
    return not _goes_with(stage, known, denied=_denied(clause.text))


def _until_stage(text: str) -> str:
    """The text up to the end of the first stage it names, with a word that puts it off (签收后): what comes behind is about
    later."""
    hits = lexicon("stages").hits(text)
    if not hits:
        return text
    end = hits[0].end
    return text[: end + 1] if text[end : end + 1] in ("后", "之") else text[:end]


def _denied(text: str) -> bool:
    """Whether the stage is denied: by the words right before it, else by its clause; what has happened already is told, and
    what the clause denies is something else (已发货改不了颜色了)."""
    hits = lexicon("stages").hits(text)
    before = text[max(0, hits[0].start - 24) : hits[0].start] if hits else ""
    if hits and _ALREADY.search(text[: hits[0].end]):
        return negated(before)
    return negated(before) or negated(_without_stage(text))


def _without_stage(text: str) -> str:
    """The text without the words of the stage, of which some deny by themselves ("not shipped" is a stage)."""
    for hit in reversed(lexicon("stages").hits(text)):
        text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    return text


def _goes_with(stage: str, known: str, *, denied: bool) -> bool:
    said, holds = ranks()[stage], ranks()[known]
    if 9 in (said, holds):
        return stage == known or (said == 9) or (denied and stage != known)
    if denied:
        return holds < said or said == 0
    if stage in ("pending", "unpaid", "processed"):
        return stage == known or {stage, known} <= {"unpaid", "pending"}
    if stage == "in_transit":
        return holds in (3, 4)
    if stage == "shipped":
        return holds >= said
    return stage == known


def _answered(saying: Saying, known: str) -> bool:
    """ "Has it shipped?" "Yes" """
    if saying.answer is None or any(lexicon("stages").keys(clause.text) for clause in saying.clauses):
        return False
    asked = lexicon("stages").keys(saying.asked)
    if len(asked) != 1 or re.search(r"when|how long|什么时候|多久", saying.asked):
        return False
    stage = next(iter(asked))
    if ranks()[stage] == 9:
        return False
    denied = (saying.answer == "no") ^ negated(_without_stage(re.sub(r"不[?？]?$|没[?？]?$", "", saying.asked.strip())))
    return not _goes_with(stage, known, denied=denied)


def _why(fact: Fact) -> Words:
    return Words(
        f"The order stands differently: {fact.known.name}: {fact.known.value}.",
        f"订单的状态不是这样：{fact.known.name}：{fact.known.value}。",
    )
