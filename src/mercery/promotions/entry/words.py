"""Rules in plain language, English or Chinese, without a model: `every 300 minus 50, not with coupons, members 5% more`.

Patterns are data (`grammar/en.txt`, `grammar/zh.txt`); the same words always give the same rules. What was not understood
and what could be meant in two ways comes back beside the rules, with the places in the text. A rule that is told
(`telling.rule.tell_rule`) and heard again is the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.entry.grammar.asking import Asking
from mercery.promotions.entry.grammar.attaching import Places, attached
from mercery.promotions.entry.grammar.conditions import (
    CONDITIONS,
    Context,
    audience_names,
    other_names,
    starts_rule,
)  # fmt: skip
from mercery.promotions.entry.grammar.doubts import denial, denied, doubts, goods_unsaid
from mercery.promotions.entry.grammar.drafts import MAKERS, Draft, Slots
from mercery.promotions.entry.grammar.finishing import finished
from mercery.promotions.entry.grammar.goods import GoodsIndex, Named, marked, without_measures
from mercery.promotions.entry.grammar.patterns import READ, Pattern, Piece, find, patterns
from mercery.promotions.entry.grammar.period import Period
from mercery.promotions.entry.grammar.periods import find_periods
from mercery.promotions.entry.grammar.slots import Unclear
from mercery.promotions.entry.heard import DOUBT, Heard, Known, Part, Question, Unheard
from mercery.promotions.rules.benefit import Off, Pct, Tiers
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import EVERYTHING
from mercery.promotions.telling.periods import tell_period

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
"""Signs of the same length, so that places in the text stay."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_GAP: Final = re.compile(r"\s{4,}")
"""More white space than anybody types between two words: patterns would look at every part of it."""
_SIGNS: Final = re.compile(r"[\s,.;:!?。、·…()（）\[\]【】“”\"'‘’+&/\x00]+")
_TIERS: Final = {"need_off": "amount", "need_pct": "amount", "unit_off_need": "amount", "qty_pct": "quantity",
                 "qty_off": "quantity", "unit_off_qty": "quantity"}  # fmt: skip


def hear(text: str, known: Known, answers: Mapping[str, int] | None = None) -> Heard:
    """Rules as understood. `answers` are the numbers of choices taken for questions asked before, by their ids."""
    plain = _GAP.sub(lambda gap: gap.group()[0] + READ * (len(gap.group()) - 1), text.translate(_FULL_WIDTH))
    reading = _Reading(plain, known, answers or {})
    drafts = reading.drafts()
    rules = reading.finish(drafts)
    questions = sorted([*reading.asking.open.values(), *reading.unclear], key=lambda one: (one.start, one.end, one.id))
    unheard = tuple(_unheard(text, plain, reading))
    return Heard(
        text=text,
        rules=rules,
        parts=tuple(sorted(reading.parts, key=lambda one: (one.start, one.end))),
        unheard=unheard,
        questions=tuple(questions),
        incomplete=_incomplete(text, reading, rules, [*unheard, *reading.unclear]),
    )


class _Reading:
    """One text being read."""

    def __init__(self, text: str, known: Known, answers: Mapping[str, int]) -> None:
        self.text, self.known = text, known
        self.parts: list[Part] = []
        self.unclear: list[Question] = []
        self.waiting: list[Piece] = []
        """Understood, of a rule that waits for an answer."""
        self.left = text
        others = other_names(known)
        self._context = Context(known=known, others=others)
        ways = patterns(tuple(audience_names(known)), tuple(others), "zh" if _HAN.search(text) else "en")
        pieces = self._pieces([way for way in ways if way.plain])
        self._periods: dict[int, Period] = {}
        for period in find_periods(self.left, known.today, known.names.zone):
            self._periods[period.start] = period
            pieces.append(Piece(kind="period", start=period.start, end=period.end, slots={}, places={}))
            self._take(period.start, period.end)
        named = without_measures(tuple(GoodsIndex.of(known).find(self.left)), self.left)
        self.left = marked(self.left, named)
        self.asking = Asking(known.names, named, answers)
        self.named: Sequence[Named] = named
        pieces += self._pieces([way for way in ways if not way.plain])
        self.pieces = sorted(pieces, key=lambda one: one.start)

    def _pieces(self, ways: Sequence[Pattern]) -> list[Piece]:
        found = []
        for way in ways:
            for piece, start, end in list(find(self.left, way)):
                found.append(piece)
                self._take(start, end)
        return found

    def _take(self, start: int, end: int) -> None:
        self.left = self.left[:start] + READ * (end - start) + self.left[end:]

    def drafts(self) -> list[Draft | None]:
        """A draft for every piece that begins a rule, with the conditions that belong to it; None where it is unclear."""
        heads = [piece for piece in self.pieces if starts_rule(piece)]
        drafts = [self._made(piece) for piece in heads]
        conditions = [piece for piece in self.pieces if not starts_rule(piece)]
        places = Places(self.text, self.pieces)
        merged = _with_tiers(heads, drafts, conditions, places)
        for piece, numbers in attached(self.pieces, places, merged, self.asking):
            self._condition(piece, numbers, drafts)
        return [draft if merged[number] == number else None for number, draft in enumerate(drafts)]

    def _made(self, piece: Piece) -> Draft | None:
        try:
            self._not_denied(piece)
            draft = MAKERS[piece.kind](self._slots(piece))
        except Unclear as unclear:
            self._ask(piece, unclear.words)
            return None
        draft.said = self.text[piece.start : piece.end]
        if "goods" in piece.slots and not draft.goods:
            draft.goods = list(self._slots(piece).refs("goods"))
        if "w" in piece.slots:
            CONDITIONS["who"][1](draft, self._slots(piece), self._context)
        return draft

    def _not_denied(self, piece: Piece) -> None:
        if denied(piece, self.left):
            raise Unclear(denial(self.text[piece.start : piece.end].strip()))

    def _slots(self, piece: Piece) -> Slots:
        return Slots(piece, self.text, self.known.names.currency, self.asking)

    def _condition(self, piece: Piece, numbers: Sequence[int], drafts: Sequence[Draft | None]) -> None:
        for number in dict.fromkeys(numbers):
            draft = drafts[number]
            if draft is None:
                self.waiting.append(piece)
                continue
            try:
                self._not_denied(piece)
                if piece.kind == "period":
                    self._period(draft, self._periods[piece.start])
                else:
                    CONDITIONS[piece.kind][1](draft, self._slots(piece), self._context)
            except Unclear as unclear:
                self._ask(piece, unclear.words)
                draft.problems.append(piece)
            else:
                draft.conditions.append(piece)

    def _period(self, draft: Draft, period: Period) -> None:
        _readable(period)
        starts, ends = period.starts, period.ends
        if period.later is not None:
            next_year = (period.later[0] or period.later[1] or self.known.today).year
            choices = [Words(f"In {next_year}", f"{next_year}年"), Words(f"In {next_year - 1}", f"{next_year - 1}年")]
            asked = Words(
                "These days are over in this year. Which year is meant?", "今年的这个日期已过，指的是哪一年？"
            )
            if self.asking.ask("year", period.start, period.end, asked, choices) == 0:
                starts, ends = period.later
        if period.lasting:
            asked = Words("From when on?", "从什么时候开始？")
            self.asking.ask("begins", period.start, period.end, asked, [Words("From today", "从今天起")])
        ends = self._end(period, starts, ends)
        draft.starts, draft.ends = starts or draft.starts, ends or draft.ends

    def _end(self, period: Period, starts: datetime | None, ends: datetime | None) -> datetime | None:
        if period.inclusive is not None:
            choices = [Words("That day no longer", "不含当天"), Words("That day still counts", "含当天")]
            asked = Words("Does the day named still count?", "包含当天吗？")
            if self.asking.ask("day", period.start, period.end, asked, choices) == 1:
                ends = _end_of_day(ends or period.inclusive)
        if period.open_end is not None:
            choices = [Words("Until the end of that day", "到当天24:00"), Words("It does not end", "不设结束时间")]
            asked = Words("Until when does it hold?", "什么时候结束？")
            if self.asking.ask("until", period.start, period.end, asked, choices) == 0:
                ends = _end_of_day(starts or period.open_end)
        return ends

    def finish(self, drafts: Sequence[Draft | None]) -> tuple[Rule, ...]:
        """The rules that could be made whole."""
        rules: list[Rule] = []
        kept: list[Draft] = []
        for draft in drafts:
            if draft is None:
                continue
            if draft.problems:
                self.waiting += [draft.piece, *draft.conditions]
                continue
            try:
                whole = finished(draft, self.known, self.asking)
            except Unclear as unclear:
                self._ask(draft.piece, unclear.words)
                self.waiting += draft.conditions
                continue
            rule = replace(whole, id=self._free_id(whole, rules))
            rules.append(rule)
            kept.append(draft)
        rules = self._with_goods(kept, rules)
        for draft, rule in zip(kept, rules, strict=True):
            self._note(draft, rule)
        pieces = {rule.id: draft.piece for draft, rule in zip(kept, rules, strict=True)}
        for rule, words in doubts(rules):
            self._ask(pieces[rule.id], words, key=DOUBT)
        return tuple(rules)

    def _with_goods(self, drafts: Sequence[Draft], rules: list[Rule]) -> list[Rule]:
        """A rule that names no goods after one that does: for the same ones, or for the whole shop?"""
        for number, draft in enumerate(drafts):
            if draft.goods or draft.without or not goods_unsaid(rules, number):
                continue
            piece = draft.piece
            said = next(one.scope for one in reversed(rules[:number]) if one.scope != EVERYTHING)
            choices = [Words("The goods named before", "前面提到的商品"), Words("The whole shop", "全店商品")]
            asked = Words("Which goods does this hold for?", "这条适用于哪些商品？")
            if self.asking.ask("same", piece.start, piece.end, asked, choices) == 0:
                rules[number] = replace(rules[number], scope=said)
        return rules

    def _free_id(self, rule: Rule, rules: Sequence[Rule]) -> str:
        taken = self.known.taken | {one.id for one in rules}
        base = re.sub(r"[^a-z0-9-]+", "-", rule.code.lower()) if rule.code else rule.benefit.kind
        return next(name for name in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if name not in taken)

    def _note(self, draft: Draft, rule: Rule) -> None:
        for piece in draft.heads or [draft.piece]:
            self._part(piece, "benefit", rule.name, rule.id)
        for piece in draft.conditions:
            if piece.kind == "period":
                words = Words(
                    *(tell_period(rule.starts, rule.ends, lang, self.known.names.zone) for lang in ("en", "zh"))
                )
                self._part(piece, "period", words, rule.id)
            else:
                kind = CONDITIONS[piece.kind][0]
                self._part(piece, kind, _LABELS[kind], rule.id)

    def _part(self, piece: Piece, kind: str, words: Words, rule: str) -> None:
        for place, part in enumerate(self.parts):
            if (part.start, part.end) == (piece.start, piece.end):
                self.parts[place] = replace(part, rules=(*part.rules, rule))
                return
        self.parts.append(Part(start=piece.start, end=piece.end, kind=kind, words=words, rules=(rule,)))

    def _ask(self, piece: Piece, words: Words, key: str = "") -> None:
        question = Question(id=f"{key or piece.kind}@{piece.start}", start=piece.start, end=piece.end, words=words)
        if question not in self.unclear:
            self.unclear.append(question)


def _readable(period: Period) -> None:
    """Raises `Unclear` where no one period was said."""
    if period.recurring:
        raise Unclear(
            Words(
                "A rule has one period: name the days, or make a rule for each.",
                "每条规则只有一个时段：请写明日期，或分别建规则。",
            )
        )
    if period.backwards:
        raise Unclear(Words("It ends before it starts: which days are meant?", "结束早于开始：指的是哪几天？"))
    if period.lasting and period.starts is None:
        raise Unclear(Words("From when until when?", "什么时候开始、什么时候结束？"))
    if period.unread:
        raise Unclear(Words("There is no such day or time.", "没有这样的日期或时间。"))


def _end_of_day(moment: datetime) -> datetime:
    """Of the day in which a moment lies, in whichever year it was chosen to be."""
    return datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo)


_LABELS: Final = {
    "benefit": Words("how it is given", "优惠方式"),
    "threshold": Words("threshold", "门槛"),
    "goods": Words("goods", "商品范围"),
    "buyers": Words("buyers", "适用人群"),
    "code": Words("code", "券码"),
    "limit": Words("limit", "限制"),
    "beside": Words("what it goes with, and what not", "可否与其他优惠同用"),
    "funding": Words("who pays for it", "承担方"),
    "reckoning": Words("how it is reckoned", "计算方式"),
}


def _with_tiers(
    heads: Sequence[Piece], drafts: list[Draft | None], conditions: Sequence[Piece], places: Places
) -> list[int]:
    """Steps that follow one another become one rule: for each head the number of the head it joins."""
    joined = list(range(len(heads)))
    for number in range(1, len(heads)):
        first, draft = joined[number - 1], drafts[number]
        whole = drafts[first]
        between = any(heads[number - 1].end <= piece.start < heads[number].start for piece in conditions)
        if whole is None or draft is None or between:
            continue
        if places.sentence(heads[number].start) != places.sentence(heads[number - 1].start):
            continue
        step = _step(heads[number], draft)
        steps = _steps(heads[first], whole)
        by = _by(heads[number], draft)
        first_by = whole.benefit.by if isinstance(whole.benefit, Tiers) else _by(heads[first], whole)
        if step is None or not steps or by != first_by or step[0] <= steps[-1][0]:
            continue
        whole.benefit = Tiers(steps=(*steps, step), by="quantity" if by == "quantity" else "amount")
        whole.need_amount = whole.need_qty = 0
        whole.heads = [*(whole.heads or [whole.piece]), heads[number]]
        joined[number] = first
    return joined


def _by(head: Piece, draft: Draft) -> str | None:
    return "quantity" if draft.need_qty and head.kind in _TIERS else _TIERS.get(head.kind)


def _step(head: Piece, draft: Draft) -> tuple[int, Pct | Off] | None:
    if head.kind not in _TIERS or not isinstance(draft.benefit, Pct | Off):
        return None
    return draft.need_amount or draft.need_qty, draft.benefit


def _steps(head: Piece, draft: Draft) -> tuple[tuple[int, Pct | Off], ...]:
    if isinstance(draft.benefit, Tiers):
        return draft.benefit.steps
    step = _step(head, draft)
    return (step,) if step else ()


def _incomplete(
    text: str, reading: _Reading, rules: Sequence[Rule], left: Sequence[Unheard | Question]
) -> dict[str, tuple[str, ...]]:
    """Words that stayed open, by the rules of their sentence; of a sentence without a rule, all rules."""
    places = Places(reading.text)
    sentences = {
        rule.id: {places.sentence(part.start) for part in reading.parts if rule.id in part.rules} for rule in rules
    }
    found: dict[str, list[str]] = {}
    for one in left:
        words = text[one.start : one.end].strip()
        here = places.sentence(one.start)
        owners = [rule for rule, own in sentences.items() if here in own] or list(sentences)
        for rule in owners:
            if words not in found.setdefault(rule, []):
                found[rule].append(words)
    return {rule: tuple(words) for rule, words in found.items()}


def _unheard(text: str, plain: str, reading: _Reading) -> Iterator[Unheard]:
    """Stretches that belong to no part and no question, small words left out."""
    used = bytearray(len(text))
    spans = [(part.start, part.end) for part in reading.parts] + [(one.start, one.end) for one in reading.unclear]
    spans += [(piece.start, piece.end) for piece in reading.waiting]
    for start, end in spans:
        used[start:end] = b"\x01" * (end - start)
    left = "".join(READ if used[place] else sign for place, sign in enumerate(plain))
    left = _small_words().sub(lambda match: READ * len(match.group()), left)
    for match in re.finditer(r"[^\x00,;。、\n]+", left):
        stretch = _SIGNS.sub("", match.group())
        if stretch:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            end = match.end() - (len(match.group()) - len(match.group().rstrip()))
            yield Unheard(start=start, end=end, text=text[start:end])


@lru_cache(maxsize=1)
def _small_words() -> re.Pattern[str]:
    """Words that change nothing, by language."""
    english: list[str] = []
    chinese: list[str] = []
    for line in files(__package__).joinpath("grammar/small_words.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            words = [word.strip() for word in line.split(",") if word.strip()]
            (english if words[0].isascii() else chinese).extend(words)
    latin = "|".join(re.escape(word) for word in sorted(english, key=len, reverse=True))
    other = "|".join(re.escape(word) for word in sorted(chinese, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{other}", re.IGNORECASE)
