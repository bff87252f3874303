"""A sentence put more plainly, without saying more or less: `not a scrap of leather`, `the hems are rolled by hand`, 没用动物皮.

Each pair says the same on both sides for whatever stands in the gaps, so what is proved of the right side is proved of the left.
What would say more or less is no pair for this list. Applied to sentences only, never to the shop's own texts.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.grammar.at_the_counter import at_the_counter
from mercery.claims.grammar.at_the_counter_chinese import at_the_counter_chinese
from mercery.claims.grammar.by_purpose import by_purpose, by_purpose_chinese
from mercery.claims.grammar.clause_forms import common_form
from mercery.claims.grammar.idle_english import without_idle
from mercery.claims.grammar.plainer_chinese import plainer_chinese
from mercery.claims.grammar.rewriting import compiled, rewritten
from mercery.claims.grammar.said_otherwise import said_otherwise
from mercery.claims.grammar.said_otherwise_chinese import said_otherwise_chinese

_LEAVE: Final = r"(?:avoid|avoid using|do not wear|do not want|would rather not (?:have|wear)|would rather avoid|are avoiding|are trying to avoid|steer clear of|keep away from|prefer to avoid|prefer not to wear)"
_HOURS: Final = {"five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10} | {
    str(hour): hour for hour in range(5, 11)
}
_SIZES: Final = {"small": "s", "medium": "m", "large": "l", "extra large": "xl", "extra small": "xs"}
_PAIRS_EN: Final = (
    # nothing of it
    (r"not (?:a|one|the) (?:single )?(?:scrap|shred|scintilla|bit|hint|speck|thread|stitch|inch|gram|ounce|flake) of", "no"),
    (r"(?:has|have|contains?) nothing to do with", "is not"),
    (rf"if you {_LEAVE} ([a-z -]+?), (?:then )?(?:this|it|that|these|they|this one)(?: [a-z]+){{0,3}}? (?:works?|is for you|are for you|suits? you|will do|is fine|fits the bill|is the one|is a good choice)(?: for you)?(?=[:,;.]|$)", r"no \1"),
    (r"(?:may |might |can |only |just |merely )?(?:looks?|seems?|passes?|pass) (?:a lot |a bit |rather |very much )?(?:like|for) ((?:a |an )?[a-z]+) but (?:it )?(?:is|are)(?: actually| really| in fact)?", r"is not \1 but is"),
    (r"(?:is|are) (?:golden|gold) in name only", "is not gold but in name only"),
    # what is done with goods
    (r"(?:take|slip|leave|have) (?:it|them|this|these) off (?:before|when|if|whenever|for) (?:you (?:go |are )?)?(?:the pool|swimming|you swim|swim|a swim|going swimming|getting in the pool|the sea|bathing)", "it is not for swimming"),
    (r"(?:should|must|needs to|has to|ought to|is to) (?:stay|be kept|keep) out of the (?:pool|swimming pool)", "is not for swimming"),
    (r"(?:please )?do not (?:mistake|take) (?:it|this|them|these) for (?:an? )?", "it is not "),
    (r"(?:please )?do not call (?:it|this|them|these) (?:an? )?", "it is not "),
    (r"(?:is|are) not to be (?:mistaken for|confused with|taken for) (?:an? )?", "is not "),
    (r"you lose (?=the noise|noise|its|the wireless|wireless)", "without "),
    (r"(?:made|meant|intended|designed|built) (?:for|to be) (?:wearing|worn|wear|use|using|used) (?:only )?(?:indoors|in the house|at home)", "for indoors"),
    (r"(?<![a-z])completely (?=flat|seamless|unlined)", ""),
    (r"(?<![a-z])(?:nobody|no one) (?:has|had|having) (?:broken|opened|removed|tampered with) (?:the|its) (?:security )?seal", "the security seal is intact"),
    (r"(?<![a-z])with (?:the|its) (?:security )?seal (?:unbroken|in place|untouched|on)", "if the security seal is intact"),
    (r"(?<![a-z])(?:suitable|fine|right|good) for (?:a |even a |even |the )?(?:newborns?|newborn bab(?:y|ies)|babies from (?:birth|day one))(?![a-z])", "suitable from birth"),
    # sending back and forth
    (r"(?<![a-z])(send|sends|sending|post|posts|posting|mail|mails|mailing|ship|shipping) ((?:the|these|those|this|that|your|a|an|any|such) )?((?!it |them |us )[a-z]+(?: [a-z]+)?) back(?= |,|\.|;|:|$)", r"send back \2\3"),
    (r"(?<![a-z])(?:posting|mailing) (?:it|them|something|anything|things) back", "returning by post"),
    (r"(?<![a-z])(?:handing|dropping|giving|bringing) (?:it|them|something|things) (?:in|off|back)(?: yourself| in person)? at", "returning in"),
    (r"(?<![a-z])(?:hand|drop|give|bring) (?:it|them) (?:in|off|back)(?: yourself| in person)? at", "return it in"),
    (r"(?<![a-z])(?:are|is) yours to pay(?! for)", "are paid by the recipient"),
    (r"(?<![a-z])(?:fall|falls) to (?:you|the customer|the recipient)(?! to)", "are paid by the recipient"),
    (r"(?<![a-z])(?:whoever|the person who) (?:receives|gets) (?:the|your) (?:parcel|package|delivery) pays (?:them|the duties)(?![a-z])", "the recipient pays the duties"),
    (r"(?<![a-z])if we (?:have )?(?:slipped up|got it wrong|made a mistake|mixed things up|messed up)(?: and (?:posted|sent|shipped|packed)(?: you)? the wrong (?:item|thing|one|size|product|parcel|article))?(?=[,;. ])", "if we sent the wrong one"),
    (r"(?<![a-z])the wrong thing(?![a-z])", "the wrong one"),
    (r"(?<![a-z])(?:an? )?(?:photo id|id) with (?:a|your) photo(?: on it)?", "photo id"),
    (r"(?<![a-z])id with a (?:photo|picture)", "photo id"),
    (r"(?<=from )(nine|9|10|ten|8|eight)(?: o'clock)? (?:to|until|till) (seven|7|six|6|five|5|eight|8|nine|9)(?: o'clock)?(?=,|\.| paris| beijing| on| every|$)", lambda found: f"{_HOURS[found[1]]}:00 to {_HOURS[found[2]] + 12}:00"),
    (r"(?<![a-z])english[- ]speaking(?= advis)", "english"),
    (r"(?<![a-z])(?:chinese|mandarin)[- ]speaking(?= advis)", "chinese"),
    (r"(?<![a-z])french[- ]speaking(?= advis)", "french"),
    (r"(?<![a-z])(?:on the road|on its way to you|in transit)(?! (?:again|soon))", "to arrive"),
    (r"(?<![a-z])however much you (?:spend|order|buy)", "whatever the order amount"),
    (r"(?<![a-z])no matter how much you (?:spend|order|buy)", "whatever the order amount"),
    (r"(?<![a-z])whatever you (?:spend|order|buy)", "whatever the order amount"),
    (r"(?<![a-z])whatever (?:the|your) (?:total|order|basket)(?: is| comes to)?(?=[,.; ]|$)", "whatever the order amount"),
    (r"(?<![a-z])anything (?:from|in) the sale(?= )", "sale items"),
    (r"(?<![a-z])once open(?:ed)?, (?:it is |they are )?(?:best |to be |should be )?(?:used|use it|use them|finish it)(?: up)? within", "use within"),
    (r"(?<![a-z])(?:it is |they are )?(?:best |better )used (?:up )?within (.{1,20}?) of opening", r"use within \1 of opening"),
    (r"(?<![a-z])a fifth of a carat", "0.2 carat"), (r"(?<![a-z])(?:a|one) (?:quarter) of a carat", "0.25 carat"), (r"(?<![a-z])half a carat", "0.5 carat"),
    (r"(?<![a-z])priced in (?:yuan|rmb|renminbi), (\d)", r"priced at cny \1"),
    (r"(?<![a-z])((?:in|to|from|at|near) (?:(?:paris|lyon|marseille|bordeaux|toulouse|lille|cannes|london|milan|shanghai)(?:, | and | or |, and |, or ))*)nice(?= ?(?:[,.;:?!]|$)| (?:is|are|takes|costs|and|or|it|for|by|you|we)(?![a-z]))", r"\1city of nice"),
    # sizes and days
    (r"(?:(?<=^)|(?<=[,;.] )|(?<=and )|(?<=the )|(?<=but )|(?<= a ))(small|medium|large|extra large|extra small) in (?=[a-z]+ (?:is|are|should|will|has|comes|returns|sold|left|back|won't)(?![a-z]))", lambda found: f"size {_SIZES[found[1]]} in "),
    (r"(?<= in )(?:a |the )?(small|medium|large|extra large|extra small)(?= (?:is|are|should|will|has|comes|returns|left|back|sold|and|or)(?![a-z])|[,.;]|$)", lambda found: f"size {_SIZES[found[1]]}"),
    (r"(?<![a-z])(?:in )?a week tomorrow(?![a-z])", "in 8 days"), (r"(?<![a-z])(?:in )?a week today(?![a-z])", "in 7 days"),
    (r"(?<=[a-z0-9]) (is|are) there(?=,|;|\.|$)", r" \1 in stock"),
    (r"(?<![\d.,€])(\d[\d.,]*\d) (instead of|rather than|down from|not) (\d[\d.,]*\d) (euros?|eur)(?![a-z])", r"\1 \4 \2 \3 \4"),
    (r"(\d[\d.,]*\d) (euros?|eur) (for the [^,;.]{2,20}), (and )?(\d[\d.,]*\d) (?=for the )", r"\1 \2 \3, \4\5 \2 "),
    (r"(?<![a-z])(?<!quite )(?<!just )as well as (?=[a-z])", "and "),
    (r"(?<=opened, )(?:please )?(?:use it up|use them up|finish it|finish them|it keeps for|it lasts) (within|in|for) ", "use within "),
    (r"(?<![a-z])(within|in) (\S+ (?:days?|weeks?)) of (?:the|your|a) (return|parcel|package|item|goods) (?:reaching|arriving with|getting back to|coming back to) us", r"\1 \2 after the return reaches us"),
    (r"(?<![a-z])(?:do not|never|please do not) (?:leave|let|get|expose|put|keep|store) (?:it|them|this|these)(?: out)?(?: get| come)? (?:in|to|near|under|into contact with|caught in) (?:the |any |direct |bright )?(rain|sun|sunlight|heat|water|light|perfume|moisture|damp)(?![a-z])", r"keep away from \1"),
    (r"(?<![a-z])(?:your |a |any )?(?:touch ?screens?|phones?|phone screens?|screens?) (?:will not|do not|does not|cannot) (?:respond|react|answer) to (?:these|them|it|the|this)(?: gloves| pair)?(?=[,;.]|$)", "they do not work on a touchscreen"),
    (r"(?<![a-z])(\d[\d,.]*)-euro (order|basket|purchase)", r"\2 of \1 euros"),
    (r"(?:will not|is not|are not) (?:be )?(?:with us|back|back with us|in again|here)(?: again)? before (?=the \d|\d|[a-z]+ \d)", "not before "),
    (r"(?:any |all |the )?cleaning(?: of [a-z ]+?)? (?:is|should be) (?:best )?(?:left to|done by|entrusted to) (?:a |the )?(?:professional|specialist)s?(?: cleaners?)?(?=[,;.]|$)", "professional cleaning only"),
    (r"(?<=[a-z]) (is|are) in(?=,|;|\.|$)", r" \1 in stock"),
    # what one would have to do, for what cannot be done with it
    (r"(?:you |one )?(?:will |would |may |might )?(?:have|need|want|ought) to (?:slip|take|pull|peel|whip) (?:one|them|these|one glove|a glove|the gloves|your gloves) off (?:first )?(?:to|before you|if you want to|when you) (?:use|text|type on|answer|unlock|swipe|touch|tap|operate)(?: on)?(?: (?:your|the|a)? ?(?:phone|telephone|mobile|smartphone|touchscreen|screen|handset))?(?=[,;.]|$)", "they do not work on a touchscreen"),
    (r"(?<![a-z])(?:so )?(?:skip|forget|no|leave out) (?:the )?(?:laps|swimming|swim|pool|swims|lengths)(?=[,;.]|$)", "not for swimming"),
    (r"(?<![a-z])keep (?:it|them|this) out of (?:the|a) (?:washer|washing machine|machine)(?![a-z])", "do not machine wash"),
    (r"^before (?:lighting|you light|burning|you burn|each burn|every burn)(?: it| them)?(?: again)?, (?=.*wick)", ""),
    (r"(?<![a-z])is (?:all part|part) of the (?:service|deal|package|bargain)", "is included"),
    (r"pressed with an? (alligator|crocodile) (?:pattern|grain|print)", r"\1-embossed"),
    (r"if you (?:are |take |wear |would be )?(?:normally |usually |generally |ordinarily |typically |always )*(?:are |take |wear |buy |a )*(?:an? )?(?:size )?(\d\d)(?: normally| usually| as a rule)?, (?:then )?(?:may i suggest|might i suggest|i (?:would |will )?suggest|we (?:would )?suggest|i (?:would )?recommend|we recommend|i would go for|go for|take|choose|try|pick|order|you would want|you want|you will want) (?:the |a |an )?(?:size )?(\d\d)(?=[,;.]|$)", lambda found: {1: "take one size up", 0: "take your usual size", -1: "take one size down"}.get(int(found[2]) - int(found[1]), found[0])),
    # two of one kind
    (r"((?:€|eur ?)?\d[\d.,]*(?: ?(?:euros?|eur|€))?|[a-z-]+ euros) above (?=the |our |its )", r"\1 more than "),
    (r"((?:€|eur ?)?\d[\d.,]*(?: ?(?:euros?|eur|€))?|[a-z-]+ euros) below (?=the |our |its )", r"\1 less than "),
    (r"(?<=is not waterproof) (?:coat|jacket|parka|shell|raincoat|mac)(?![a-z])", ""), (r"(?<=not a waterproof) (?:coat|jacket|parka|shell|raincoat|mac)(?![a-z])", ""),
    (r"(?:has|have) (sundays?|saturdays?|mondays?) off", r"are not there on \1"),
    (r"(?<![a-z])shut(?:s)? with (?:a )?magnet", "closes with a magnet"),
    (r"(?<![a-z])and (?:a )?drawstring to close it", "and a drawstring closure"),
    (r"(?:in )?a week from tomorrow(?![a-z])", "in 8 days"), (r"(?:in )?a week from (?:today|now)(?![a-z])", "in 7 days"),
    (r"(?<![a-z])already (?=reduced|on sale|discounted|marked down)", ""), (r"^(?:sure|of course|certainly|absolutely), ", ""),
    (r"(?<= hours) off (?:your|the) wrist", ""), (r"(?<=days) off (?:your|the) wrist", ""), (r"(?<=duties )(?:are|is) (?:on|down to|up to) (?:you|the customer)(?![a-z])", "are paid by the recipient"),
    (r"(sterling silver|silver|steel|brass) (?:under|beneath|below) (?:an? )?(rhodium|gold|rose gold|palladium) (?:plating|coating|layer|finish)", r"\2-plated \1"),
    (r"(?:only|just) copes? with (?=splashes)", "withstands only "), (r"(?<![a-z])we (?:will )?keep (?:your|the|an) order (?:for )?(?:a|one|1) week", "orders are kept for 7 days"),
    (r"(?:be )?careful (?:if|when) you(?: are)?(?: have)? (?:allergic to nuts|a nut allergy)[:,;] (?:there is|it has|it contains) (almond|hazelnut|walnut) (oil|butter|milk)(?: in it)?", r"it contains \1 \2"),
    (r"if you (?:normally|usually|generally|ordinarily) (?:take|wear|are)(?: an?)?(?: size)? (\d\d), (?:this|the|a)(?: size)? (\d\d) (?:would be|is) (?:my|our|the) (?:suggestion|advice|recommendation|one|size)(?: (?:to pick|to take|to choose|for you|i would pick|i pick|i'd pick))?(?=[,;.]|$)", lambda found: {1: "take one size up", 0: "take your usual size", -1: "take one size down"}.get(int(found[2]) - int(found[1]), found[0])),
    (r"(?:plan on|expect|count on) (?:a )?(?:new battery|battery change) (?:roughly|about|around) every (\S+ years?)", r"the battery lasts about \1"),
    (r"(?<![a-z])up to and including (?=\d|the \d)", "until "),
    # a code, and what it makes of a price
    (r"(?<![a-z])(?:(?:pop|type|key|punch) in|enter) ([a-z]+\d+),? and (?=they|it|these|this|the price)", r"with \1 "),
    (r"(?<![a-z])to an? address in (?=[a-z])", "to "),
    (r"(?<![a-z])([a-z]+\d+) (?:brings|takes|gets) (this pair|this|it|these|them) down from (?=[€¥]|eur|cny|\d)", lambda found: f"with {found[1]} {'they drop' if found[2] in ('these', 'them', 'this pair') else 'it drops'} from "),
    (r"(?:go|going|go for|choose|pick) one size (up|down) from your usual(?: size| one)?(?: in (?:these|this|them|it))?(?=[,;.]|$)", r"take one size \1"),
)  # fmt: skip
_COMPILED: Final = compiled(_PAIRS_EN)
_HAN: Final = re.compile("[\u3400-\u9fff]")


def plainer(text: str) -> str:
    """The normalised sentence, put plainly."""
    if _HAN.search(text):
        return plainer_chinese(at_the_counter_chinese(by_purpose_chinese(said_otherwise_chinese(text))))
    text = at_the_counter(by_purpose(said_otherwise(common_form(without_idle(text)))))
    return rewritten(text, _COMPILED)
