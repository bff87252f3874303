"""Other ways to build an English clause, in the form in which it is read: turned round, asked back, joined, counted as one speaks.

`waterproof it isn't` is `it is not waterproof`, `nine-fifty` is 9.50, `a France-only service` is only in France. As in plainer.py each pair
says the same on both sides for whatever stands in the gaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mercery.claims.grammar.amounts import ORDINALS
from mercery.claims.grammar.rewriting import compiled, rewritten
from mercery.claims.numerals import read_number

_BE: Final = r"(?:is|are|was|were|will|would|does|do|did|can|could|has|have|had|should|cannot)"
_ONES: Final = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
_TENS: Final = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
)
_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        [
            *ORDINALS,
            "twenty-first",
            "twenty-second",
            "twenty-third",
            "twenty-fourth",
            "twenty-fifth",
            "twenty-sixth",
            "twenty-seventh",
            "twenty-eighth",
            "twenty-ninth",
            "thirtieth",
            "thirty-first",
        ],
        1,
    )
}
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
_MOST: Final = {
    "lighter": "lightest", "heavier": "heaviest", "cheaper": "cheapest", "dearer": "dearest", "pricier": "priciest", "larger": "largest", "bigger": "biggest",
    "smaller": "smallest", "longer": "longest", "shorter": "shortest", "deeper": "deepest", "wider": "widest", "taller": "tallest", "less expensive": "cheapest",
    "more expensive": "dearest", "costlier": "costliest",
}  # fmt: skip
_COMPARED: Final = "|".join(sorted(_MOST, key=len, reverse=True))
_COUNTRY: Final = r"(?:mainland[- ])?(?:france|french|eu|europe|uk|us|usa|china|switzerland|canada)"
_VERB: Final = (
    r"(?:includes?|costs?|takes?|comes?|is|are|was|has|have|weighs?|measures?|begins?|starts?|runs?|lasts?|burns?|fits?|closes?|needs?|carries|holds?|"
    r"charges?|folds?|fastens?|repels?|smells?|ships?|opens?|suits?|blocks?|uses?|contains?|repairs?|works?|gives?|cannot|can|will|would|does|do|may|must|should|stays?|reaches|arrives?|gets?|goes|adds?|means)"
)


def _day(found: re.Match[str]) -> str:
    number = _ORDINALS[found[1].replace(" ", "-")]
    return f"the {number}{_ENDINGS.get(number, 'th')}"


def _cents(found: re.Match[str]) -> str:
    return f"{found['lead']}{read_number(found['whole'])}.{read_number(found['part'])} euros"


def _of_two(found: re.Match[str]) -> str:
    return f"the {_MOST[found['how']]} of {found['whose']} two "


_FORMS: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    # asked back, turned round
    (rf", (?:{_BE}(?: not)? (?:it|they|you|that|this|we|i|there|he|she)(?: not)?|right|yes|no|eh|innit|is it|okay|ok) ?(?=[?]|[,:;.!] ?$|[,:;] )", ""),
    (r"(?:(?<=^)|(?<=[,;.] )|(?<=though )|(?<=although )|(?<=but )|(?<=and ))([a-z][a-z-]+) (it|they|this|these) (is|are) not(?=[.,;:!?]|$)", r"\2 \3 not \1"),
    (r"(?:(?<=^)|(?<=[,;.] )|(?<=but )|(?<=and ))(?:the )?([a-z]+(?: [a-z]+)?) (?:we|i) do have(?=[.,;:!?]|$)", r"we have \1 in stock"),
    (r"what you get is (?=an? |the |\d)", "it has "), (r"what (?:it|they) (?:has|have) (?:got )?is (?=an? |the |\d)", "it has "),
    (r"(?:what (?:it|this|that) (?:is|comes) )?made (?:out )?of is ", "it is made of "),
    # joined
    (rf"(?<=[a-z0-9%]) and (?={_VERB} (?!not )[a-z0-9€])(?<! both and )", ", and "),
    (r"(?<=[a-z0-9%]) and (?=(?:we|you|it|they|there|that|this) [a-z]+)", ", and "),
    (r"(?<=[a-z0-9%])(?:,? (?:because|seeing as|given that|seeing that)|, (?:since|as|so)) (?=(?:it|they|the|this|that|these|there|we|you|an?|both|all|our|its|their|no) )", ", "),
    (r"(?<=[a-z0-9%]), only (?=(?:do|please) (?:note|remember|bear|mind)|(?:remember|note|mind|you|i|we) )", ", but "),
    (r"(?<=[a-z0-9%]) (?=which (?:is|are|begins?|starts?|runs?|comes?|includes?|takes?) )", ", "),
    # counted as one speaks
    (rf"the ({'|'.join(sorted((one.replace('-', '[- ]') for one in _ORDINALS), key=len, reverse=True))})(?=[,.;:!?]|$| of (?:january|february|march|april|may|june|july|august|september|october|november|december))", _day),
    (rf"(?P<lead>(?<![a-z])(?:is |are |it |costs? |at |for |only |just |pay |of |comes to |postage |delivery |shipping |a |: |, ))(?P<whole>{_ONES}|\d+)(?:-| euros? (?:and )?)(?P<part>{_TENS}|fifty)(?: cents?)?(?=[,.;:!?]|$| (?:for|on|each|per|otherwise|extra|and|to|postage|delivery))", _cents),
    (r"(?<![a-z])(?:anywhere |somewhere |anything |adjusts |adjustable )?between (\d+(?:\.\d+)?|[a-z]+) and (\d+(?:\.\d+)?|[a-z]+) (?=(?:cm|centimet|mm|m |kg|g |litres?|days?|business|working|weeks?|months?|hours?|euros?|€))", r"from \1 to \2 "),
    (r"(?<= in )an? (?=(?:3[4-9]|4[0-8])(?:\.5)?(?:[ ,.;:!?]|$))", "size "), (r"(?:(?<=^)|(?<=[,;.] ))an? (?=(?:3[4-9]|4[0-8]) (?:is|in)(?![a-z]))", "size "),
    (r"(?<![a-z])an? single (?=\d|[a-z])", "one "), (r"(?<![a-z])just an? (?=\d)", "one "),
    (r"(?<![a-z])(?:of|among|between|out of) (?P<whose>our|the) two (?P<kind>[a-z]+(?: [a-z]+)?), (?P<it>it|this|this one|that)(?: is)? the (?P<how>" + _COMPARED + r")(?: one| of them| of the two)?(?=[,.;:!]|$)", lambda found: f"{found['it']} is the {_MOST[found['how']]} of our two {found['kind']}"),
    (rf"the (?P<how>{_COMPARED})(?: one)? of (?P<whose>our|the) two (?=[a-z])", _of_two),
    (r"(\d+(?:\.\d+)?)(?: |-)?(?:deg|degrees?|°)(?: c(?:elsius)?)?(?![a-z])", r"\1 °c"), (r"(?<=machine at )(30|40|60)(?=[,.;:!?]|$)", r"\1 °c"), (r"(?<=wash at )(30|40|60)(?=[,.;:!?]|$)", r"\1 °c"),
    (r"(?<![a-z])(nine|9|10|ten|8|eight)(?: ?am| o'clock| a\.m\.)? (?:to|until|till|through to|-) (seven|7|six|6|five|5|nine|9)(?: ?pm| o'clock| p\.m\.)?(?= (?:paris|beijing) time)", lambda found: f"{int(read_number(found[1]))}:00 to {int(read_number(found[2])) + 12}:00"),
    # where, how much
    (rf"(?:is|are) (?:an? |strictly |purely )?({_COUNTRY})[- ]only(?: (?:affair|service|thing|option|offer|deal|perk|extra))?", lambda found: f"is only in {found[1].replace('-', ' ').replace('french', 'france')}"),
    (r"(?:however|no matter how) (?:big|large|small|much|little|high|low|tiny|huge) (?:is )?(?:the|your|an?) (?:order|basket|total|bill|cart|shop|purchase)(?: (?:is|may be|might be))?", "whatever the order amount"),
    (r"(?:whatever|regardless of) (?:the |your )?(?:size|value|total|amount) of (?:the|your) (?:order|basket|purchase)", "whatever the order amount"), (r"whatever the (?:basket|bill|total|spend|cart)(?: (?:is|comes to))?(?=[,.;!]|$)", "whatever the order amount"),
    (r"(?<![a-z])(postage|delivery|shipping|wrapping|carriage|returns?) (?:is|are|comes|will be) (?:on us|on the house|our treat)", r"\1 is free"),
    (r"(\d+(?:\.\d+)?|[€$]\d[\d.,]*|(?:€ ?)?\d[\d.,]* ?euros?) (?:still |left |back |stays )?in your (?:purse|pocket|wallet)(?![a-z])", r"\1 saved"),
    # having
    (r"(?<![a-z])(?:offers?|offering|boasts?|features?|sports?|packs|enjoys|comes? (?:complete |equipped |fitted |supplied )?with|(?:is|are) (?:equipped|fitted|blessed|supplied|provided|graced|finished) with|(?:has|have) got) (?=an? |the |\d|two |three |four |one |its |no |up to)", "has "),
    (r"(?<![a-z])(?:(?:is|are) )?(?:backed|covered|protected) by (?=an? \S+[- ](?:year|month)s?'?(?: \w+)? (?:warranty|guarantee))", "has "),
    (r"(?<![a-z])(?:comes|come|lifts|slips|unclips|unhooks)(?: right| straight| clean)? off(?=[.,;:!?]|$| (?:if|when|too|easily)(?![a-z]))", "is detachable"),
    (r"(?<=comes )(?:right|straight|clean|clear|easily|simply) (?=off|out|apart)", ""), (r"(?<=come )(?:right|straight|clean|clear|easily|simply) (?=off|out|apart)", ""),
    (r"(?<![a-z])(?:fully|totally|completely|entirely|properly|perfectly|proper|thoroughly|100%) (?=waterproof|(?:leather|gold|silk|velvet|jade|ruby|cashmere|stone|alcohol)[- ]free|seamless|unlined|detachable|removable|adjustable|flat|free(?: of charge)?(?:[,.;!]|$))", ""),
    (r"(?<=[, ])either(?=[.,;!]|$)", ""),
    (r"(?<![a-z])(?:anticipate|foresee|are awaiting|await|are hoping for|look forward to) (?=(?:it|them|more|the next|fresh|new|another|its|their|the \w+) )", "expect "),
    (r"(?<![a-z])used? (?:it |them )?(?:up )?within (\S+ months?) once (?:it |they |you )?(?:is |are |have )?open(?:ed)?(?: it)?", r"use within \1 of opening"), (r"once (?:it |you )?(?:is |have )?open(?:ed)?(?: it)?, (?:it )?(?:keeps|lasts|is good) for", "use within"),
    (r"after (?:a swim|swimming|a dip|you swim|you have been|bathing|diving) in the (?=sea|ocean)", "after the "),
    (r"(?<![a-z])(?:does|do) not (?:close|shut|fasten|zip)(?: up)? at the top", "is open top"),
    (r"(?<![a-z])(?:have|has) not got ", "do not have "), (r"(?<![a-z])(we|they|i) have not (?=(?:it|them|the|any|an?|one|s|m|l|xl|xs|size|\d+|black|white)(?![a-z]))", r"\1 do not have "),
    (r"(?<![a-z])eighteen[- ](?:carat|karat)(?= (?:yellow |white |rose )?gold)", "18k"), (r"(?<![a-z])nine[- ](?:carat|karat)(?= (?:yellow |white |rose )?gold)", "9k"),
    # rules
    (r"(?<![a-z])(?:is|are) (?:ours|for us) to (?:bear|pay|cover|settle)(?![a-z])", "is paid by us"), (r"(?<![a-z])you(?: will)? pay nothing(?= |[,.;!]|$)", "it is free"),
    (r"(?<![a-z])we (?:never|do not) charge (?:you )?for (returns?)(?: made)? (?=in |at )", r"\1 are free "),
    (r"(?<![a-z])(?:provided|providing|as long as|so long as|on condition|assuming|only if|if and only if)(?: that)? (?=(?:the|it|they|you|nothing|all|its) )", "if "),
    (r"(?<=seal )(?:remains?|stays?|is still|are still|is kept|has stayed) (?=intact|on|unbroken|attached)", "is "),
    (r"(?<![a-z])(?:extends?|lengthens?|adds? to|prolongs?|pushes back) (?:the |your )?(?:delivery|delivery time|order|wait|lead time|dispatch) by (?=\S+ (?:extra |more )?(?:business|working) days?)", "takes extra "),
    (r"(?<![a-z])(?:cannot|can not) (?:come|go) back(?: to us)?(?=[,.;!]|$)", "cannot be returned"), (r"(?<![a-z])(can|may) (?:come|go) back(?: to us)? (?=within|for a refund|if|unused|unopened)", r"\1 be returned "),
    (r"(?:whoever|the person who) (?:receives|gets|takes in) (?:the|your) (?:parcel|package|order) (?:settles|pays|covers|bears|meets) (?:those|them|these|it|for them)", "they are paid by the recipient"),
    (r"you(?: will| would)?(?: have to| need to)? (?:be )?(?:pay|paying|cover|covering|settle|settling|bear|bearing|handle) (?:those|them|these)(?: yourself| on arrival)?", "they are paid by the recipient"),
    (r"(?:posting|sending|shipping|delivering) (?:it |them |anything |something |an order )?to ([a-z ]{2,20}?), (?:the )?(?=duties|taxes|customs|standard|delivery|allow|count|expect)", r"for \1, "),
    (r"(?<=[a-z]) (?:any ?more|any longer)(?=[.,;!]|$| (?:after|once|beyond))", ""), (r"(?<![a-z])(covers?|covering) ([a-z ]{3,30}?) only(?=[.,;!]|$)", r"\1 only \2"), (r"(?<![a-z])sent by (?=post|mail|courier)", "by "), (r"(?<=by )courier(?= from| within| in)", "post"),
    (r"(has|have) ([^,.;]{3,60}?),? and the ([a-z]+(?: [a-z]+)?) (an?|one|two|three|\d+) (?=[a-z0-9])(?![^,.;]* (?:is|are|has|have|costs?|comes?) )", r"\1 \2, the \3 has \4 "),
    (r"(?:those|these|the) (first )?(two|2) hours", r"2 hours"), (r"from the (?:date|day|moment|time) of (?=purchase|delivery)", "from "), (r"(?<![a-z])(?:we|our shop) sold(?: you)?(?=[,.;]|$)", "bought from us"), (r"(?<=of )(?:the )?(?:date|day|moment|time) of (?=purchase|delivery)", ""),
    (r"(?:counted|counting|running|starting|beginning|dated|measured|reckoned) from the (?:day|date|moment) (?:it|they|the order|your order|the parcel) ?(?:is|are|was|were|has been)? ?(?:delivered|arrives?|arrived|lands?)", "from delivery"),
    (r"(?:which |that |and )?(?:it )?(?:begins|starts|runs|counts)(?: running| counting)? (?:on|from|with|at) (?:the )?(?:day|date|moment) of delivery", "from delivery"), (r"(?:which |that |and )?(?:it )?(?:begins|starts|runs|counts) (?:on|from|with|at) delivery", "from delivery"),
    (r"(?<![a-z])(?:knocked|deducted|docked|withheld|subtracted|taken) (?:off|from|out of) (?:the|your) refund", "taken off the refund"), (r"(?<![a-z])we (?:deduct|subtract|withhold|knock|take|dock) (?:that|it|this|which) (?:from|off|out of) (?:the|your) refund", "taken off the refund"),
    (r"(?<![a-z])(?:not|without) (?:charging|costing) you (?:a penny|a cent|a thing|anything)", "free of charge"), (r"(?<![a-z])(?:will|would|does|do) not cost you (?:a penny|a cent|a thing|anything|a dime)", "is free"),
    (r"(?<![a-z])(?:sat|sits?) in ", "is in "),
)  # fmt: skip
_COMPILED: Final = compiled(_FORMS)


def common_form(text: str) -> str:
    """A normalised English sentence with its clauses in the form in which they are read."""
    return rewritten(text, _COMPILED)
