"""A sentence put more plainly, without saying more or less: `not a scrap of leather`, `the hems are rolled by hand`, 没用动物皮.

Each pair says the same on both sides for whatever stands in the gaps, so what is proved of the right side is proved of the left.
What would say more or less is no pair for this list. Applied to sentences only, never to the shop's own texts.
"""

from __future__ import annotations

import re
from typing import Final

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
    (r"(?<![a-z])(?:fall|falls) to (?:you|the customer)(?! to)", "are paid by the recipient"),
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
    # sizes and days
    (r"(?:(?<=^)|(?<=[,;.] )|(?<=and )|(?<=the )|(?<=but )|(?<= a ))(small|medium|large|extra large|extra small) in (?=[a-z]+ (?:is|are|should|will|has|comes|returns|sold|left|back|won't)(?![a-z]))", lambda found: f"size {_SIZES[found[1]]} in "),
    (r"(?<= in )(?:a |the )?(small|medium|large|extra large|extra small)(?= (?:is|are|should|will|has|comes|returns|left|back|sold|and|or)(?![a-z])|[,.;]|$)", lambda found: f"size {_SIZES[found[1]]}"),
    (r"(?<![a-z])(?:in )?a week tomorrow(?![a-z])", "in 8 days"), (r"(?<![a-z])(?:in )?a week today(?![a-z])", "in 7 days"),
    (r"(?<=[a-z0-9]) (is|are) there(?=,|;|\.|$)", r" \1 in stock"),
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
    (r"if you (?:normally|usually|generally) (?:take|wear|are)(?: an?)?(?: size)? (\d\d), (?:this|the|a)(?: size)? (\d\d) is the (?:one|size) (?:to pick|to take|to choose|for you|i would pick|i pick|i'd pick)", lambda found: {1: "take one size up", 0: "take your usual size", -1: "take one size down"}.get(int(found[2]) - int(found[1]), found[0])),
    (r"(?:plan on|expect|count on) (?:a )?(?:new battery|battery change) (?:roughly|about|around) every (\S+ years?)", r"the battery lasts about \1"),
    (r"(?<![a-z])up to and including (?=\d|the \d)", "until "),
)  # fmt: skip
_PAIRS_ZH: Final = (
    (r"不(?:另外?)?(?:收|要)(?:您的?)?钱", "免费"), (r"(?<=再等)(.{1,4}天)就(?:好|行|可以)了?", r"\1"), (r"脏了(?:就|可以|可|用)*(?=\d+度机洗|机洗|手洗|干洗)", ""),
    (r"镜片(?:是|有)?带偏光(?:的|功能)?(?=[，。；、]|$)", "偏光镜片"), (r"(镜盒|盒子|收纳袋|防尘袋|眼镜盒)(?:也|都)?(?:会)?一起(?:给|送|附上|寄)(?:给)?(?:您|你)?", r"附\1"), (r"珠子", "珍珠"), (r"(?:刚|才)下单(?:了)?(.{1,2}(?:个)?小时)(?:的话|的时候)?，?(?=地址|订单)", r"下单\1内，"), (r"(?<=[一二三四五六七八九十两\d]只)是(?=\d)", "一共"),
    (r"没用(?!过|完|坏|处|的|上|掉|力|心|了)", "没有用"),
    (r"没(?:加|掺|放|混)(?=动物|皮|真皮|羊绒|金|银|棉|丝|涤|聚)", "没有"),
    (r"(?:不带|没有?|无)帽(?:子)?(?=[，。；、]|$)", "没有连帽"),
    (r"(?<![a-z])下(?=雨天)", ""),
    (r"(?:请|要|得|记得|最好|一定)?(?:下水|游泳|下泳池|进泳池|去游泳|游泳之)前(?:请|要|得|先|记得|最好|一定要)*(?:摘|取|脱)(?:下来|下|掉|了)", "不可游泳佩戴"),
    (r"(?:不要|别|不能|不可|不宜|请勿|不适合)(?:戴着|戴着它|佩戴着?|戴它)(?:去)?(?:游泳|下水游泳|下泳池|进泳池)", "不可游泳佩戴"),
    (r"(?:别|不要|请勿|不能|不可以?)(?:穿|穿着|穿着它)(?:出门|出去|到室外|到户外|上街|外出)", "仅限室内"),
    (r"(?:下雨天|雨天|下雨时|下雨的时候|下雨|碰上下雨)(?:就|请|要|最好|可)*(?:别|不要|不宜|不能|避免)(?:穿|穿着)(?:出门|出去|外出|了)?", "避免雨淋"),
    (r"(?:脏了|有灰|沾灰|弄脏了?)(?:就|可以|请)?(?:刷一刷|刷刷|轻刷|刷一下|用刷子刷)(?:就好|即可|就行)?", "刷"),
    (r"(?:别|不要|请勿|不能|不可)(?:下水洗|水洗|过水洗|用水洗|泡水洗)", "请勿水洗"),
    (r"(?:不算|算不上|谈不上|称不上|不等于|并不等于|不叫)(?=防水|纯|真|全)", "并非"),
    (r"(?:按|照|就按|就照)(?:您|你)?(?:平时|平常|日常|往常)(?:穿)?的?(?:码|码数|尺码|鞋码)(?:来)?(?:选|买|拍|挑|下单)?(?:就行|就好|即可|就可以|就可以了)?", "正码"),
    (r"(?:平时|平常)(?:穿)?(?:几|多大)码就(?:选|买|拍|穿)(?:几|多大)码?", "正码"),
    (r"(?:得|要|需要|必须)(?:先)?(?:打过?|有|穿过?)(?:了)?(?:耳洞|耳眼)(?:才能戴|才行)?", "需要有耳洞"),
    (r"(?:新生儿|刚出生的(?:宝宝|孩子|小孩|婴儿)?|新生宝宝|刚出生)(?:就|也|都)*(?:能|可以|可)(?:玩|用|抱|使用)", "适合0岁起"),
    (r"防水(?=压胶|的?接缝压胶)", "防水的"),
    (r"(?<=用完)(?:比较好|为宜|为佳|最好|更好)", ""),
    (r"(?:封条|安全封条)(?:没有?|还没|未)(?:被)?(?:拆|撕|动过?|破|损坏)(?:过|开|掉)?", "封条完好"),
    (r"(?:男女|男生女生|男士女士)(?:都|皆|均)(?:可以?|能|适合)(?:戴|穿|用|背|佩戴)?", "男女皆可"),
    (r"(?<=[\d零一二两三四五六七八九十百千])(欧元?|元|块)一(件|个|只|份)(?=[，。,；、的]|$)", r"\1每\2"),
    (r"早上?(?=[一二三四五六七八九十\d]+点)", "上午"), (r"(?<=[到至])晚上?(?=[一二三四五六七八九十\d]+点)", "晚上"),
    (r"依照?法律(?:的)?规定|按照?法律(?:的)?(?:规定|要求)|法律(?:上)?(?:规定|要求)", "依法律要求"),
    (r"(?<=[绿红黑白蓝黄灰棕粉紫色])的?部分(?=是|为|用|，)", ""),
    (r"就(?:只有|只)?(\d+)(?:这)?一个(?:码|号|尺码)", r"只有一个尺码，\1码"),
    (r"最长(?:可以|可|能)?(?:调|拉|放|加长)(?:到|至)", "最长可调到"),
    (r"别的(?:商品|东西|货品|款)", "其他商品"),
    (r"(?:包裹|包裹里|包裹内|里面)(?:都|也)?不会?(?:出现|显示|有|放|写)价格", "礼品包裹内不显示价格"),
    (r"(?:四边|边上|边缘|四周|边)(?:都)?(?:是|用)?(?:手工|手)卷(?:的|边|制)?(?=[，。,；、]|$)", "手工卷边"),
    (r"(?:花|图案|花纹|印花)(?:是)?在(里昂)印(?:的|制的?)", r"\1印花"),
    (r"在(里昂)印(?:的|制的?)", r"\1印花"),
    (r"(?:精?钢)镀(玫瑰金)", r"镀\1精钢"),
    (r"银镀(铑)(?![金])", r"银镀\1"),
    (r"银(?:上)?镀金", "镀金银"),
    (r"(?:压了?|带)(?:着)?(鳄鱼纹)的?", r"\1"),
    (r"(?<![一二三四五六七八九两])一(?:根|条|颗|粒)(?=手工)", ""),
    (r"(?:看着|看上去|看起来)像(.{2,5})[，,](?:其实|实际上|实际)?是", r"不是\1，是"),
    (r"(货到付款|银行转账|转账|加密货币|分期付款|分期)(?:就|都|也|则|是)?(?:不行|不可以|不能|不支持|没有|用不了)", r"不支持\1"),
    (r"(刮花|划痕|磨损|遗失|意外|丢失|摔坏)(?:这些|之类|什么的|等)?(?:就|都|也|则)?不(?:算|管|保|赔|在内|包括|包含|在(?:质保|保修)(?:范围)?(?:之?内)?)", r"不含\1"),
    (r"(质保|保修)只(?:管|保|负责|包)(制造)(?:上的?)?(?:问题|缺陷|毛病|瑕疵)", r"\1仅涵盖\2缺陷"),
    (r"(?:还|也)?没(?:有)?(?:到|达到|够|满)(?:免运费|包邮)的?(?:线|门槛|标准)", "不包邮"),
    (r"(?:还|也)?(?:没到|不到|没达到|够不上|不够)(?:包邮|免运费)(?:线|门槛|标准)?", "不包邮"),
    (r"(?:早就|已经|早已|也|都)?(?:过了|超过了?|够|够了|到了|达到了?|满足了?)(?:免运费|包邮)的?(?:线|门槛|标准)", "包邮"),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern), replacement) for pattern, replacement in (*_PAIRS_EN, *_PAIRS_ZH))


def plainer(text: str) -> str:
    """The normalised sentence, put plainly."""
    for pattern, replacement in _COMPILED:
        text = pattern.sub(replacement, text)
    return text
