"""English for one thing of a shop, said otherwise: stock and its days, sizes, rules told from below, codes, what goods are not.

As in plainer.py each pair says the same on both sides for whatever stands in the gaps. They are classes of words, by topic, and follow
`clause_forms.py`, so that a clause is turned the right way round before its words are put plainly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mercery.claims.grammar.rewriting import compiled, rewritten

_MONTHS: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAY: Final = rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})|(?:{_MONTHS}) (?:the )?\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th))(?: of this month)?"
_MONEY: Final = (
    r"(?:(?:€|¥|eur |cny )\d[\d.,]*\d|(?:€|¥|eur |cny )\d|\d[\d.,]* ?(?:euros?|eur|€|yuan)|[a-z -]{2,30}? euros)"
)
_BELOW: Final = r"(?:under|below|less than|short of|that (?:is|are) under|that (?:is|are) below|that (?:comes?|stays?) (?:in )?(?:under|below))"
_ORDERS: Final = (
    r"(?:anything|everything|any order|all orders|orders|an order|a basket|baskets|any basket|smaller orders)"
)
_POSTAGE: Final = r"(?:standard )?(?:delivery|postage|shipping)"
_FREE: Final = (
    r"(?:with (?:our|the shop's|the house's) compliments|complimentary|on the house|for nothing|gratis|at no (?:extra |additional |further )?(?:cost|charge|fee)|"
    r"free of (?:any |all )?(?:charge|cost)s?|without (?:any )?(?:charge|cost))"
)
_USUAL: Final = r"(?:usually |normally |generally |always |typically |ordinarily )?"
_ADVICE: Final = (
    r"(?:(?:then |so )?(?:(?:i|we)(?: would| should)? |you(?: would| should| will| had better| want to| would want to| may want to| need to)? |better |please |do |best )?"
    r"(?:go for|go with|take|pick|choose|order|get|try|have|want|need|buy|reach for|opt for|suggest|recommend|advise)|(?:then )?it(?: is)?)"
)
_DIFFERENCE: Final = {0: "take your usual size", 1: "take one size up", -1: "take one size down"}
_LETTERS: Final = ("xxs", "xs", "s", "m", "l", "xl", "xxl")


def _step(found: re.Match[str]) -> str:
    """`if you are a 37, take the 38` is one size up; two sizes apart is no advice the shop gives."""
    usual, advised = found["usual"], found["advised"]
    apart = _LETTERS.index(advised) - _LETTERS.index(usual) if usual in _LETTERS and advised in _LETTERS else None
    if usual.isdigit() and advised.isdigit():
        apart = int(advised) - int(usual)
    return _DIFFERENCE.get(apart, found[0]) if apart is not None else found[0]


def _middle(found: re.Match[str]) -> str:
    """`mid-January, the 15th`: only a day that is in the middle of the month."""
    return f"{found['day']} {found['month']}" if 11 <= int(found["day"]) <= 20 else found[0]


_LAST: Final = {"january": 31, "march": 31, "april": 30, "may": 31, "june": 30, "july": 31, "august": 31, "september": 30, "october": 31, "november": 30, "december": 31}  # fmt: skip
_SIZE: Final = r"(?:(?:an?|the|size) ){0,2}"
_PAIRS: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    # dialects
    (r"(?<![a-z])wi'? (?=the|a|an|it|its|our)", "with "), (r"(?<![a-z])nae (?=[a-z])", "no "), (r"(?<= is|are) no (?=back|in|here|there|due|waterproof|lined|available)(?![a-z])", " not "),
    # stock and its days
    (rf"(?<![a-z])mid-(?P<month>{_MONTHS}),? (?:on )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? to be (?:exact|precise))?", _middle), (r"(?<![a-z])no back (?=till|until|before|yet)", "not back "),
    (rf"(?<![a-z])(?P<be>is|are|it|they)? ?(?<!not )(?:away|gone|out|off the shelf|unavailable|out of stock|sold out) (?:till|until) (?P<day>{_DAY})", lambda found: f"{found['be'] or 'is'} sold out, and comes back on {found['day']}"),
    (rf"(?<![a-z])(?:(?:does|do|will) not (?:come back|return|be back|be in|arrive|reappear)|(?:is|are) not (?:due|back|here|in|expected|coming|returning|due back|in stock|available)(?: again)?) (?:until|till|before) ({_DAY})", r"comes back on \1"),
    (rf"(?<![a-z])(?:follows?|lands?|reappears?|rejoins? us|(?:is|are) expected|(?:is|are) due|(?:is|are) restocked|turns? up) (?:again )?on ({_DAY})", r"comes back on \1"),
    (r"(?<![a-z])just the one(?= left| in | with | remaining|[,.;!]|$)", "just one"), (r"(?<![a-z])your (?=(?:small|medium|large|extra large|extra small) in )", "the "),
    (rf"(?:(?<=^)|(?<=[,;.!] ))back (?=on {_DAY}|in \S+ (?:days?|weeks?))", "it comes back "),
    (r"(?<=[a-z]) are both (?=here|in stock|available|in|there|back|sold out)(?<! we are both )", " are "), (r"(?<![a-z])the ([a-z]+(?: [a-z]+)?) one in (?:size )?(?=(?:xs|s|m|l|xl|\d\d)(?![a-z0-9]))", r"the \1 in size "),
    (r"(?<![a-z])(chain|strap|handles?|heel|belt|cord|bracelet|band|dial|visor|pendant|clasp) measures? (?=\d)", r"\1 is "),
    # sizes
    (rf"(?:if|when) (?:you|your usual size)(?: (?:are|take|wear|have|is|buy|need))? {_USUAL}(?:(?:take|wear|are|buy) )?{_SIZE}(?P<usual>\d\d|xs|s|m|l|xl)(?: usually| normally)?,? (?:then )?{_ADVICE} {_SIZE}(?P<advised>\d\d|xs|s|m|l|xl)(?: here| in (?:these|this|them|it)| instead| (?:that )?you would want| for you)?(?=[,.;!]|$| - )", _step),
    (rf"(?<![a-z])(?:usually|normally|generally) {_SIZE}(?P<usual>\d\d)\?,? (?:then )?{_ADVICE} {_SIZE}(?P<advised>\d\d)(?: here| in (?:these|this|them|it)| instead| (?:that )?you would want| for you)?(?=[,.;!]|$| - )", _step),
    (r"(?<![a-z])(?:order|go|go for|take|pick|choose|buy|get) (?:one |a )(?:full )?size (?P<way>bigger|larger|up|smaller|down)(?: than (?:usual|normal|your usual(?: one| size)?|you usually (?:take|wear|do|would)))?(?=[,.;!]|$)", lambda found: f"take one size {'up' if found['way'] in ('bigger', 'larger', 'up') else 'down'}"),
    (r"(?<= in )(?:age|ages|aged) (?=\d)", "size "),
    # rules told from below, or from above
    (rf"(?<![a-z]){_ORDERS} {_BELOW} (?P<money>{_MONEY}) (?:carries|carry|bears?|attracts?|incurs?|pays?|has|have|costs?|gets?) (?:an? )?(?P<what>{_POSTAGE}) (?:charge|fee|cost)?s? ?(?:of|at) (?P<fee>{_MONEY})", r"orders under \g<money> pay a \g<what> fee of \g<fee>"),
    (rf"(?<![a-z])(?:if you )?spend (?:at least )?(?P<money>{_MONEY})(?: or more| or over| and over| and up)?,? (?:and )?(?P<what>(?:the )?{_POSTAGE}) is (?:free|ours|{_FREE})", r"orders of \g<money> or more have free \g<what>"),
    (rf"(?<=[;,] )otherwise it(?: is)? (?={_MONEY})", "otherwise it costs "),
    (r"(?<![a-z])an item on (euro|eur|yuan|cny|rmb) orders", r"per item on orders in \1"), (r"(?<![a-z])for ([a-z]+(?: [a-z]+)?) we (?:charge (?:you )?nothing|do not charge(?: you)?|make no charge|ask nothing)", r"for \1 it is free"),
    (rf"(?<![a-z])(is|are|comes?) {_FREE}(?= (?:on|for|with) |[,.;!]|$)", r"\1 free"), (r"(?<=is free) on (?=this|these|your|it|them)", " for "),
    (r"(?<![a-z])free of any fees?(?![a-z])", "without a fee"),
    (r"(?<![a-z])(one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:full|whole|entire) (?=(?:business |working |calendar )?(?:years?|months?|days?|weeks?|hours?))", r"\1 "),
    (r"(?<![a-z])tops? out at (?=\d|[a-z]+ per ?cent)", "is up to "), (r"(?<![a-z])(?:refund|money) (?:reaches|arrives (?:on|in|at)|lands (?:on|in)|goes back to|returns to) (?:the|your) original", "refund is made to the original"),
    (r"(?<![a-z])of (?:the|your) return (?:arriving(?: (?:here|with us|back|at ours))?|getting (?:here|to us)|coming (?:in|back))", "of the return reaching us"),
    (r"(?<![a-z])(?:swapped|switched|traded)(?= (?:once|one time|for another|for a different|within|free))", "exchanged"), (r"(?<=another size )(?:that )?we have (?=in stock)", ""), (r"(?<=size or colour )(?:that )?we have (?=in stock)", ""),
    (r"(?<=full-price )(?:clothes|clothing|garments|pieces|goods|things|articles)(?= (?:delivered|in|can|may))", "items"),
    (r"(?P<cost>(?:return|returns|returning)[^.;]{1,60}?(?:costs?|fee|charge|deducted|taken off)[^.;]{0,40}?),? unless (?:it|the (?:item|piece|article|product|thing)|they) (?:is|are|was|were|arrives?|arrived) (?:faulty|defective|damaged|flawed)(?P<wrong> or we (?:have )?(?:sent|send|packed|posted) the wrong (?:one|item|thing))?(?=[,.;!]|$)", lambda found: f"{found['cost']}; we pay the return if the item is faulty{' or we sent the wrong one' if found['wrong'] else ''}"),
    (r"(?<![a-z])deducted from (?:the|your) refund", "taken off the refund"),
    (r"(?<![a-z])(?:any |all |the )?dut(?:y|ies) (?:(?:is|are) )?(?:on|down to|up to) (?:you|the (?:customer|recipient|buyer))(?: to pay)?(?![a-z])", "duties are paid by the recipient"),
    (r"(?<![a-z])(duties|taxes) (?:are )?not included for (?:the )?(uk|us|usa|united kingdom|united states|switzerland|canada)(?:; |, )(?:so )?(?=(?:they are paid by )?the recipient)", r"for the \2 \1 are not included; "),
    (r"(euros?|eur|€ ?\d[\d.]*)( (?:an item|per item|each|apiece|a piece))? (?:on|for) orders in (?:euro|eur)(?![a-z])", r"\1\2"), (r"(?<=[,;] )(?:an? |the )?handwritten card (?:is )?included", "with a handwritten card"),
    (r"(?<![a-z])priced in (?:yuan|rmb|renminbi)(?![a-z])", "priced in cny"), (r"(?<![a-z])(?:only goes|goes only|only ships|ships only|is only sent|is sent only) to (?=[a-z])", "is delivered only to "), (r"(?<=^)it (?=priced in)", "it is "),
    (r"(?<![a-z])(?:the |our |its )?(?:commercial )?warranty (?:runs|lasts|is|holds) (?:for )?(\S+) (years?|months?) from (?:the day of |the date of )?delivery", r"it has a \1 \2 warranty, and the warranty runs from delivery"),
    # what is saved
    (rf"(?<![a-z])(?:that (?:is )?)?({_MONEY}) (?:still |staying |stays |left |remaining |back )*in your (?:purse|pocket|wallet)(?![a-z])", r"you save \1"), (rf"(?<![a-z])(?:that (?:is )?|and )({_MONEY}) saved(?![a-z])", r"and you save \1"),
    (r"(?<![a-z])was (\d[\d.]*),? (?:and )?(?:is |it is |it )?now (\d[\d.]*)(?=[,;][^.;]*? \d[\d.]* (euros|yuan)(?![a-z]))", r"was \1 \3, now \2 \3"),
    (r"(?<![a-z])(?:even|also) (?:for|on|with) (?:very )?(?:large|big|larger|bigger|huge|small|tiny|expensive) (?:orders|baskets|ones|sums|amounts)", "whatever the order amount"),
    (r"(?<![a-z])(?:no|not) later than (\S+ (?:business |working )?(?:days?|weeks?|months?)) (?:after|from|of) ", r"within \1 after "), (r"(?<![a-z])refunds? (?:is |are |will be )?(?:lands?|goes|go|arrives?|comes?|sent|made|paid|returned)(?: back)? (?:on|to|onto|in) the (?:card|account|method|means)(?: of payment)? (?:that )?you (?:paid|bought it|used|ordered) ?(?:with|by)?", "refunds are made to the original payment method"),
    (r"(?<![a-z])(english|french|chinese|mandarin)(?:[- ]speaking)? (?:team|staff|colleagues|people|agents|desk|assistants)(?![a-z])", r"\1 advisers"), (r"(?<=advisers )(?:is|are) (?:around|available|on hand|at your service|reachable|on duty|at work|working) ", "are in "),
    (r"(?<=weekday) and (?=[a-z])", ", and "), (r"(?<=friday) and (?=express|it|your|the|we)", ", and "),
    (r"(?<![a-z])you (?:will |would |have to |must )?(?:cover|bear|meet|shoulder) (?:the |for )?(?=(?:standard )?(?:delivery|postage|shipping))", "you pay the "),
    # codes
    (rf"(?<![a-z])(until|till|through) the end of ({'|'.join(_LAST)})(?![a-z])", lambda found: f"until {_LAST[found[2]]} {found[2]}"),
    (r"(?<![a-z])(?:the )?(?:last|final) day (?:for|of|to use) ([a-z]+\d+) is (?=the |on |in |a week |\d|[a-z]+day)", r"\1 is valid until "), (r"(?<=valid until )in (?=\d+ days)", ""), (r"(?<=valid until )a week (?:from )?tomorrow", "8 days"), (r"(?<=valid until )a week (?:from )?today", "7 days"),
    (r"(?<![a-z])([a-z]+\d+) (?:ends?|expires?|runs? out|stops|finishes) (?:on |after )?(?=[a-z]+day|the \d|\d)", r"\1 is valid until "),
    (r"(?<![a-z])([a-z]+\d+) (?:runs|is good|lasts|stands|holds|works|is on) (?:through|until|till|up to) (?:and including )?(?=[a-z]+day|the \d|\d)", r"\1 is valid until "),
    (r"(?<=\d)(?:st|nd|rd|th)? of this month(?![a-z])", "th"), (r"(?<![a-z])one use (?:per|for each) (?=customer|person)", "once per "),
    (r"(?<![a-z])([a-z]+\d+) (?:will|does|do|can) not (?:work|be used|go|count|apply) (?:on|for|with) (?=it|them|these|this|that)", r"\1 does not apply to "), (r"(?<![a-z])([a-z]+\d+) cannot be used (?:on|for|with) (?=it|them|these|this|that)", r"\1 does not apply to "),
    # what goods are, and are not
    (r"(?<![a-z])(?:which|that|but (?:that|this)|and that|and this) is not (?:quite |exactly |at all )?the same (?:thing )?as (?:being )?", "not "), (r"(?<![a-z])lined in (?=[a-z])", "lined with "),
    (r"(?:(?<=^)|(?<=[,;.!] )|(?<= - ))(?:despite|in spite of|never mind|whatever|for all|forget) (?:the|its|their) name(?: (?:says|suggests|might suggest|may say))?,? ", ""), (r",? (?:despite|in spite of|whatever|for all) (?:the|its|their) name(?: (?:says|suggests|might suggest|may say))?(?=[,.;!]|$)", ""),
    (r"(?:(?<=^)|(?<=[,;.!] ))(?:do not|never) (?:let|be) (?:the|its|fooled by the|misled by the|deceived by the) name(?: (?:fool|mislead|deceive|trick|confuse) you)?[,;:!.] ", ""),
    (r"(?<=no )([a-z]+)(?: [a-z]+)? to (?:fuss|fiddle|bother|struggle|wrestle|mess|worry)(?: with| about)", r"\1"),
    (r"(?:(?<=^)|(?<=[,;.!] )|(?<=and )|(?<=so ))(?:please )?(?:keep|it stays|they stay|stays?) (?:it |them |this |these )?(?:well |far |right )?(?:away from|out of|clear of) (?:your|the|any|a) washing machines?", "do not machine wash"),
    (r"(?<![a-z])(?:it |they )?machine wash(?:es|able)?,? (?:at |on )?(30|40|60)(?: ?°c)?(?!\d|\.\d)", r"machine wash at \1 °c"),
    (r"(?<![a-z])(?:for|to suit) (?:wee|little|tiny|small) ones from birth", "suitable from birth"), (r"(?<![a-z])(?:fine|good|safe|right|ok|okay) suitable from birth", "suitable from birth"),
    (r"(?<![a-z])you (?:will|would) (?:have|need) to (?:slip|take|pull) (?:one|a glove|them|the gloves|your gloves|it) off to (?:text|type|swipe|scroll|use your (?:phone|screen)|use a (?:phone|screen|touchscreen))", "they are not touchscreen compatible"),
    (r"(?<![a-z])(it|they|strap) (?:goes|runs|stretches|lengthens|extends) from (\d+) (?:right |all the way )?(?:up )?to (?=\d)", r"\1 adjusts from \2 to "), (r"(?<![a-z])wears (?=from \d+ to \d+ (?:cm|centimet))", "adjusts "),
    (r"(?<![a-z])(hangs?|dangles?|swings?|sits?) (from|on) (?=an? )", "on "), (r"(?<=chain )(?:is )?(?=\d+ cent)", "is "),
    (r"(?<![a-z])(?:an? )?(?:pair|couple|duo) of (?!(?:(?:[a-z-]+ ){0,2})(?:shoes|boots|loafers|espadrilles|sandals|sneakers|trainers|slippers|gloves|mittens|earrings|studs|hoops|earphones|earbuds|sunglasses|glasses|socks|trousers|jeans|them|these|those|ones|pairs)(?![a-z]))(?=(?:[a-z-]+ ){0,3}[a-z-]+s(?![a-z]))", "two "),
    (r"(?<![a-z])(?:slots|slides|slips|tucks) (?:neatly |nicely |easily |right |straight |perfectly |snugly )?in(?:to|side)? (?=the |its |this )", "fits in "), (r"(?<![a-z])(?:is |are )?(?:powered|driven|run) by an? (?=[a-z-]+ movement)", "has an "),
    (r"(?<![a-z])(?:carries|bears|sports|flaunts|showcases) (?=an? |one |two |three |\d)(?!(?:an? )?(?:[a-z]+ ){0,3}(?:charge|fee|cost|delivery|postage|price|warranty))", "has "), (r"(?<![a-z])(?:blocks?|filters?|offers?|gives?|provides?) (?=uv ?400)", "has "),
    (r"(?<![a-z])(?:suits?|fits?|is made for|is right for) (?:babies|newborns|children|little ones|kids|infants|a baby|a newborn) from (?:birth|day one)", "is suitable from birth"),
    (r"(?:do not|never|please do not) (?:take|wear) (?:it|them|this|these) (?:swimming|for a swim|in(?:to)? the (?:pool|sea|water)|to the pool)", "it is not for swimming"),
    (r"(?<![a-z])you cannot (?:use|operate|unlock) (?:your |a )?(?:phone|touchscreen|screen|smartphone) (?:with|in|while wearing) (?:them|these|the gloves)(?: on)?", "they are not touchscreen compatible"),
    (r"(?:(?<=^)|(?<=[,;.!] ))(?:so )?(?:there is )?no (?:need to |)(?:rush|hurry|panic)(?: at all| just yet| yet)?(?=[,.;!]|$)", ""), (r"(?<![a-z])(?:still )?(?:sitting|waiting|standing|sat) (?:on|in) (?:our|the) (?:shelf|shelves|stockroom|shop|boutique|warehouse)", "in stock"),
    # which of them
    (r"(?<![a-z])it (?:is )?(the [a-z0-9& -]{2,30}? (?:one|pair|model|version|bag|tote|watch|case|coat)) (?:that|which|who) (is|are|does|do|has|have|can|cannot)( not)?(?![a-z])", r"\1 \2\3"),
    (r"(?:(?<=^)|(?<=[,;.] ))([a-z][a-z ]{2,40}?) (?:they|the two|both) (?:share|have in common)(?=[,.;!]|$)", r"both have \1"), (r"(?<![a-z])they share (?=[a-z])", "both have "),
    (r"(?:(?<=^)|(?<=[,;.] ))([a-z][a-z -]{3,30}?)(?: too)?, which (the [a-z0-9 ]{2,25}?) (?:lacks|does not have|has not got|does without|goes without|is without|misses)(?=[,.;!]|$)", r"\1, \2 has no \1"),
)  # fmt: skip
_DANGLING: Final = (
    (re.compile(r"(?:, ?)+(?=[.;!?,]|$)"), ""),
    (re.compile(r"^[\s,;.!]+(?=\w)"), ""),
    (re.compile(r" {2,}"), " "),
)
_COMPILED: Final = compiled(_PAIRS)


def said_otherwise(text: str) -> str:
    """A normalised English sentence in its common form, with what it says of a shop's matters in the words that are read."""
    text = rewritten(text, _COMPILED)
    return rewritten(text, _DANGLING).strip()
