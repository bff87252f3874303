"""What a question asks for: the attributes it names, and those that the way of asking names ("how heavy", 哪产的)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mercery.inspection.reading.amounts import Amount, amounts
from mercery.inspection.reading.lexicon import families, lexicon

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


_HOW: Final = tuple(
    (re.compile(pattern), frozenset(named.split()))
    for pattern, named in (
        (r"(?<![a-z])how (?:heavy|light)|(?<![a-z])weighs?(?![a-z])|多[重沉]|沉不沉|重不重", "mass"),
        (r"(?<![a-z])how long|多长", "time length"),
        (
            r"(?<![a-z])how (?:soon|quick\w*|fast|often|old)|(?<![a-z])(?:until|till) when|(?<![a-z])when(?![a-z])|多久|多快|几天|几个?小时|几个?月|几年|几周|几分钟|什么时候|啥时",
            "time",
        ),
        (
            r"(?<![a-z])how (?:tall|high|wide|broad|deep|thick|short|low)|多[高宽厚深粗]|几[米寸]|厚不厚",
            "length",
        ),
        (r"(?<![a-z])how (?:big|large)|多大|尺寸", "length size volume area mass"),
        (r"(?<![a-z])how far|多远", "distance length"),
        (r"(?<![a-z])how (?:loud|noisy|quiet)|多吵|吵不吵|声音大", "noise"),
        (r"(?<![a-z])how (?:hot|warm|cold|cool)|多[热烫冷]", "temp"),
        (r"(?<![a-z])how bright|多亮|亮不亮", "brightness"),
        (r"(?<![a-z])how (?:strong|powerful|pure)|多少度|浓度", "power percent percent_abv"),
        (
            r"(?<![a-z])how much(?= (?:does|do|can|will|is there|is in|fits?|goes|water|load|room|space)| \w+ (?:is|are|does|do|can)(?![a-z]))|能?装多少|容量",
            "mass volume count number percent",
        ),
        (
            r"(?<![a-z])how many|几[个片根张块本粒颗支层格档口件条只双把台次]|多少[个片根张块本粒颗支层格档口件条只双把台次]",
            "count number times",
        ),
        (r"(?<![a-z])what sizes?(?![a-z])|(?<![a-z])which size|几码|多少码|[什啥哪]么?个?码", "size length"),
    )
)
"""In which families of figures each way of asking is answered."""
_UNIT_ASKED: Final = re.compile(r"(?:how many|多少|几)\s?([a-z]+|[\u4e00-\u9fff]{1,2})")


@lru_cache(maxsize=4096)
def families_wanted(text: str) -> frozenset[str]:
    """The families of figures that answer it: by the way of asking, the attribute or the unit it names, and of a figure that
    it names itself. `text` is in small letters."""
    found = {family for pattern, named in _HOW if pattern.search(text) for family in named}
    if not _IN_WHAT_WAY.search(text):
        found |= {family for topic in asked_for(text) for family in families()[topic]}
    found |= {one.family for one in (*_units_asked(text), *amounts(text))}
    return frozenset(found)


_IN_WHAT_WAY: Final = re.compile(
    r"(?<![a-z])how (?:do|can|would|should|could) (?:i|we|you)(?![a-z])|怎么(?!卖|算|收)|如何|咋"
)
"""Asks for a way, which figures may be part of; they are not what was asked for."""


def names_unit(text: str, said: Amount) -> bool:
    """Whether it asks for a number of units of the figure's family: 多少克, "how many grams"."""
    return any(one.family == said.family for one in _units_asked(text))


def _units_asked(text: str) -> list[Amount]:
    """The unit asked for, as an amount of it."""
    found = []
    for match in _UNIT_ASKED.finditer(text):
        for unit in (match[1], match[1][:1]):
            if read := amounts(f"5 {unit}" if unit.isascii() else f"5{unit}"):
                found += [one for one in read if one.family != "number"]
                break
    return found
