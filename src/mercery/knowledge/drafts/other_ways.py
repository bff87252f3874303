"""The same question in other words, where grammar alone allows it. Pure."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Lang

_EN: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"^can i (?P<x>.+)\?$", ("Is it possible to {x}?", "Am I allowed to {x}?")),
    (r"^may i (?P<x>.+)\?$", ("Can I {x}?", "Is it possible to {x}?")),
    (r"^can you (?P<x>.+)\?$", ("Do you {x}?", "Could you {x}?")),
    (
        r"^do you (?P<x>(?:offer|sell|have|accept) .+)\?$",
        ("Is it true that you {x}?", "I would like to know whether you {x}"),
    ),
    (r"^do you (?P<x>.+)\?$", ("Can you {x}?", "I would like to know whether you {x}")),
    (r"^how (?:do|can) i (?P<x>.+)\?$", ("What do I have to do to {x}?", "how to {x}")),
    (r"^do i (?:have|need) to (?P<x>.+)\?$", ("Must I {x}?", "Is it necessary to {x}?")),
    (r"^how long do i have to (?P<x>.+)\?$", ("Until when can I {x}?", "What is the deadline to {x}?")),
    (r"^how long (?P<do>does|do) (?P<x>.+) take\?$", ("How many days {do} {x} take?", "How much time {do} {x} take?")),
    (r"^how much (?P<do>does|do) (?P<x>.+) cost\?$", ("What {do} {x} cost?", "What is the price of {x}?")),
    (r"^how long is (?P<x>.+) valid\?$", ("When does {x} expire?",)),
    (r"^what happens if (?P<x>.+)\?$", ("What if {x}?", "What do I do if {x}?")),
    (r"^when are you open\?$", ("What time do you open and close?",)),
    (r"^where is (?P<x>.+)\?$", ("Where can I find {x}?",)),
    (r"^what is your (?P<x>.+ policy)\?$", ("What does your {x} say?",)),
    (r"^who pays for (?P<x>.+)\?$", ("Do I have to pay for {x}?",)),
    (r"^(?P<is>is|are) (?P<x>.+) free\?$", ("Do I have to pay for {x}?",)),
)
_ZH: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"^(?P<w>.*?)可以(?P<x>.+)吗？$", ("{w}能不能{x}？", "{w}能{x}吗？")),
    (r"^(?P<w>.*?)能(?P<x>.+)吗？$", ("{w}可以{x}吗？",)),
    (r"^怎么(?P<x>.+)？$", ("如何{x}？", "{x}怎么操作？")),
    (r"^如何(?P<x>.+)？$", ("怎么{x}？",)),
    (r"^(?P<x>.+)多少钱？$", ("{x}怎么收费？", "{x}要多少钱？")),
    (r"^(?P<x>.+?)(?:需要)?多久？$", ("{x}要多长时间？",)),
    (r"^(?P<w>.*?)支持(?P<x>.+)吗？$", ("{w}能不能{x}？", "有{x}吗？")),
    (r"^(?P<x>.+)免费吗？$", ("{x}要钱吗？",)),
    (r"^(?P<x>.+)是多少？$", ("{x}多少？",)),
    (r"^(?P<x>.+)有哪些？$", ("{x}包括什么？",)),
)
_PATTERNS: Final = {
    "en": tuple((re.compile(pattern, re.IGNORECASE), forms) for pattern, forms in _EN),
    "zh": tuple((re.compile(pattern), forms) for pattern, forms in _ZH),
}


def other_ways(question: str, lang: Lang) -> list[str]:
    """Other ways to put a question."""
    plain = question.strip()
    for pattern, forms in _PATTERNS[lang]:
        if match := pattern.match(plain):
            found = {name: text.lower() if name in ("do", "is") else text for name, text in match.groupdict().items()}
            return [form.format(**found) for form in forms]
    return []
