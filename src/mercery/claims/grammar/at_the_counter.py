"""English as it is spoken over a counter: how a thing is handled, how it fits, what runs how long, hours and sums, put plainly.

As in plainer.py each pair says the same on both sides, or the right side says more, so that what is proved of it holds of the left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from mercery.claims.grammar.rewriting import compiled, rewritten

_IT: Final = (
    "(?:it|them|this|these|this one|the (?:bag|shoes?|boots?|loafers?|watch|ring|scarf|hat|gloves?|coat|jacket))"
)
_END: Final = r"(?=[,.;!]|$| - )"
_HOURS: Final = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_HOUR: Final = rf"(?:{'|'.join(_HOURS)}|\d{{1,2}})"
_SPECIALIST: Final = r"(?P<who>leather )?(?:specialists?|professionals?|experts?|pros?)(?: cleaners?)?"
_HARM: Final = r"(?:rain|sun|sunlight|sunshine|heat|heaters?|radiators?|stoves?|fires?|fireplaces?|water|light|perfume|moisture|damp|humidity)"


def _clock(found: re.Match[str]) -> str:
    """`one in the afternoon` is 13:00."""
    hour = _HOURS.index(found["h"]) if found["h"] in _HOURS else int(found["h"])
    late = found["part"] in ("afternoon", "evening") and hour < 12
    return f"{hour + 12 if late else hour}:00" if 0 < hour <= 12 or hour == 0 else found[0]


def _sized(found: re.Match[str]) -> str:
    """`normally a 37? then the 38 is yours`: told by the difference."""
    apart = int(found["advised"]) - int(found["usual"])
    return {0: "take your usual size", 1: "take one size up", -1: "take one size down"}.get(apart, found[0])


def _cleaned_by(found: re.Match[str]) -> str:
    return f"{found['who'] or 'professional cleaning '}{'specialist ' if found['who'] else ''}only"


_PAIRS: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    # how a thing is handled
    (rf"(?<![a-z])(?:do not|never|please do not|you should not|try not to) (?:leave|let|get|expose|put|keep|store|place|stand|hang|lay|set) {_IT} (?:get |come |be )?(?:anywhere )?(?:in|to|near|near to|under|close to|next to|by|beside|on|too near|too close to|caught in) (?:the |a |an |any |direct |bright |strong |your )*(?P<what>{_HARM})(?![a-z])", r"keep away from \g<what>"),
    (rf"(?<![a-z])(?:do not|never|please do not|try not to) (?:let|allow) {_IT} (?:to )?rub(?: up)?(?: (?:against|on) (?:things|anything|other things|something|clothes|a rough surface|rough surfaces))?{_END}", "protect from rubbing"),
    (rf"(?<![a-z])(?:protect|guard|shield|save|spare|keep) {_IT} (?:safe )?(?:from|against) ", "keep away from "),
    (rf"(?<![a-z])(?:pop|slip|tuck|put|slide|place) {_IT} (?:back )?in(?:to|side)? (?=its |the |their )", "store in "),
    (r"(?<![a-z])(?:pop|put|throw|stick|chuck|toss) (?:it|them|this|these|the [a-z]+) in(?:to)? (?:the|your|a) (?:washing machine|washer|machine)", "machine wash"),
    (r"(?<![a-z])sponge (?:it|them) (?:down|clean|off) with ", "sponge with "), (r"(?<![a-z])brush (?:any |the |off )*dust (?:off|away)(?![a-z])", "brush off dust"),
    (r"(?<![a-z])(?:trim|cut) the wicks? (?:back |down )?to ", "trim the wick to "), (r"(?<![a-z])(?:put|pop|slip) (?:them|it|these) on (?:only )?(?:once|after|when) (?:your|the|any) (?:perfume|scent|fragrance) (?:has |is )?(?:dried|dry|settled|on)", "put on after perfume"),
    (rf"(?<![a-z])(?:leave|entrust) (?:the |any |all |its |their )*(?:cleaning|care)(?: of {_IT})? to (?:an? |the )?{_SPECIALIST}(?![a-z])", _cleaned_by), (rf"(?<![a-z])(?:an? |the )?{_SPECIALIST} is the only way to (?:go|clean)(?: {_IT})?(?: with {_IT}| with this [a-z]+)?", _cleaned_by),
    (rf"(?<![a-z])(?:an? )?professional cleaner is the only way to go(?: with (?:this|the) [a-z]+)?{_END}", "professional cleaning only"),
    (r"(?<![a-z])i would not (?=swim|wash|dive|wear)", "do not "), (r"(?<![a-z])(?:as |since |because )?(?:it |they )?(?:really )?(?:can )?only cope?s? with splashes", "it is only splash-proof"), (r"(?<![a-z])withstands only splashes", "is only splash-proof"),
    (r"(?<![a-z])(?:once|after|when) (?:it is |you have |they are |it has been )?opened(?: it| them)?, (?:please |do )?(?:use|finish|use up) (?:it |them )?(?:up )?within (\S+ [a-z]+)", r"use within \1 of opening"),
    (r"(?<![a-z])(no|not|nothing|never|without|hardly)((?: [a-z-]+){0,4}?) (?:at all|whatsoever)(?=[,.;!]|$)", r"\1\2"),
    (r"(?<![a-z])(?:do not|never|please do not|try not to) (?:let|allow) (?:it|them|this|these) (?:to )?(?:get|become|be) (?:damp|moist|humid)(?![a-z])", "keep away from moisture"),
    # how it fits, and what fits
    (r"(?<![a-z])(?:come|comes|run|runs|fit|fits|come out|comes out|turn out) (?:up )?(?:just )?(?:a touch|a bit|a little|a tad|slightly|somewhat|rather|fairly|a shade|a fraction|on the) (?:on the )?small(?: side)?", "run small"), (r"(?<=run small), (?:so )?(?:do )?(?:please )?(?:go|move|size) (?:up )?(?:one|by one|up|one up|up one|a size|up a size)(?: up)?(?: size)?(?=[,.;!]|$)", ", take one size up"),
    (r"(?<![a-z])(?:i|we) would (?:size|go) up (?:by )?(?:one|a size)(?=,| since| because|\.|$)", "take one size up"), (r"(?<=one size up),? (?:since|because|as) (?=this|these|it|they)", ", "), (r"(?<![a-z])this style (?=runs|comes|fits)", "it "),
    (r"(?<![a-z])(?:normally|usually|generally),? (?:you are )?(?:an? |size )?(?P<usual>\d\d)(?:,? (?:are you|you say|right))?\?,? (?:then )?(?:it is )?(?:the|a|take the|take a|go for the) (?P<advised>\d\d)(?: (?:is|would be|will be) (?:yours|the one|your size|right)| you would want| you want| for you| then)?(?=[,.;!]|$| - )", _sized),
    (r"(?<![a-z])(an? \d\d-inch (?:laptop|computer)) is (?:much |far |simply |just |a bit |a little |slightly )?too (?:big|large|wide) for (?:it|this|this one|the bag|the tote)", r"\1 does not fit"), (r"(?<![a-z])(?:there is )?(?:room|space) enough for (?=an? \d\d|a laptop)", "fits "), (r"(?<![a-z])(?:there is )?enough (?:room|space) for (?=an? \d\d|a laptop)", "fits "), (r"(?<![a-z])(?:big|large|wide|roomy) enough for (?=an? \d\d-inch)", "fits "), (r"(?<=laptop )(?:slides|slips|goes|fits) in (?:easily|nicely|comfortably|without a fuss|just fine|no problem)", "fits"), (r"(?<![a-z])(?:pulls|draws|ties|cinches) (?:shut|closed) with a drawstring", "closes with a drawstring"), (r"(?<![a-z])stand-up collar", "stand collar"), (r"(?<=collar) (?:instead of|rather than|in place of|and not|but not) (?:an? |any )?hood(?![a-z])", ", no hood"), (r"(?<![a-z])along (?:each|every) side(?![a-z])", "square"), (r"(?<![a-z])(?:were|are) (?:rolled|finished) by hand(?![a-z])", "are hand-rolled"),
    (r"(?<![a-z])(?:the )?lock is tsa[- ](?:approved|certified|compatible|friendly)", "it has a tsa lock"), (r"(?<![a-z])tsa[- ](?:approved|certified|compatible) lock", "tsa lock"),
    # what runs how long
    (r"(?<![a-z])(?:takes|brings|pushes|stretches|bumps) (?:the total|that|it|this|them)(?: up)? to (?=(?:a total of )?\d)", "gives a total of "), (r"(?<=with the case )(?:that|it|this) (?:goes|rises|climbs|jumps|stretches|comes) (?:up )?to (?=\d)", ""), (r"(?<![a-z])wind it (?:up )?(?:fully|completely|all the way)(?: up)?,? and (?:it will |it'll |it )?(?:runs?|goes|keeps going) for ", "fully wound it runs for "),
    (r"(?<=lab-grown) and weighs (?=\d)", ", "), (r"(?<![a-z])over (?=usb)", "by "), (r"(?<![a-z])(wirelessly|usb-?c) or (?:by |via |with |through )?(wirelessly|usb-?c)(?![a-z])", r"\1 and \2"),
    (r"(?<![a-z])(?:the )?battery (?:is )?(?:good|lasts?|goes|keeps going|runs|holds) (?:for )?(about |around |roughly )?(\S+ years?)(?:,? (?:and |after which )?(?:then )?(?:you|we) (?:swap|change|replace|renew) it)?(?=[,.;!]|$)", r"battery change \1every \2"),
    # stock, and its days
    (r"(?<![a-z])(?:we|i) can (?:pop|put|get|stick) (?:an? |the |your )?(?P<what>[a-z0-9 ]{1,16}?) (?:in the post|out|off|out to you|on its way) (?:to you )?(?:today|right away|straight away|at once|now)", r"the \g<what> is in stock"), (r"(?<![a-z])an? (?P<t>week|fortnight|month) from (?:today|now)(?![a-z])", r"in a \g<t>"),
    (r"(?<![a-z])(?P<how>heavier|lighter|dearer|cheaper|longer|shorter|wider|taller|larger|smaller) than (?P<than>[a-z0-9 ]{3,28}?) by (?P<much>\d[\d.,]* ?[a-z]+)(?=[,.;!]|$)", r"\g<much> \g<how> than \g<than>"),
    (r"(?<![a-z])(?:so )?(?:grab|go for|take|stick to|stick with|pick|order|get|choose) (?:just )?your usual(?: one)?(?=[,.;!]|$)", "take your usual size"), (r"(?<![a-z])([a-z]{3,}\d+) works (?:on|for|with) ", r"\1 is valid for "), (r"(?<![a-z])one (?:go|use|time|turn|try) (?:per|for each|each|a) (?:person|customer|head|client|shopper)(?![a-z])", "once per customer"),
    (r"(?<![a-z])(?<!you )(?<!you can )(?<!you may )(?<!customers )(?:we |and )?(?:leave|keep) (?:the |any |all )?prices? (?:tags? )?(?:out|off)(?: of (?:it|the parcel|the box))?(?=[,.;!]|$)", "no prices are shown in the gift parcel"),
    (r"(?<![a-z])(wind|winds) (?:this|this one|the watch|this watch|them) by hand", r"\1 it by hand"),
    (r"(?<![a-z])(january|february|march|april|may|june|july|august|september|october|november|december) the (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|\d{1,2}(?:st|nd|rd|th)?)(?![a-z])", r"the \2 of \1"),
    (r"(?<![a-z])the (\S+ of [a-z]+) is when (?=the |our )", r"on the \1, "),
    (r"(?:(?<=^)|(?<=[,;.] ))(?:it is )?not in (?P<what>[a-z ]{2,20}?) (?:today|right now|now|at the moment|just now|at present)(?=[,.;!]|$)", r"\g<what> is out of stock"),
    (r"(?<=strap )(?:goes|extends|lengthens|stretches|runs) (?:out )?(?:up )?to (?=\d)", "adjusts up to "), (r"(?<![a-z])(?:a|one) year (?: ?'s )?(?:of )?(?=warranty|guarantee)", "1 year "),
    (r"(?<![a-z])(?:the |its |their )?price (?:came|comes|has come|went|has gone|is|fell|dropped)(?: down)? by (?=[€¥]?\d|eur)", "you save "), (r"(?<=\d mm) before (?:you )?(?:light|lighting|each use|every use|burning|burn|each burn|every burn)(?: it| them)?(?: again)?(?=[,.;!]|$)", ""), (r"(?<![a-z])of (?:the|your) return (?: ?'s )?(?:arrival|receipt)(?![a-z])", "after the return reaches us"), (r"(?<![a-z])refunds? (?:reach|reaches) (?:your|the) original payment method", "refunds are made to the original payment method"),
    # hours, sums
    (rf"(?<![a-z0-9:])(?P<h>{_HOUR}) (?:o'clock )?in the (?P<part>morning|afternoon|evening)(?![a-z])", _clock), (r"(?<![a-z])(monday|tuesday|wednesday|thursday|friday) (?:through|thru) (?=friday|saturday|sunday)", r"\1 to "), (r"(?<![a-z])from (\d{1,2}:\d\d) (?:until|till|through) (?=\d{1,2}:\d\d)", r"\1 to "), (r"(?<=advisers )(?:is|are) there (?=(?:from )?\d|monday|every)", "are in "),
    (r"(?<![a-z])a fifth off(?![a-z])", "20% off"), (r"(?<![a-z])a quarter off(?![a-z])", "25% off"),
    (r"(?<![a-z])(?:the )?last day of (?=november|april|june|september)", "30 "), (r"(?<![a-z])(?:the )?last day of (?=january|march|may|july|august|october|december)", "31 "),
    (r"(?<![a-z])splits? into (?=three|six|3|6)", "can be paid in "), (r"(?<=per )cent of the (?:yarn|wool|knit|cloth|fabric|fibre) is ", "cent is "), (r"(?<=%) of the (?:yarn|knit|cloth|fabric|fibre) is (?=[a-z])", " "), (r"(?<![a-z])the (?:remainder|rest|balance)(?: is| being)? (?=[a-z]+[,.;]|[a-z]+$)", "the rest is "),
    (r"(?<![a-z])(?:it |they )?(?:comes?|is|are) (?:only )?(?:available )?only in (?=(?:size )?(?:xs|s|m|l|xl)(?![a-z]))", "comes only in "),
)  # fmt: skip
_COMPILED: Final = compiled(_PAIRS)


def at_the_counter(text: str) -> str:
    """A normalised English sentence with what is spoken over a counter put plainly."""
    return rewritten(text, _COMPILED)
