"""Whether a sentence a model wrote may go out: the gate, and what a model may not do though the gate knows no harm in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mercery.assistant.wording.courtesy import by_heart, courteous
from mercery.assistant.wording.level import Level
from mercery.claims.gate import Gate
from mercery.claims.grounds import Grounds
from mercery.claims.placeholders import Filled
from mercery.claims.repair import repaired
from mercery.claims.sentence import Sentence, Span
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang

LONGEST: Final = 320
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_DIGIT: Final = re.compile(r"[0-9０-９%％€$£¥￥〇零一二三四五六七八九十百千万两]")
_MACHINERY: Final = re.compile(
    r"https?:|www\.|[@<>{}\[\]|`\\]|\*\*|\b(?:json|api|prompt|system|assistant|model|token|sudo|function|tool|admin|config|ignore)\b|提示词|系统设定|指令|管理员|越狱",
    re.IGNORECASE,
)  # fmt: skip
_ASSENT: Final = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|no|nope|sure|certainly|absolutely|definitely|indeed|correct|right|exactly|true|confirmed|agreed|approved|granted|done|of course|no problem|okay|ok|deal|understood|as you (?:wish|asked|requested)|i (?:confirm|agree|promise|guarantee|acknowledge)|we (?:confirm|agree|promise|guarantee|acknowledge)|it is (?:done|true|confirmed)|that(?:'s| is) (?:right|correct|true|fine|ok))\b"
    r"|^\W*(?:是的|是啊|对的|对[，,。!！]|没错|没问题|当然|可以|好的|好[，,。!！]|行[，,。!！]|确认|同意|已|不是|不可以|不行|嗯|收到)",
    re.IGNORECASE,
)  # fmt: skip
"""A yes or no to whatever the customer said: whether it is true stands in the question, which the gate does not see."""
_PROMISE: Final = re.compile(
    r"\b(?:guarantee|promise|confirm\w*|acknowledge\w*|refund\w*|voucher|coupon|discount|free|compensat\w+|waive\w*|approve\w*|cancel\w*|charge\w*|winner|won|prize|gift)\b"
    r"|退款|赔|补偿|优惠券|折扣|免费|免单|承诺|保证|确认|取消|已为|已经|帮您[办退取改换]|为您办|送您|中奖|奖",
    re.IGNORECASE,
)  # fmt: skip
"""What talk without a claim has no use for: promises and words of money and of things done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A sentence that may go out, or why not."""

    sentence: Sentence | None = None
    talk: bool = False
    """It asserts nothing."""
    reason: str = ""
    instead: tuple[Sentence, ...] = ()
    """Of a refused sentence: what the facts say of the same thing, where it is clear which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges the sentences of one answer."""

    gate: Gate
    grounds: Grounds
    voice: Voice
    level: Level
    about: str | None = None
    """The product that `it` means."""
    receipts: frozenset[str] = frozenset()
    talk_only: bool = False
    """Nothing may be asserted but by the code: at the desk, where orders and money are spoken of."""

    @property
    def lang(self) -> Lang:
        """The language of the answer."""
        return self.voice.lang

    def judge(self, filled: Filled) -> Judgement:
        """The judgement of one filled sentence that is not the code's own."""
        if by_heart(filled.text) and not _other_language(filled.text, self.lang):
            return Judgement(sentence=Sentence(text=filled.text), talk=True)
        if reason := self._improper(filled):
            return Judgement(reason=reason)
        verdict = self.gate.check(filled.text, self.lang, about=self.about, receipts=self.receipts, strict=True)
        if not verdict.passed:
            instead = () if self.talk_only else repaired(verdict, self.grounds, self.voice)
            return Judgement(reason=verdict.reason, instead=instead)
        if not verdict.claims and not filled.spans:
            if _DIGIT.search(_without_one(filled.text)) or _PROMISE.search(filled.text):
                return Judgement(reason="talk without a fact that speaks of amounts, promises or deeds")
            if not courteous(filled.text, zh=self.lang == "zh"):
                return Judgement(reason="neither a fact nor a courtesy")
            return Judgement(sentence=Sentence(text=filled.text), talk=True)
        if self.talk_only or (self.level == "L2" and not filled.spans):
            return Judgement(reason="asserts something in words of its own")
        return Judgement(
            sentence=Sentence(text=filled.text, spans=filled.spans or _spans(filled.text, verdict.claims_on))
        )

    def _improper(self, filled: Filled) -> str:
        text = filled.text
        if filled.broken:
            return filled.broken
        if len(text) > LONGEST:
            return "too long for one sentence"
        if _other_language(filled.own or text, self.lang):
            return "not in the customer's language"
        if found := _MACHINERY.search(filled.own or text):
            return f"“{found[0]}” has no place in an answer"
        if found := _ASSENT.search(text):
            return f"“{found[0].strip()}” answers a question that the gate does not see"
        if self.level == "L2" and filled.spans and _DIGIT.search(filled.own):
            return "writes an amount of its own"
        return ""


def _without_one(text: str) -> str:
    """`One moment`, 一下, 一起: a one that counts nothing."""
    return re.sub(r"一[下起直切些定样旦点会刻]|[万]一|十分|千万|一", "", text)


def _other_language(text: str, lang: Lang) -> bool:
    chinese, latin = len(_CHINESE.findall(text)), len(_LATIN.findall(text))
    return chinese > 0 if lang == "en" else latin > 3 and chinese < latin


def _spans(text: str, fact_ids: Iterable[str]) -> tuple[Span, ...]:
    """The whole sentence stands on its facts: the first over its words, the others at its end."""
    end = len(text.rstrip(" .。!！"))
    return tuple(
        Span(start=0 if at == 0 else end, end=end, fact_id=fact_id, how="computed")
        for at, fact_id in enumerate(fact_ids)
    )
