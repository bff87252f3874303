"""Boasts by their build: nothing that is better, nothing that can go wrong, everybody else worse, ailments that go away."""

from __future__ import annotations

import re
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.detectors.claim import Claim
from mercery.inspection.reading.clauses import Clause
from mercery.inspection.reading.declining import declines

_ABOVE: Final = re.compile(
    r"(?<![a-z])(?:there(?:'s| is| are) no (?!other|longer|further|earlier|later|under|never|matter|number|order|paper|member|corner|answer|offer|over|power|water|after)[a-z]{2,}er [a-z]+(?:,? (?:full stop|period|anywhere|than (?:this|it|ours|them)))"
    r"|hands down the [a-z]+|the [a-z]+est [a-z]+ (?:in existence|ever made|money can buy|on the planet)|i've yet to see|the only [a-z]+ that (?:really|actually|truly) works)(?![a-z])"
    r"|没有之一|没有任何[^,，。]{1,8}比[它这我][^,，。]{0,4}更|(?:哪家|谁家|谁|哪个牌子)的?[^,，。]{0,8}能(?:跟|和|同)我们[^,，。]{0,3}比|都是弟弟"
)
_NEVER_FAILS: Final = re.compile(
    r"(?<![a-z])(?:(?:can'?t|cannot|won'?t|will never|never)(?: [a-z]+){1,4} (?:under any circumstances|no matter what|in a (?:hundred|thousand) years|as long as you live)|will never ever|no (?:[a-z]+) (?:on this planet|has ever|alive) (?:can|could|[a-z]+ed)|not (?:one|a single) [a-z]+ has ever|(?:everyone|everybody) who uses it,? no exceptions|no exceptions|at any depth|nobody reacts to it|no harm (?:to|on) [a-z ]{2,20} whatsoever|germ-?free for life)(?![a-z])"
    r"|绝不会|绝无可能|百分(?:之)?百不|(?:一|几)?百年(?:都|也)不|什么[^,，。]{0,6}(?:都|也)(?:吹|打|摔|磨|砸)不|[一-鿿\d]级台风也|(?:一切|所有)[^,，。]{0,6}(?:都能|绝)|谁(?:穿|用|吃|喝)谁[^,，。]{1,3}"
)
_OTHERS_WORSE: Final = re.compile(
    r"(?<![a-z])(?:the rest (?:is|are) (?:just |only |nothing but )?(?:coloured|colored|rubbish|junk|water|fakes?|copies|garbage|cheap)|unlike (?:the|those) (?:[a-z-]+ )?(?:merchants|crooks|cheats|sharks|amateurs|rip-?offs)|i wouldn'?t touch [a-z]+'?s?|(?:from|at) the [a-z]+ (?:is|are) (?:basically|pure|practically) (?:poison|rubbish|junk|toxic))(?![a-z])"
    r"|(?:别家|别的卖家|别人家|隔壁(?:那家)?|另一家|其他家|市面上别的)[^。!！?？]{0,6}(?:的)?[^。!！?？]{0,6}(?:都是?|会骗|全是|用的是)|只有我(?:们)?(?:家|这款)?(?:的)?(?:是真|才是真|不会|才)|除了我们[^,，。]{0,2}[,，]别"
)
_HEALS: Final = re.compile(
    r"(?<![a-z])(?:stop taking (?:the|your) (?:tablets|pills|medicine|medication)|(?:won'?t|never) (?:get|catch|have) (?:cancer|ill|the flu|a cold)(?: again)?|(?:cholesterol|blood pressure|insomnia|eczema|arthritis|migraines?|acne|asthma|back pain) (?:sorts? itself out|goes? away|disappears?|vanish(?:es)?|is gone|will be gone)|years younger|straightens? a crooked|(?:medically|clinically) superior|adds? \w+ years to (?:your|the|a)|(?:better|more) than (?:any|your) doctor|can'?t do for acne)(?![a-z])"
    r"|比(?:看医生|吃药|打针|去医院)(?:都|还)?[^,，。]{0,3}(?:管用|有用|强|好)|(?:三高|血压|血糖|血脂|度数|妊娠纹|痘痘|斑|皱纹|便秘|失眠|贫血|湿气|驼背)[^,，。]{0,8}(?:就没了|自己就下去|降下来|调好|纠正|就好了|能好|全好)|当晚就能睡|(?:好得快|康复)[^,，。]{0,4}一?倍|内脏[^,，。]{0,3}归位|怎么可能过敏|(?:成绩|分数)[^,，。]{0,6}(?:至少|保证|必)?提高|周必长"
)
_KINDS: Final = (
    (_ABOVE, Words("It places the goods above all others.", "使用了最高级的说法。")),
    (_NEVER_FAILS, Words("It leaves no exception.", "使用了绝对化的说法。")),
    (_OTHERS_WORSE, Words("It speaks ill of others who sell the like.", "贬低了其他商家或品牌。")),
    (_HEALS, Words("It claims an effect on health.", "宣称了对健康或疾病的功效。")),
)


def boasts(clause: Clause) -> Claim | None:
    """What the clause boasts of; a sentence that declines boasts of nothing."""
    if clause.question or declines(clause.sentence_text):
        return None
    for pattern, why in _KINDS:
        if found := pattern.search(clause.sentence_text if pattern in (_ABOVE, _NEVER_FAILS) else clause.text):
            return Claim(words=found[0], why=why)
    return None
