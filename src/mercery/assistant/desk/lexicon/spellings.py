"""English words worth restoring when misspelt, and words that are right as they stand."""

from __future__ import annotations

from typing import Final

KEY_WORDS: Final = frozenset(
    """cancel cancelled canceled cancellation cancelling return returning returned returns refund refunded refunds exchange exchanged exchanging
    change changed changing swap switch replace replacement modify modified upgrade order orders ordered address payment payments paying shipping shipped ship
    delivery delivered deliver status tracking total price prices expensive cheapest cheaper available availability stock options option different difference
    instead because mistake accident accidentally needed longer reason confirm confirmed correct everything nothing something anything please proceed
    original paypal mastercard visa credit card gift balance ending account profile default moved street avenue apartment suite
    manager person human agent supervisor lawyer please thanks thank hello email name zip postcode number pending processed item items piece pieces
    both another other others which where when what would could should want wanted need like have white black blue green grey silver gold brown purple yellow orange pink navy beige
    small medium large size color colour material wireless wired leather cotton polyester glass plastic metal rubber stainless steel wood wooden keep keeping except rest leave forget
    never mind don't yes sure okay right going ahead exactly immediately business days money already arrived arrive question information recommend opinion discount voucher compensation
    speaker keyboard backpack bicycle camera tablet laptop kettle helmet skateboard vacuum cleaner purifier puzzle grill bookshelf chair umbrella sneakers boots
    sunglasses headphones earbuds charger thermostat bottle notebook perfume makeup toothbrush watch jacket lamp bulb hose luggage mouse machine coffee espresso smartphone phone dumbbell
    cheapest whole entire instead version cordless bagless robotic linear tactile clicky backlight capacity storage screen battery hours inch inches feet liters waterproof resistant
    polarized adjustable fixed automatic manual electric induction charcoal rotisserie portable professional basic intermediate beginner expert fantasy landscape animals""".split()
)  # fmt: skip

COMMON: Final = frozenset(
    """a about above actual actually after again against all almost alone along also although always am among an and any anybody anyone anyway are around as ask asked asking at away
    back bad bank be been before began begin behind being below best better between big bit bought box boy break bring broken brother build but buy by call called came can case cause
    certain check child choose city clear close closed come comes coming cost course daughter day days deal did does doing done door down during each early easy eight either else end enough even ever every
    extra fact fall family far fast father feel few fill final finally find fine first fit five follow for found four free friend from front full fun gave get gets getting girl give given giving glad go goes
    gone good got great group guess guy had half hand hang happen happy hard has hate hated hates hear heard help her here hey him his hold home hope hot hour house how huge hurry husband idea if
    in inside into is issue it its itself job just keep kept kids kind knew know known last late later least left less let life light line list little live living long look looked looking lost lot love loud low
    made main make makes making many may maybe me mean meant meet might mine minute miss missing mom moment month months more morning most mother move moving much must my myself near new next nice night nine no
    none normal not note now of off office often oh ok old on once one only onto open or our out over own paid pair part pass past pay per perhaps pick picked place placed plan please point possible post pretty
    probably problem put quick quickly quite read ready real really red remove request ring room run safe said same save saw say says second see seem seen send sent set seven several she short should show side
    since sister sit six so sold some somebody someone sometimes son soon sorry sort sound sounds speak spend spent stand start stay still stop stuff such support take taken taking talk tell ten than that thats the their
    them then there these they thing things think third this those though thought three through time times to today together told tomorrow too took top town tried true try trying turn twice two type under understand
    until up upon us use used using usually very wait waiting walk wanna was watch way we week weeks well went were while who whole why wife will wish with within without woman won't wonder word work working works world worse worth
    write wrong year years yet you your yours yourself yeah yep nope damn ugh lol hmm umm gonna gotta can't cant dont doesn't isn't i'd i'll i'm i've it's that's what's he's she's we're they're unless rather than either
    color colors size sizes charge charged deal fine gift date note print plane plain table cable title battle settle metal mental crown clown brand bland stand grand land hand sand wand
    slow show snow flow flew blew clue glue true glass class grass brass mass pass pants plants ranch branch lunch bunch punch boots roots foots shoots boats coats goats shoes shows
    north south east west lane road drive court highway floor unit building springs river lake hill park""".split()
)  # fmt: skip
