"""Indirect words: a reason against a quality, and a shade that is not what its family is wanted for. Pure.

"Leather wears out so fast", 丝的难打理: nobody asks for what they complain of. "Burgundy isn't red to me": red is wanted,
and burgundy is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from mercery.claims.lexicon import kind_of
from mercery.guide.hearing.colours import FAMILIES, KIN
from mercery.guide.hearing.mention import Mention
from mercery.guide.hearing.text import Plain

_QUALITIES: Final = ("mat:", "col:", "value:")
_BAD: Final = r"stiff|heavy|dull|boring|cold|sweaty|delicate|fragile|itchy|scratchy|prickly|loud|dated|old-fashioned|common|slippery|rough|noisy|fussy|high[- ]maintenance|impractical|hot|shiny|flashy|drab|harsh|clingy|see-through|flimsy"
_REASON: Final = re.compile(
    r"^s?(?: (?!never|not|hardly|rarely|no|does|will|and|or|but|please|with|that|which|for|to)[a-z]+){0,2}?"
    r" (?:(?:just|always|really|usually|tends? to|can|will|would|often|also|simply|all) ){0,2}"
    r"(?:(?:wears? (?:out|thin|down|off)|falls? apart|scratch(?:es)?|stains?|creases?|wrinkles?|crumples?|fades?|pills?|tarnish(?:es)?|sheds?|cracks?|peels?|itch(?:es)?|snags?|shrinks?|rusts?|dents?|loses? (?:its|their) (?:shape|colou?r)|rubs? off|shows? (?:every|all|the|up)|ages? (?:me|her|him|badly)|washes (?:me|her) out|makes? (?:me|her|him) (?:look|sweat|itch)|(?:get|gets|got) (?:(?:so|too|very|really|all) )?(?:dirty|ruined|scratched|hot|sweaty|cold|damaged|stained|shabby|marked))\b"
    rf"|(?:is|are|feels?|looks?|seems?) (?:(?:just|really|so|very|rather|quite|a bit|a little|too) ){{0,2}}(?:{_BAD})\b|(?:is|are|feels?|looks?|seems?) (?:just |simply |a bit |a little )?too [a-z]+"
    r"|(?:is|are) (?:(?:just|really|so|very|rather|quite|too|such) ){0,2}(?:hard|difficult|tricky|impossible|a pain|a nightmare|awkward) to\b"
    r"|(?:doesn't|don't|does not|do not|won't|never|didn't) (?:(?:really|ever) )?(?:last|go with (?:anything|my|her|his)|suit|agree|breathe|survive|hold up|wash|flatter|keep|do it for)\b)"
)
_REASON_ZH: Final = re.compile(
    r"^(?:的|色|表带|带子|带|质|料子?|面料|材质|那种|这种|款|包|鞋|衣服|东西){0,3}(?:穿|戴|用|摸|看)?(?:着|上去|起来)?(?:就|也|都|又|老是|总是?|会|比较|特别|真的?|很|太|实在|有点|挺|更|非常){0,3}"
    r"(?:(?:难|不好)(?:打理|洗|清洗|清理|搭|搭配|养|保养|伺候|护理)|(?:打理|清洗|保养)(?:起来)?(?:很|太)?麻烦|容易(?!打理|搭|配|洗|清|保养|收|穿|戴|上手|拿|养|擦|看|叠|折|携|开|用|买)[\u3400-\u9fff]|爱(?:起|掉|脏|皱|坏|变|沾)|易(?:坏|脏|皱|断|碎|破)|坏得|不(?:耐用|耐脏|耐磨|耐穿|透气|经用|结实|好看|显白|适合|百搭)|显(?:脏|老|黑|胖|旧)|起球|起皱|勾丝|掉色|褪色|掉毛|掉皮|变形|缩水|扎人|扎|磨脚|闷|娇气|娇贵|过时|老气|俗气|土气|沉闷|单调|硬|滑|掉漆|生锈|氧化|发黑|发黄)"
)
_IS_NOT: Final = re.compile(
    r"^ ?(?:just |really |to me )?(?:isn't|is not|aren't|are not|is no|doesn't count as|不算是?|不是|算不上|不叫|不能算|可不是)(?: really| quite| exactly| actually)?(?: a| proper| true| real)? ?(?:真正的?)?$"
)


def understood(text: Plain, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, those that are only complained of unwanted."""
    marked = [_complained_of(text, one) for one in found]
    for at, (one, other) in enumerate(pairwise(list(marked))):
        if _IS_NOT.match(text.low[one.end : other.start]) and _shade_of(one, other):
            marked[at] = replace(one, unwanted=True, lifted=False)
            marked[at + 1] = replace(other, unwanted=False, lifted=False)
    return marked


def _complained_of(text: Plain, one: Mention) -> Mention:
    if one.owned or not one.keys or not any(key.startswith(_QUALITIES) for key in one.keys) or one.of("piece:"):
        return one
    after = text.low[one.end :]
    against = _REASON.match(after) or _REASON_ZH.match(after)
    return replace(one, unwanted=True, soft=False, lifted=False) if against else one


def _shade_of(one: Mention, other: Mention) -> bool:
    """Whether the first is a sort of the second: burgundy of red, suede of leather."""
    for family in other.of("col:"):
        shades = FAMILIES.get(family, frozenset()) | KIN.get(family, frozenset())
        if set(one.of("col:")) & shades - {family}:
            return True
    return any(kind_of(name, wide) and name != wide for name in one.of("mat:") for wide in other.of("mat:"))
