"""Signs drawn beside a care text, only for what the text says. Our own pictograms, not the labels of an association. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mercery.core.i18n import Lang, Words
from mercery.studio.pictures.scale.outline import Stroke, curve, ellipse, line, rectangle

SIDE: Final = 24.0
"""Of a sign's square, y upwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareSign:
    """One sign: what it says, when a text says so, how it is drawn in a square of 24 units."""

    key: str
    words: Words
    said: tuple[re.Pattern[str], re.Pattern[str]]
    strokes: tuple[Stroke, ...]


def _sign(key: str, en: str, zh: str, said_en: str, said_zh: str, *strokes: Stroke) -> CareSign:
    said = (re.compile(said_en, re.IGNORECASE), re.compile(said_zh))
    return CareSign(key=key, words=Words(en, zh), said=said, strokes=strokes)


_BAR: Final = line([(4, 4), (20, 20)])
_DROP: Final = curve(
    (12, 21), (9, 16, 6, 13, 6, 9), (6, 5.5, 8.7, 3, 12, 3), (15.3, 3, 18, 5.5, 18, 9), (18, 13, 15, 16, 12, 21)
)
_TUB: Final = (
    line([(2.5, 17), (5, 4), (19, 4), (21.5, 17)]),
    curve((3.4, 13), (6, 15, 8, 11, 11, 13), (14, 15, 17, 11, 20.7, 13)),
)
SIGNS: Final = (
    _sign("dry_clean_only", "Dry-clean only", "仅可干洗", r"\bdry[- ]?clean(?:ing)? only\b", r"(?:仅可|只可|限|仅限)干洗",
          ellipse(12, 12, 9, 9, "line"), line([(9.2, 6.5), (9.2, 17.5)]),
          curve((9.2, 17.5), (16, 17.9, 16, 11.4, 9.2, 11.8))),
    _sign("dry_clean", "May be dry-cleaned", "可干洗", r"(?:\bor |^|[.;,] ?)dry[- ]?clean(?! only)", r"(?<![仅只限])(?:可|或)干洗|^干洗",
          ellipse(12, 12, 9, 9, "line"), line([(9.2, 6.5), (9.2, 17.5)]),
          curve((9.2, 17.5), (16, 17.9, 16, 11.4, 9.2, 11.8))),
    _sign("hand_wash", "Hand-wash", "手洗", r"(?<!not )\bhand[- ]?wash(?!ing is not)", r"(?<![勿不])手洗(?!涤)", *_TUB,
          curve((8, 22), (8, 19, 9, 17.5, 12, 17), (15, 17.5, 16, 19, 16, 22))),
    _sign("no_machine", "Not in the machine", "勿机洗", r"\b(?:do not|never|not to be) machine[- ]?wash(?! (?:the|its) )", r"(?:请勿|不可|勿|切勿)机洗", *_TUB, _BAR),
    _sign("cool_iron", "Cool iron", "低温熨烫", r"\biron (?:it )?(?:cool|on low)|\b(?:cool|low) iron", r"低温熨烫",
          line([(3, 6), (21, 6), (19, 15), (9, 15)]), curve((9, 15), (6, 14, 4, 11, 3, 6)), line([(9, 18.5), (18, 18.5)]),
          ellipse(13, 10, 1, 1, "line")),
    _sign("keep_dry", "Keep dry", "保持干燥",
          r"\bkeep (?:it |them )?(?:dry|out of the rain)\b", r"(?<!表带)(?<!表带请)保持干燥|避免淋雨|勿沾水|避免沾水", _DROP, _BAR),
    _sign("no_heat", "Away from heat", "远离热源", r"\b(?:keep (?:it |them )?|and )?away from (?:light and )?heat\b", r"远离热源|避光避热|避热",
          ellipse(12, 12, 4, 4, "line"),
          *(line([(12 + a * 6.4, 12 + b * 6.4), (12 + a * 9.4, 12 + b * 9.4)])
            for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7))), _BAR),
    _sign("soft_cloth", "Soft cloth", "软布擦拭", r"\b(?:wipe|polish|dry it|clean|wiped?) (?:\w+ )?with (?:a |the )?(?:dry |soft |damp |dry soft |microfibre |dry microfibre )*cloth",
          r"(?:用|以)?(?:干|微湿|柔)?软?(?:湿|干)?(?:超细纤维)?布(?:擦|轻擦|抛光)|软布", rectangle(4, 5, 16, 14, 1.5, "line"),
          line([(4, 9), (16, 9), (16, 5)]), curve((8, 14), (9.5, 16, 11, 12, 12.5, 14), (14, 16, 15, 13, 16, 14))),
    _sign("brush", "Brush", "轻刷", r"\bbrush (?:it |them )?with\b", r"刷轻?刷|用.{0,6}刷", rectangle(3, 12, 18, 5, 1.5, "line"),
          *(line([(x, 12), (x, 7)]) for x in (5, 8, 11, 14, 17, 19.5))),
    _sign("soap", "Mild soap", "温和皂液", r"\b(?:wash|washed|clean) with mild soap\b", r"温和皂液", rectangle(4, 4, 16, 9, 4, "line"),
          ellipse(9, 18, 2, 2, "line"), ellipse(15, 19, 1.4, 1.4, "line"), ellipse(17.6, 16, 1, 1, "line")),
    _sign("flat_dry", "Dry flat", "平铺晾干", r"\bdry (?:it )?flat\b", r"平铺(?:晾|阴)干|平铺晾", rectangle(3, 3, 18, 18, 0, "line"),
          line([(7, 12), (17, 12)])),
    _sign("by_hand", "Rinse by hand", "手工冲洗", r"\brinse by hand\b", r"手工冲洗", *_TUB,
          curve((8, 22), (8, 19, 9, 17.5, 12, 17), (15, 17.5, 16, 19, 16, 22))),
    _sign("tree", "Shoe trees", "使用鞋撑", r"\buse shoe trees\b", r"使用鞋撑|用鞋撑",
          curve((3, 8), (3, 12, 4, 15, 7, 15), (12, 14, 15, 9.5, 21, 8.5), (22, 7, 21, 6, 20, 6), (14, 6, 8, 6, 3, 6), (3, 7, 3, 7, 3, 8)),
          line([(7, 15), (7, 19)])),
)  # fmt: skip


def signs_for(text: str, lang: Lang) -> tuple[CareSign, ...]:
    """The signs for what a care text says, at most five, in the order of the list."""
    found = [sign for sign in SIGNS if sign.said[1 if lang == "zh" else 0].search(text)]
    return tuple(found[:5])
