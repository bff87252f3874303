"""What a question asks for: the attributes it names, and those that the way of asking names ("how heavy", 哪产的)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mercery.inspection.reading.lexicon import lexicon

_WAYS: Final = tuple(
    (re.compile(pattern), topic)
    for pattern, topic in (
        (r"(?<![a-z])how heavy|(?<![a-z])what(?:'s| is| does) .{0,20}weigh|多重|几斤|多少斤|沉不沉", "weight"),
        (r"(?<![a-z])how (?:big|large)(?! (?:a|of))|多大尺寸|什么尺寸|多大一", "dimensions"),
        (r"(?<![a-z])how tall|多高", "height"),
        (r"(?<![a-z])how wide|多宽", "width"),
        (r"(?<![a-z])how (?:thick|deep)|多厚|多深", "depth"),
        (r"(?<![a-z])how long is the (?:cable|cord|lead|strap|chain|rope)|线多长|多长的线", "length"),
        (r"(?<![a-z])where(?:'s| is| are| does| do) .{1,24}(?:from|made|grown|produced)|哪儿?产|产自|哪里产|哪个国家|原产|(?<![a-z])(?:which|what) country", "origin"),
        (r"(?<![a-z])(?:who|which (?:company|courier|carrier)) (?:delivers?|ships?|brings?|carries)|哪家快递|什么快递|啥快递", "carrier"),
        (r"^\W*(?:and |what about |any )?(?:the )?guarantee\W*$|(?<![a-z])how long(?:'s| is) (?:the|its) guarantee|保多久|保几年", "warranty"),
        (r"(?<![a-z])how long can i (?:test|try|sleep)|能试多久|试几天", "trial"),
        (r"(?<![a-z])(?:what(?:'s| is| are) .{1,24} (?:made (?:of|from)|in it)|what material)|啥材质|啥料|什么做的|啥做的", "material"),
        (r"(?<![a-z])(?:when|what time) do you (?:close|open|shut)|几点(?:关|开|下班|上班|打烊)", "opening_hours"),
        (r"(?<![a-z])who (?:pays|covers|bears)|谁出|谁付|谁承担|运费(?:怎么)?算谁", "return_fee"),
        (r"(?<![a-z])when (?:does|do|will) .{1,24} (?:start|begin)|什么时候开始|几号开始|几号开课", "start"),
    )
)  # fmt: skip


@lru_cache(maxsize=4096)
def asked_for(text: str) -> frozenset[str]:
    """Attributes asked for; `text` is in small letters."""
    return lexicon("attributes").keys(text) | {topic for pattern, topic in _WAYS if pattern.search(text)} - {"start"}
