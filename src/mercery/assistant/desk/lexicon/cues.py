"""How customers say what they want done, in both languages: patterns over text in lower case.

Chinese punctuation is narrow by then and apostrophes are straight. Where two patterns meet in one sentence, `wishes.py`
says which one leads.
"""

from __future__ import annotations

import re
from typing import Final


def _any(*parts: str) -> re.Pattern[str]:
    # ASCII: 汉字 are no word characters here, so that `\b` holds between them and Latin letters.
    return re.compile("|".join(parts), re.IGNORECASE | re.ASCII)


CANCEL: Final = _any(
    r"\bcancel\b(?! (?:culture|button))", r"\bcanceling\b|\bcancelling\b", r"\bcancellation\b", r"\b(?:want|need|like|get|have) (?:\S+ ){0,5}?cancell?ed\b",
    r"\bcall(?:ing)? (?:it |the order |that |this )?off\b", r"\bscrap (?:the|my|that|this) order\b", r"\bcall off\b",
    r"(?<!已)(?<!被)(?<!了)取消(?!了[吗没]|的订单|的那)", r"退订", r"撤单|撤销", r"不要这[个张]?(?:单|订单)了?", r"退单",
)  # fmt: skip
RETURN: Final = _any(
    r"\breturn(?:ing|s)?\b(?! policy| label| address)", r"\bsend(?:ing)? (?:\S+ ){0,18}?back\b", r"\bgiv(?:e|ing) (?:\S+ ){0,4}back\b", r"\btake (?:\S+ ){0,18}?back\b", r"(?<!my )(?<!the )(?<!a )(?<!your )\brefund (?:me )?(?:for )?(?:the|my|this|these|both|all|everything)\b",
    r"\bget (?:a|my|the) (?:refund|money back)\b", r"\b(?:want|like|need) (?:a|my) (?:refund|money back)\b", r"\bbring back\b", r"\brefund,? (?:please|pls)\b|\b(?:please|pls) refund\b", r"\bgo(?:es|ing)? back\b(?! to my| in)", r"\bback,? please\b(?! to)",
    r"退货", r"退掉|退回(?!到|给|去|我的|至)", r"退(?!款|到|回|给|钱|订|单|货|掉|换|还|休|出|一步|至|哪|原)", r"(?:申请|想要?|要|给我|办理?|帮我)退款",
)  # fmt: skip
SWAP: Final = _any(
    r"\bexchang(?:e|es|ed|ing)\b", r"\bswap(?:s|ped|ping)?\b", r"\bswitch(?:ed|ing)?\b(?! type)", r"\breplac(?:e|ed|ing|ement)\b", r"\btrad(?:e|ing)\b", r"\bchang(?:e|ed|ing)\b", r"\bmodif(?:y|ied|ying)\b", r"\bupgrad(?:e|ing)\b", r"\bdowngrad(?:e|ing)\b",
    r"\bmake (?:it|them|that|the|my|both)\b", r"\binstead\b", r"\bgo for\b", r"\brather have\b", r"\bconvert\b", r"\bdifferent (?:size|colou?r|one|version|option)\b",
    r"退换|换货|调换|调成|调个|更换|换成|换为|换个|换一|换掉|换到|换(?!了[吗没]|货|成|言|句|付款|支付|地址|收货)", r"改成|改为|改要|改换", r"升级", r"改(?!地址|收货|付款|支付|送|寄|用|到|派|天|主意|口|一?下?收|一?下?地址|一?下?付)",
)  # fmt: skip
WANT: Final = _any(
    r"\b(?:want|wanted|wanna|need|prefer|i'd like|i would like|would love|looking for|get me|give me|(?:can|could|may) (?:i|we|you) (?:get|have|send|do|make|give)|have it in)\b",
    r"想要|需要|要(?!是|不|求|么|多久|几|等|取消|退)|来个|给我",
)  # fmt: skip
SHOULD: Final = _any(r"\b(?:should|supposed to|needs? to|must|has to|meant to) (?:be|have|get|order|buy)\b|\bmeant (?:the|a)\b|\bsend me\b", r"应该是|应该|本来[想要]|得是|要是")  # fmt: skip
MISFIT: Final = _any(
    r"\btoo (?:small|big|large|tight|loose|loud|long|short|heavy|dark|light|bright|noisy|slow|hard|soft|wide|narrow|bulky)\b", r"\bdoesn'?t fit\b", r"\bdon'?t fit\b", r"\bdo not fit\b", r"\bwrong (?:size|colou?r|one|item|type)\b", r"\bhates?\b",
    r"太[小大紧松吵长短重深浅亮暗响]", r"[小大紧松]了", r"买[小大错]了", r"不合[适身脚]", r"尺[码寸]不对|颜色不对",
)  # fmt: skip
ADDRESS: Final = _any(
    r"\baddress(?:es)?\b", r"\b(?:ship|send|sent|deliver|delivered|shipped|redirect|reroute|forward|forwarded|mail)\b(?: \S+){0,6}? to\b(?! (?:my|the|a) (?:paypal|visa|master|gift|card|credit))", r"\bgo(?:es|ing)? to (?:my|the|a|our) (?:new|other|office|work|home|parents|place|house|sister|brother|apartment|flat)\b",
    r"\b(?:i|we|i've|we've|i have|just) (?:just )?moved\b", r"\bmoving (?:house|home|to)\b", r"\bmoved (?:house|home|to)\b", r"\bnew (?:place|house|home|apartment|flat)\b", r"\bdeliver(?:y|ed)? (?:it )?(?:elsewhere|somewhere else)\b",
    r"地址", r"[寄送发投](?:货)?到(?!了|货|账|哪|没|时|的时候)", r"改[寄送派]", r"搬家|搬到|搬了|新家", r"转寄",
)  # fmt: skip
DEFAULT_ADDRESS: Final = _any(
    r"\b(?:default|profile|account|main|primary|home|user|saved|my) (?:shipping |delivery )?address\b", r"\baddress (?:on|in|for|of) (?:my |the )?(?:account|profile|file)\b", r"\b(?:on|in) my (?:account|profile)\b",
    r"默认(?:收货|送货)?地址|默认地址", r"(?:账户|帐户|账号|个人资料|资料|档案)(?:里|上|中)?的?(?:收货|默认)?地址", r"我的地址",
)  # fmt: skip
NOT_DEFAULT: Final = _any(r"\bnot (?:my |the |in my |on my )?(?:profile|default|account)\b", r"(?:don'?t|do not) (?:touch|change) (?:my |the )?(?:profile|default|account)", r"不(?:用|要)?改?(?:默认|账户|资料)", r"默认(?:地址)?(?:不[用要]?[动改]|别动)")  # fmt: skip
PAYMENT: Final = _any(
    r"\bpayment(?:s)?\b(?! dispute)", r"\bhow i(?:'m| am)? pay(?:ing)?\b", r"\bpay(?:ing)? (?:\S+ ){0,4}(?:with|by|using|via)\b", r"\b(?:charged?|bill(?:ed)?|put|move|switch|pay) (?:\S+ ){0,5}(?:to|on|onto|with) (?:my |the |a )?(?:\S+ )?(?:card|paypal|visa|mastercard|gift)\b", r"\bbilling\b",
    r"付款|支付|付钱|扣款|结账方式|改用|用\S{1,8}付|换一?[张个]卡|换卡",
)  # fmt: skip

YES: Final = _any(
    r"^\W*y\W*$|\by(?:es|ep|eah|eap|up|ess)\b", r"\bsure\b", r"\bok(?:ay)?\b", r"\bconfirm(?:ed|ing|s)?\b", r"\bgo ahead\b", r"\b(?:please )?do (?:it|that|this|so)\b", r"\bproceed\b", r"\bsounds (?:good|fine|great|right)\b", r"\b(?:that'?s|that is|thats|all|looks|is) (?:right|correct|good|fine|great)\b", r"^(?:right|correct|fine|perfect|great|good|absolutely|exactly|definitely|agreed|please|deal)\b", r"\bi agree\b", r"\bapproved?\b", r"\bmake it so\b", r"\byes please\b", r"\bplease do\b", r"\bcorrect\b", r"\bi understand\b", r"\blet'?s (?:do (?:it|that)|go)\b|\bprocess (?:it|that|this)\b|\bmake the (?:change|switch|swap|exchange)\b|\bof course\b|\baffirmative\b|\bsubmit\b|\bthat works\b|\bworks for me\b|\bgood to go\b|\balright\b|^k+\b", r"\bgo for it\b", r"\bmhm\b",
    r"是的|^是|(?:^|[,.!\s])是(?:[,.!\s]|$)|对的|^对|(?:^|[,.!\s])对+(?:[,.!\s]|$)|好的|好吧|好啊|^好|(?:^|[,.!\s])好(?:[,.!\s]|$)|确认|(?<![也都])可以(?!吗|么|不|[换退用选改].{0,8}[吗么?])|^行|(?<![也都])行吧|(?<![也都])行的|(?:[,.!\s])行(?:[,.!\s]|$)|没错|没问题|办吧|就这样|就这么|同意|^嗯|嗯嗯|那就这样|麻烦办|请办理|办理吧|弄吧|改吧|换吧|退吧|快改|快换|快退|快办|取消吧|提交吧|执行|好滴|好嘞|好呀|好哒|妥了?(?:[,.!\s]|$)|来吧|搞吧|那就(?:办|换|退|改|取消)吧?(?:[,.!\s]|$)|当然|必须的?|要得|成交|(?:^|[,.!\s])成(?:[,.!\s]|$)|^恩|换了吧|退了吧|办了吧|ok",
)  # fmt: skip
WEAK_YES: Final = _any(
    r"\b(?:ok(?:ay)?|sure|fine|right|good|great|perfect|correct|please)\b", r"好吧|好的|^好|行吧|^行|嗯|ok|可以|没问题"
)
"""Says yes to a question whether to go ahead, and only agrees with another question's tone."""
NO: Final = _any(
    r"^(?:no|nope|nah|naw)\b", r"\bno(?:pe)? thanks?\b", r"\bnot (?:now|yet|today|that|this|really|anymore)\b", r"\bdon'?t (?:do|change|cancel|return|exchange|proceed|bother|want (?:it|that|to)|touch)\b", r"\bdo not (?:do|change|cancel|return|exchange|proceed|touch)\b", r"\bplease don'?t\b", r"^don'?t\b", r",\s*don'?t\b", r"\bhold off\b",
    r"^不(?:是|行|要|用|可以|同意|确认|对)?(?:[,.!\s]|$|了|谢)", r"不要(?:了|改|换|退|取消|办)", r"不用了?(?:[,.!\s]|$|谢)", r"先不", r"别(?:改|换|退|取消|办|动|急)", r"不行", r"不同意", r"不确认", r"^别", r"不办",
)  # fmt: skip
DROP: Final = _any(
    r"\bforget (?:it|about it|that|this|the whole|everything)\b", r"\bnever ?mind\b", r"\bleave (?:it|everything|things|the order|them|that)(?: all)?(?: as| alone| like|\b)", r"\bkeep (?:it|everything|them|the order) (?:as|then|all)\b", r"\bi'?ll (?:just )?keep (?:it|them|everything|the order)\b", r"\bno change(?:s)?\b", r"\bstop\b(?! by)", r"\bchanged (?:my|our) minds?\b", r"\bi'?ll think about it\b", r"\blet me think\b", r"\bhang on,? don'?t\b", r"\bscratch that\b", r"\bwithdraw\b", r"\bdon'?t do anything\b",
    r"算了|还是(?:不|别|算)|不换了|不退了|不改了|不取消了|先不(?:换|退|改|办|取消|用|要)|保持(?:原样|不变)|不办了|当我没说|我再(?:想|考虑)|维持原|就这样别|留着(?:吧|算)|不折腾|都别动|什么都别|不用(?:改|换|退|取消)了",
)  # fmt: skip
ALL_DONE: Final = _any(
    r"\b(?:no,? )?(?:nothing|nothin|no thing) (?:else|more)(?: \S+){0,6}", r"\bthat(?:'?s| is|s)? (?:all|it|everything)\b", r"\bthats (?:all|it)\b", r"\bno,? (?:that'?s|only|just)\b", r"\bnothing(?: else)? to (?:add|exchange|change|return)\b", r"\bno other (?:items?|pieces?|changes?)\b", r"\b(?:just|only) (?:the|that|this|those|these|it|one)(?: \S+){0,3}\b",
    r"(?:没有?|无)(?:其他|其它|别的)(?:了|的)?(?:商品|东西|要改的|要换的)?", r"就(?:这些|这个|这一?件|它|这样|这俩|这两)(?:了)?", r"(?:其他|其它|别的)(?:的)?(?:都|不|没)\S{0,3}", r"没有了|没了", r"只[换退改要](?:它|这|那)\S{0,3}",
)  # fmt: skip
NOTHING_ELSE: Final = _any(r"\b(?:nothing|no(?:t any)?thing|no other \w+)(?: else| more)? to \w+", r"没有?(?:别的|其他|其它)(?:要[改换退]的)?")  # fmt: skip
CORRECTION: Final = _any(
    r"\bno,? wait\b", r"\bwait,? no\b", r"\bwait\b(?=[,. ]+(?:not|the|i|it))", r"\bi mean(?:t)?\b", r"\bsorry\b,?(?= ?(?:[#a-z]{0,3}\d|the\b|not\b|i mean))", r"\bscratch that\b", r"\bactually,? (?:no|not|make|the|it'?s)\b", r"\bcorrection\b", r"\bmy mistake\b", r"\boops\b", r"\bno no\b", r"\bhang on\b", r"\bmy bad\b",
    r"不对[,.!\s]", r"等等|等一下|等下", r"说错|搞错|弄错|打错|写错|记错", r"我是说", r"哦不|啊不|噢不|不不", r"更正",
)  # fmt: skip
HESITATE: Final = _any(r"\bhang on\b|\bhold on\b|\bwait\b|\bone (?:sec|moment|minute)\b", r"等等|等一下|等下|稍等")  # fmt: skip

REASONS: Final[dict[str, re.Pattern[str]]] = {
    "ordered by mistake": _any(
        r"(?<!my )\bmistake(?:nly)?\b", r"\baccident(?:al|ally)?\b", r"\bby error\b|\bin error\b", r"\bwrong(?:ly)? (?:item|one|product|order(?! (?:number|id|no))|size|colou?r|thing|model)\b", r"\bmis-?click", r"\bordered (?:it |this |that |them )?twice\b", r"\bduplicate(?:d)?\b", r"\bdouble order", r"\bdidn'?t mean to\b", r"\bclicked (?:the )?wrong\b", r"\bmeant to (?:order|buy|get)\b", r"\bwrongly\b", r"\bordered the wrong\b",
        r"误下|误点|误买|误操作|下错|点错|买错|拍错|订错|选错|手滑|手误|手抖|买重|买多了|重复(?:下单|购买|买|订)|下重了|搞错|不小心",
    ),
    "no longer needed": _any(
        r"\bno longer (?:need|want|require|use|interested)", r"\b(?:don'?t|do not|doesn'?t|does not|didn'?t|won'?t) (?:really |actually )?(?:need|want|require)\b(?! to)", r"\bnot need(?:ed)?\b", r"\bchanged (?:my|our) minds?\b", r"\bno need\b|\bno use for\b", r"\bnot (?:interested|wanted) any", r"\bunneeded\b|\bunwanted\b", r"\balready (?:have|got|own) (?:one|it|two|some)\b", r"\bneed (?:it|them|this) any ?more\b", r"\bno longer\b", r"\bwas a gift\b.*\bnot\b", r"\bplans? (?:have |has )?changed\b|\bwon'?t (?:be )?us(?:e|ing)\b|\bnot going to use\b|\bgot (?:one|it|the same) (?:as a gift|from|already)\b|\b(?:bought|got|gave|gifted) me (?:one|the same|another)\b|\balready bought (?:one|it|another)\b",
        r"不需要|不想要|用不[上着到]|不要了|不用了|没用了|用不着|改主意|改变主意|不再需要|不买了|没必要|已经有|计划有变|别人送|送了我|买过了",
    ),
    "other": _any(
        r"\bcheaper\b", r"\btoo expensive\b|\bcosts? too much\b|\bafford\b|\bbetter (?:price|deal|offer)\b|\bprice (?:drop|went|dropped)", r"\btoo (?:long|slow|late)\b|\btak(?:es|ing) (?:too long|forever)\b|\blate delivery\b|\bdelay", r"\bfound (?:it|one|a better|something)\b", r"\bbad reviews?\b|\breviews?\b", r"\bdon'?t like\b|\bnot like\b", r"\b(?:out of|short on|tight on) (?:money|cash|budget)\b|\bbudget\b|\bbroke\b", r"\bnone of your business\b|\bdoes it matter\b|\bjust because\b|\bno reason\b|\bpersonal reasons?\b", r"\bcoupon\b|\bdiscount\b", r"\btravel", r"\bmoving\b|\bmoved\b", r"\bother reason\b",
        r"便宜|太贵|贵了|降价|更低|更划算|优惠|太慢|等太久|等不及|发货慢|迟迟|没钱|预算|超支|差评|评价不好|不喜欢|别处|别家|其他原因|没有理由|没理由|没什么理由|不想说|出差|搬家",
    ),
}  # fmt: skip
"""Reason to call an order off; `other` is whatever is neither."""

RESEND: Final = _any(
    r"\b(?:send|need|want|get|request) (?:\S+ ){0,4}?(?:again|another|a new|new (?:code|one))\b", r"\bre-?send\b", r"\b(?:another|a new|new) code\b", r"\b(?:no|any|the|your) (?:\S+ )?(?:code|mail|e-?mail|message) (?:\S+ ){0,3}?(?:came|come|arrive|arrived|yet)\b",
    r"\b(?:didn'?t|haven'?t|did not|have not|never|not) (?:\S+ )?(?:get|got|receive|received|come|arrived?)\b|\bnothing (?:came|arrived|yet|in my)\b|\bno (?:code|e-?mail|mail)\b(?! (?:address|access|account))",
    r"重新?发|再发|再来一[个次条]|换一?个(?:新)?(?:验证)?码|(?:没|未)(?:有)?收到|收不到",
)  # fmt: skip
NO_MAIL: Final = _any(
    r"\b(?:no|lost|don'?t have|do not have|can'?t|cannot|can not|without) (?:\S+ ){0,4}?(?:access|get into|open|read|reach|use|log in)(?: \S+){0,4}? (?:e-?mail|mail|inbox|address|account)", r"\b(?:old|wrong|former|other) (?:e-?mail|mail)(?: address)?\b", r"\bno (?:longer )?(?:\S+ )?access\b|\bno (?:e-?mail|mail) (?:address|access)\b|\bdon'?t use (?:\S+ ){0,3}(?:e-?mail|address) (?:any|no)",
    r"(?:登录?不[了上]|打不开|用不了|进不去|无法(?:登录|访问|使用|查看)|不用了?|注销了?).{0,6}(?:邮箱|邮件)|(?:邮箱|邮件).{0,8}(?:登录?不[了上]|打不开|用不了|进不去|无法|不用了|注销|忘了密码|换了)",
)  # fmt: skip
"""Asks for a person."""
OPINION: Final = _any(
    r"\bwhat (?:do|would) you (?:think|recommend|suggest|choose|pick|do)\b", r"\bwhich (?:one )?(?:is|would be|do you think is|of them is|should i) (?:\S+ )?(?:better|best|nicer|prettier|worth|keep|pick|choose|get|buy|take)\b", r"\b(?:do you|would you|can you|could you) (?:recommend|suggest|like)\b", r"\byour (?:opinion|favou?rite|recommendation|take|honest)\b", r"\bis it (?:any )?(?:good|worth)\b", r"\bworth (?:it|keeping|the)\b", r"\bshould i (?:keep|return|buy|get|choose|go|exchange|pick)\b", r"\brecommend(?:ation)?\b", r"\bwhich (?:one )?(?:do you|would you)\b", r"\bwhich(?: \S+){0,3} (?:better|best)\b",
    r"你觉得|您觉得|你认为|推荐|建议我?|哪[个款台件双种一](?:\S{0,4})(?:好|值|更)|值不值|值得|好不好看|随便说说|你说说|你会选|你喜欢|帮我选|给点意见|意见",
)  # fmt: skip
FAVOUR: Final = _any(
    r"\bdiscount\b|\d ?% off\b|\bpercent off\b|\bcoupon\b|\bvoucher\b|\bpromo(?: code)?\b|\bcompensat(?:e|ion)\b|\bprice[- ]match|\bmatch (?:the|that|their) price|\bgoodwill\b|\bfor free\b|\bfree (?:of charge|shipping|upgrade|gift)\b|\bwaive\b|\bcheaper price\b|\bstore credit\b|\bdeal for me\b|\bmoney off\b|\brefund the difference because\b|\b(?:knock|take) \S+ (?:\S+ )?off\b|\bbring (?:it|the price) down\b",
    r"打折|优惠券?|折扣|补偿|赔偿|赔我|便宜点|少[收算]|免费|减免|返现|送我|送点|代金券|抹零|价保|保价",
)  # fmt: skip
NOT_OFFERED: Final = _any(
    r"\badd (?:\S+ ){0,6}to (?:my|the|this|that) (?:\S+ )?order\b|\badd (?:another|one more|a second|an extra)\b", r"\b(?:remove|drop|take out|delete) (?:\S+ ){0,5}(?:from|out of) (?:my|the|this|that|order|it|#?w\d)", r"\b(?:change|increase|reduce|double) (?:the )?quantity\b", r"\bsplit (?:the )?(?:payment|order|refund|it|between)\b|\bhalf (?:on|to|with) (?:\S+ )?(?:and|,)", r"\b(?:combine|merge) (?:\S+ ){0,3}orders?\b", r"\b(?:expedite|faster|express|overnight|rush|speed up)\b", r"\b(?:reorder|order again|place (?:a|an|another|a new) (?:new )?order)\b|\bun-?cancel\b|\breinstate\b|\breactivate\b|\bundo\b|\breopen\b",
    r"恢复|加(?:一[件个双]|购|到订单|进订单)|再加一|追加|删掉|去掉一|移除|改数量|数量改|拆分|分开付|一半用|合并订单|加急|加快|催(?:单|发货)|恢复订单|重新下单|再买一|撤回取消|取消的?订单(?:恢复|找回)|帮我下单",
)  # fmt: skip
THANKS: Final = _any(r"\bthanks?\b|\bthank you\b|\bthx\b|\bcheers\b|\bty\b|\bappreciate\b", r"谢谢|多谢|感谢|谢了")
GREETING: Final = _any(
    r"^\W*(?:hi+|hello+o*|hey+|yo|good (?:morning|afternoon|evening|day)|greetings|howdy)\b",
    r"^\W*(?:你好|您好|哈喽|嗨|在吗|在么|早上好|下午好|晚上好|hello)",
)
BYE: Final = _any(r"\bbye\b|\bgoodbye\b|\bsee you\b|\bthat will be all\b|\bhave a (?:good|nice)\b", r"再见|拜拜|先这样")
PROTEST: Final = _any(
    r"\bwhy(?: not)?\b|\bhow come\b|\bthat'?s (?:ridiculous|stupid|unfair|absurd|crazy|insane|nonsense|bull\S*)\b|\bunfair\b|\bridiculous\b|\bseriously\b|\bcome on\b|\breally\?|\bwhat do you mean\b|\bcan'?t (?:i|you)\b|\bbut (?:i|it|you|my|the|why)\b|^no\?|\bno\?|\bexception\b|\bplease just\b|\bjust this once\b|\bwtf\b|\bany other way\b|\bit'?s my\b",
    r"为什么|凭什么|怎么(?:就)?不[行能]|不合理|太过分|不能[改换退取]|通融|破例|就这一次|什么意思|开玩笑|可是|但是|不公平|什么破|怎么会|难道|就不能",
)  # fmt: skip
ALL_PIECES: Final = _any(r"\ball (?:of )?(?:my|the|that) (?:stuff|things|goods|products|order)\b|\b(?:everything|all (?:of )?(?:it|them|the items|items|my items|the pieces|of these)|whole order|entire order|full order|all \w+ items|the lot)\b", r"全部|所有|整单|整个订单|都退|全退|都要退|通通|一起退|全都")  # fmt: skip
BOTH: Final = _any(
    r"\bboth\b|\ball (?:of )?(?:the|my|two|three|four)\b|\beach\b|\bthe two\b|\bevery\b",
    r"两[个件台双把只条款]|俩|都(?!别|不)|每[个件台]|全部|三[个件台双把只]",
)
KEEP: Final = _any(
    r"\bkeep(?:ing)?\b|\bexcept(?: for)?\b|\bbut not\b|\bnot the\b|\bapart from\b|\bleave the\b|\bwithout the\b",
    r"保留|留下|留着|除了|以外|不退|不动|不换|别动|不用换|不用退",
)
SAME_ORDER: Final = _any(r"\b(?:same|that|this) order\b|\b(?:from|in) it\b", r"同一个?订单|同一单|这[个张]?(?:订单|单)|那[个张]?(?:订单|单)|同单")  # fmt: skip
NEWEST: Final = _any(r"\b(?:newest|latest|most recent|last) order\b|\border (?:i|we) (?:just )?placed (?:last|today|yesterday)\b", r"最新的?(?:那[个张笔])?(?:订单|单)|最近(?:一|那|这)?[个张笔单]?的?订单|最后(?:一|那)[个张笔]?订单|刚[才刚]?下的?(?:订单|单)")  # fmt: skip
"""The order placed last."""
PARTIAL: Final = _any(
    r"\b(?:just|only) (?:the|one|that|this|my)\b|\bkeep the (?:rest|others?|remaining)\b|\brest of (?:it|the order|my order) (?:stays|is fine|can stay)\b|\bpart of (?:the|my) order\b|\bone item\b|\bremove\b|\bnot the (?:rest|others?|whole)\b|\bkeep (?:the|my)\b",
    r"只取消|只要取消|单独取消|取消其中|(?:其他|别)的?(?:保留|照[常发]|不动|还要|留)|其余|部分取消|剩下的|(?:里|中)的(?!那?个?订单)|保留",
)
UNWANTED: Final = _any(r"\b(?:don'?t|do not|no longer) (?:want|need) (?:the|my|this|that|these|those|it|them|order)\b", r"不想?要了|不需要了")  # fmt: skip
OTHERWISE: Final = _any(r"\b(?:otherwise|or else|failing that)\b|\bif (?:(?:that|it|they|there|this)(?:'s| is| are)? )?(?:\w+ ){0,4}?(?:not|isn'?t|aren'?t|no|unavailable|sold out|out of stock|gone)(?: \w+){0,4}?,? (?:then|,)?", r"否则|不然(?:的话)?|没有的?话|没有就|如果没有\S{0,6}|没货(?:的话|就)|要是没有\S{0,6}|缺货(?:的话|就)")  # fmt: skip
ALSO_FINE: Final = _any(r"\b(?:is|are|would be|works?|be)? ?(?:also )?(?:fine|ok(?:ay)?|good|works?|do) (?:too|as well|also)\b|\balso (?:fine|ok(?:ay)?|works)\b|\bworks too\b|\bwould do\b", r"也[行可成好]|也可以|都行|都可以")  # fmt: skip
IF_ENOUGH: Final = _any(r"\b(?:otherwise|or else|failing that|if (?:not|that|it|there|possible|allowed|enough))\b|\bif\b.{0,24}\benough\b", r"够的?话|不够(?:的?话|就|再)|不行的?话|否则|不然|如果")  # fmt: skip
EITHER: Final = _any(r"\b(?:either|or)\b", r"或者?|都[行可好]|都可以|哪个都")  # fmt: skip
PREFER: Final = _any(r"\b(?:prefer(?:ably|ed|ence)?|ideally|if possible|rather)\b(?: (?:is|for|the|a|it|in))*", r"最好(?:是|要)?|优先(?:选|要)?|尽量|偏好")  # fmt: skip
KNOWN_ADDRESS: Final = _any(r"\b(?:to|as|use|using|matches?|match)\b (?:\w+ ){0,3}(?:default|profile|account|saved|home|usual)(?: \w+)? address\b|\b(?:to|use|using) (?:my |the )?(?:default|saved) (?:one|address)\b|\baddress (?:on|in) my (?:profile|account)\b(?= (?:for|instead))|\bthe one (?:on|in|from) my (?:profile|account)\b", r"(?:成|为|回|到|用|跟|和|同)(?:我的?|账户的?)?(?:默认|资料|常用)(?:里的?)?(?:收货)?地址")  # fmt: skip
OTHER_ORDER_ADDRESS: Final = _any(r"\b(?:same|address)\b.{0,40}\b(?:as|of|from|on|in|like|for)\b.{0,20}\border\b|\bsame (?:place|address) as\b|\baddress (?:of|from|on|in|as) (?:order )?#?w\d+", r"(?:跟|和|与|同).{0,14}(?:订单|单).{0,8}(?:一样|相同|同|地址)|用.{0,12}订单.{0,8}地址")  # fmt: skip
TWO_AT_ONCE: Final = _any(
    r"\btoo\b|\balso\b|\bas well\b|\bplus\b|\banother thing\b|\bone more\b|\band (?:the|my|then)\b",
    r"还有|另外|顺便|再(?:帮我|把)|也",
)
EVERY_ORDER: Final = _any(
    r"\ball (?:of )?my (?:pending |open )?orders\b|\bboth (?:\w+ ){0,2}orders\b|\bthe two (?:\w+ )?orders\b|\bevery order\b|\ball orders\b|\btwo orders\b",
    r"所有(?:的)?\S{0,5}订单|全部\S{0,5}订单|两个\S{0,5}订单|每个订单",
)
CHEAPEST: Final = _any(r"\b(?:cheapest|least expensive|lowest[- ]priced?|lowest cost)\b", r"最便宜|价格最低|最低价")
DEAREST: Final = _any(r"\b(?:most expensive|priciest|dearest|highest[- ]priced?|most costly)\b", r"最贵|价格最高")
SAME_AS_THAT: Final = _any(
    r"\b(?:to|for|with|take|want|choose) (?:that|this|it)(?: one)?\b|\bthat one\b|\bthis one\b|\bthe one you\b|\bthat works\b",
    r"就(?:这|那|它)[个款]?|那个|这个|换成?它|就要它",
)
ORDINALS: Final = ((1, _any(r"\b(?:the )?first(?: one)?\b|\b1st\b|\boption (?:1|one)\b|\bnumber (?:1|one)\b", r"第一[个款种]?")), (2, _any(r"\bsecond(?: one)?\b|\b2nd\b|\boption (?:2|two)\b|\bnumber (?:2|two)\b", r"第二[个款种]?")), (3, _any(r"\bthird(?: one)?\b|\b3rd\b|\boption (?:3|three)\b|\bnumber (?:3|three)\b", r"第三[个款种]?")))  # fmt: skip
OLD_BEFORE: Final = _any(
    r"\b(?:for|to|into)\b|\bwant\b|\bwould like\b|\bi'd like\b|\bneed\b|\bprefer\b|\bmake (?:it|them|that)\b|->|=>|\bin(?:stead)? (?:a|an)\b|\bget\b|\binstead,",
    r"换成|换为|改成|改为|换个|换一[个台件双把条款只]|换(?=[^掉了货])|要(?!换|退|改|把|求)|想要",
)
NEW_BEFORE: Final = _any(
    r"\binstead of\b|\brather than\b|\bin place of\b|\breplacing\b|\bto replace\b|\bexchange for (?:my|the) current",
    r"而不是|代替|替换掉?|换掉|取代|不要(?!了|退|换|改|取消|动)|不想要(?!了)",
)
"""Between what is had and what is wanted: old stands before the first, new before the second."""
