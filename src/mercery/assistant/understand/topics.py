"""Which words ask what. Data: topic, English pattern, Chinese pattern, in the order in which they are tried."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from mercery.assistant.turns import Topic
from mercery.claims.plan import Relation

TOPICS: Final[tuple[tuple[Topic, str, str], ...]] = (
    ("laptop", r"(?:(?:fit|hold|room|space|take|carry|big enough|sleeve|put|suit)\w*|(?:fine|ok(?:ay)?|good|right|enough|works?|made|meant) (?:for|with)\b).{0,40}(?:laptop|notebook|macbook|ipad|tablet|computer)|(?:laptop|macbook|notebook).{0,25}(?:fit|go in|inside)", r"(?:放|装|塞|容纳).{0,12}(?:笔记本|电脑|平板|iPad|MacBook)|(?:笔记本|电脑|平板|MacBook).{0,8}(?:放|装|塞)"),
    ("water", r"water[- ]?(?:proof|resist\w*|tight|repell\w*)|(?:in|survive|stand|handle|wear it in|take it in) the (?:rain|shower|pool|sea|water)|(?:rain|swim\w*|shower\w*|splash\w*|get wet|diving|dive)", r"防水|防雨|淋雨|下雨|雨天|沾水|碰水|游泳|洗澡|潜水|泼水|湿"),
    ("material", r"made (?:out )?of|materials?|fabric|what(?:'s| is) (?:it|the \w+) (?:in|lined with)|lining|lined|composition|(?:real|genuine|pure|solid|full[- ]grain|faux|vegan|100 ?%) (?:leather|silk|wool|cashmere|gold|silver|cotton|\w+)|leather", r"材质|面料|材料|什么做的|啥做的|成分|里衬|内衬|衬里|真皮|皮质|皮的|含.{0,4}(?:吗|多少)|纯(?:棉|羊绒|真丝|银|金)|什么皮|哪种皮|牛皮|羊皮|[金银铜钢木丝棉毛]的吗"),
    ("origin", r"made in|where(?:'s| is| are| was| were)?.{0,40}(?:made|produced|manufactured|from)|country of origin|origin|which country", r"产地|哪里产|哪里生产|哪里做|哪儿产|哪国|哪个国家|产自|制造|国产|产的|原产"),
    ("care", r"(?:how|can|should|do|could) (?:i|to|you|we|it be|one)?.{0,14}(?:clean\w*|wash\w*|care|look after|polish|iron\w*|dry)|machine[- ]wash\w*|dry[- ]clean\w*|hand[- ]wash\w*|washable|care (?:for|instructions|tips|of)|take care of", r"清洗|清洁|怎么洗|能洗|水洗|机洗|手洗|干洗|保养|打理|护理|熨|洗涤"),
    ("weight", r"weigh\w*|how heavy|heavy|how light|light(?:er|est)?(?:weight)?(?! (?:brown|blue|grey|gray|pink|green))|grams?", r"多重|重量|重吗|重不重|轻吗|几斤|多少克|多少斤|轻便"),
    ("dimensions", r"how (?:big|large|wide|tall|long|high|deep|thick|small) (?:is|are|was)|dimensions?|measure\w*|diameter|size of (?:the|this|it)|what size is (?:it|the|this)|height|width|length|depth|(?:smaller|bigger|larger|longer|wider|taller) than", r"(?<!哪些)(?<!几种)(?<!几个)(?<!其他)(?<!别的)尺寸|多大|多长|多宽|多高|多深|直径|长宽高|大小|(?:比|超过|大于|小于).{0,8}厘米"),
    ("sale", r"on sale|reduced|discount\w*|special offer|marked down|promotion|any offers?|cheaper now", r"打折|折扣|特价|促销|优惠|降价|减价|活动价|有活动"),
    ("price", r"how much|combien|prix|co[uû]te|pric(?:es?|ed|ing)|costs?|costing|expensive|(?:under|below|less than|over|above|more than|around|about|within) (?:€|£|\$|¥|eur|\d)|€ ?\d|\d+ ?(?:€|euros?|eur)(?![a-z])", r"多少钱|价格|价钱|售价|几钱|怎么卖|贵吗|贵不贵|多少欧|多少元|什么价|啥价|(?<!剩)几块|要多少|(?:低于|不到|超过|高于|不超过|少于|多于).{1,8}(?:元|欧|块|镑)|(?:元|欧|块|镑)(?:以内|以下|以上|之内)"),
    ("choices", r"(?:what|which|other|how many|any other|all the|more|different)(?: other| the)? (?:colou?rs?|shades?|sizes?|options?|versions?|volumes?)|colou?r (?:options?|choices?)|colou?rs (?:of|for) (?:the|this|it)|(?:what|which) (?:are|is) the colou?rs|come in (?:different|other|any|more)", r"(?:哪些|什么|几种|几个|其他|别的|哪几|多少种)(?:颜色|色|尺码|(?<=哪些)尺寸|(?<=几种)尺寸|(?<=几个)尺寸|(?<=其他)尺寸|(?<=别的)尺寸|码|款式|规格|号)|颜色(?:有|可选|选择)|的颜色(?:是什么|呢)?[？?]?$|有(?:哪些|什么)(?:色|码|尺)"),
    ("stock", r"in stock|stock (?:levels?|of|for)(?! (?:market|photo))|stock\W*$|availab\w*|sold out|out of stock|back in|restock\w*|(?:how many|any|some|one)(?: of (?:the|it|them|these|those))? (?:are |is )?left|still (?:have|got|sell)|do you have|have you got|got (?:it|any|this|one)|can i (?:get|buy|order) (?:it|this|one|the)|come in|comes in|(?:come|comes|coming|be|is it|are they) back|when back|back (?:again|soon)|will .{0,20}return", r"有货|现货|缺货|没货|补货|库存|断货|售罄|还有吗|还剩|剩(?:下)?(?:几|多少)|还有(?:几|多少)[个只件条双枚副块瓶把支]|有没有|有吗|到货|买得到|什么时候(?:有|回来|来货|补)"),
    ("warranty", r"warrant\w+|guarantee\w*", r"保修|质保|保固|包修|联保"),
    ("compare", r"compar\w+|dif+e?r\w*|\bvs\.?|versus|(?:cheaper|lighter|heavier|smaller|bigger|larger|dearer|taller|wider|more expensive|less expensive)(?: than|,|\?| \w+,)|which (?:one )?(?:is|are|weighs|costs)", r"区别|差别|对比|比较|不同|哪个|哪款(?:更|便宜|贵|轻|重|大|小)|比.{1,14}(?:便宜|贵|轻|重|大|小|长|宽|高)|更(?:便宜|贵|轻|重|大|小)"),
    ("describe", r"tell me (?:more )?about|describe|more (?:info|information|details)|what is (?:the|this)|what'?s special|smells?(?: like)?|scent notes|(?:what|which) scent", r"味道|气味|香味|什么香|介绍|说说|讲讲|详细|什么特点|怎么样"),
    ("browse", r"best[- ]?sell\w*|most popular|popular|new(?:est)? (?:in|arrivals|collection)|cheapest|least expensive|most expensive|lowest[- ]priced|(?:show|find|looking for|look for|search|recommend|suggest|need|want)(?: me)?(?: an?| some| any)?|do you (?:have|sell|carry|stock)(?: any)?|what (?:kind|sort)s? of|which .{2,30} (?:do you|are there)", r"卖得最好|热卖|爆款|新款|人气|便宜的|最便宜|最贵|有没有|有什么|有哪些|推荐|卖.{1,12}吗|有.{1,8}卖|想买|想要|想看|看看|找|卖不卖|卖吗|给我看"),
)  # fmt: skip

TALK: Final[tuple[tuple[Topic, str, str], ...]] = (
    ("identity", r"are you (?:a |an )?(?:bot|robot|human|real|ai|machine|person)|who are you|who (?:made|built|created|programmed) you|(?:is this|am i talking to) (?:a |an )?(?:bot|robot|human|machine|ai)", r"机器人|你是谁|是真人吗|是不是真人|是人吗|是AI"),
    ("human", r"(?:speak|talk|chat|connect|put|pass|transfer)\w*(?: me)?(?: through)? (?:to|with) (?:a |an |some|your |the )?(?:\w+ )?(?:person|human|one|body|someone|somebody|agent|advis\w+|colleague|staff|manager|representative)|real (?:person|human|agent)|human (?:please|agent|being)|^(?:human|agent|a person|ask a person)\W*$|live agent|somebody real|(?:want|like|need|can i|may i|let me)(?: to)? (?:speak|talk|chat) (?:to|with) \w+", r"转人工|人工(?!智能|草|皮|革|香|钻|宝石|合成|珍珠)(?:客服|服务)?|真人|找(?:个)?人|活人|转接客服|找客服|店长|经理|(?:我要|想|帮我)找(?:Claire|Hugo|[\u4e00-\u9fff]{1,3}(?:小姐|先生|店员))"),
    ("order", r"where(?:'s| is| are) my (?:order|parcel|package|delivery|stuff|bag)|track(?:ing)? (?:my|number|the)|(?:status|state) of (?:my|the) order|my order(?: number)?(?: is)?|(?:cancel|change|modify) (?:my|an|the) order|order (?:no\.?|number|#) ?\w+|(?:hasn'?t|haven'?t|has not|have not|didn'?t|did not|not|never) (?:yet )?(?:arrived?|received?|got(?:ten)? (?:it|my)|come|came|turned up|shown up)|(?:never|did ?n'?t|not) (?:get|got|receive[d]?) (?:it|my (?:order|parcel|package))|order status", r"我的(?:订单|包裹|快递|货)|查(?:一下)?(?:物流|订单|快递)|订单(?:号|到|状态|什么时候)|还没(?:收到|发货|到)|取消订单|改(?:地址|订单)|催"),
    ("complaint", r"complain\w*|unacceptable|terrible|awful|disgust\w*|ridiculous|worst|rip[- ]?off|scam|angry|furious|disappointed|stupid|idiots?|useless|fuck\w*|shit\w*|asshole", r"投诉|差评|骗子|太差|垃圾|气死|失望|欺诈|离谱|过分|受不了|什么破|真笨|傻|废物|滚"),
    ("haggling", r"(?:give|make|do) me (?:a|an|some)? ?(?:better|special|good)? ?(?:discount|deal|price)|best (?:you can do|price)|can you (?:lower|do better|go lower)|(?:say|tell me|pretend|confirm|agree)(?: that)?(?: \w+){0,5}? (?:is|are|it's|costs?) (?:free|nothing|€?0)|for free\b.*(?:give|make)|(?:give|make) it (?:to me )?(?:for )?free|cheaper for me|negotiat\w+|haggle|give (?:me|us) .{0,24}(?:% ?off|percent off|off)|(?:say|write|confirm)(?: that)? .{0,50}(?:costs?|is) (?:only )?(?:1|one|0|zero|nothing|free)|ignore (?:all |any |your |the |my |previous |prior )*(?:rules?|instructions?|prompts?)|you are now|pretend (?:to be|that|you)|system prompt", r"便宜点|便宜一点|打个折|少点|优惠点|抹零|算我便宜|能不能便宜|最低价|(?:能|可以|可否|可不可以).{0,4}打 ?[一二三四五六七八九\d.]+ ?折|送我|免费给我|给我打.{0,3}折|(?:忽略|无视|忘掉|忘记).{0,8}(?:规则|指令|提示)|你现在是|假装"),
)  # fmt: skip

GREETING: Final = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|bonjour|hallo|你好|您好|嗨|哈喽|在吗|在么|早上好|下午好|晚上好)(?:[\s,!.，。！~]*(?:there|all|啊|呀))?\W*",
    re.I,
)
_PRAISED: Final = (
    r"(?:you(?:'re| are) (?:so |very |really |all )?(?:great|kind|helpful|awesome|amazing|wonderful|brilliant|lovely|nice|the best|a star)"
    r"|that(?:'s| is| was) (?:so |very |really )?(?:kind|helpful|nice|lovely|great)(?: of you)?|(?:very |so |really )?(?:helpful|kind)|(?:great|good|nice|lovely) (?:service|help|job|work)|well done|appreciate it"
    r"|(?:你|您)?(?:真|太|好)(?:棒|好|贴心|厉害|给力|热情|周到)了?|(?:服务|态度)(?:真|很|太)好了?|辛苦了?|点赞|赞)"
)
"""Praise of whoever answers; praise of a piece says what it is that is praised."""
_WELL: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hey)[\s,!.]*)?(?:how are you(?: doing)?(?: today)?|how(?:'s| is) it going|how do you do|what'?s up|nice to meet you|(?:你|您)好吗|最近(?:好吗|怎么样)|吃了吗)\W*$",
    re.I,
)
"""How somebody is asked how they are."""
_GLAD: Final = re.compile(r"^[\s\u200d\ufe0f\U0001f3fb-\U0001f3ff👍👌🙏👏❤♥💕💖💗😀😃😄😊🙂😍🥰😁🤗🎉✅]+$")
_ANY_WORD: Final = re.compile(r"[^\W_]")


def is_greeting(text: str) -> bool:
    """Whether nothing but how somebody is is asked."""
    return bool(_WELL.match(text))


def is_glad(text: str) -> bool:
    """Whether the message is nothing but signs of thanks or pleasure (👍)."""
    return bool(_GLAD.match(text)) and not _ANY_WORD.search(text)


_THANKED: Final = r"(?:many )?(?:thanks?(?: you)?(?: (?:so|very) much| a lot| again| for (?:your|the) (?:help|time))?|thx|ty|cheers|merci|谢谢|多谢|感谢|谢啦|谢了)(?:您|你|啊|了|啦)?"
_NOTHING_MORE: Final = (
    r"(?:that'?s|that is|that was) (?:all|it|everything)(?: (?:for now|then|i need(?:ed)?|thanks?))?|nothing (?:else|more)(?: for now)?"
    r"|(?:暂时)?没(?:有)?(?:别的|其他|什么|问题)(?:问题|事|要问的)?了?|就(?:这些|这样)(?:了|吧)?"
)
"""What ends a talk, with thanks before or behind it."""
THANKS: Final = re.compile(
    rf"^\W*(?:(?:ok|okay|great|perfect|super|lovely|no|nope|alright|wonderful|好的?|行|不用了?|没有了?|嗯)[\s,，!.。、]*)*{_THANKED}(?:[\s,，!.。]*(?:{_NOTHING_MORE}|{_PRAISED}))*\W*$"
    rf"|^\W*(?:(?:ok|okay|great|perfect|super|wow|oh|哇|好的?)[\s,，!.。、]*)*{_PRAISED}(?:[\s,，!.。]*{_THANKED})?\W*$"
    rf"|^\W*(?:(?:ok|okay|no|great|fine|好的?|行|嗯)[\s,，!.。]*)*(?:{_NOTHING_MORE})(?:[\s,，!.。]*{_THANKED})?\W*$",
    re.I,
)
ACK: Final = re.compile(
    r"^\W*(?:(?:no,? )?(?:wait|hold on|hang on|one (?:moment|second|sec|minute)|let me (?:think|see|check))(?: (?:a )?(?:moment|second|sec|minute))?(?: please)?|h+m+|等等|等一下|等下|稍等(?:一下)?|我(?:想想|看看|考虑一下)|ok(?:ay)?|fine|great|perfect|good|i see|got it|understood|alright|sure|好|好的|好吧|行|嗯+|哦+|知道了|明白了?|了解|收到)\W*$",
    re.I,
)
YES_OR_NO: Final = re.compile(r"^\W*(?:yes|yeah|yep|no|nope|maybe|是|是的|不是|不|对|可能)\W*$", re.I)
"""An answer to a question that was not asked."""
BYE: Final = re.compile(r"^\W*(?:good ?bye|bye(?: bye)?|see you|ciao|再见|拜拜|回见)\W*$", re.I)
OFF_TOPIC: Final = re.compile(
    r"\b(?:weather|joke|poem|song|president|election|football|capital of|recipe|homework|python code|write (?:me )?(?:a |an )?(?:poem|story|essay|code|song)|translate|horoscope|lottery|stock market|bitcoin price)\b|天气|笑话|写(?:首|个)?(?:诗|歌|代码|作文)|总统|足球|彩票|星座|翻译|股票|算命",
    re.I,
)
YES_NO: Final = re.compile(
    r"^\W*(?:and |so |but |ok(?:ay)?,? |well,? )?(?:is|are|was|does|do|did|can|could|will|would|has|have|isn'?t|aren'?t|doesn'?t)\b|\b(?:is|are|does|do|can|will) (?:it|they|this|that|these|the)\b|吗|是不是|能不能|可不可以|可以不|有没有|行不行|会不会|贵不贵|么[？?]?$|不[？?]$",
    re.I,
)
SPLIT: Final = re.compile(
    r"(?<=[?？!！;；\n])\s*|(?<=[。])|(?<=[吗呢])[,，]\s*|,?\s+(?:and|also|plus)\s+(?=(?:also\s+)?(?:how|what|which|when|where|who|is|are|does|do|can|could|will|would)\b|(?:if|whether) (?:it|they|this|you|i|there|the)\b)|[,，]?\s*(?:另外|还有就是|顺便(?:问|说)?(?:一下|下)?|以及|而且)[,，]?|[,，](?=(?:还有|有|那|多少|什么|是不是|能不能|有没有|可以|产地|材质|重量|尺寸|价格|怎么|多久|几天|能(?:带|戴|退|换|洗)))|(?<=[天久到])[,，](?=(?:运费|邮费))|(?<=[.])\s+(?=[A-Z])",
    re.I,
)
ASKS: Final = re.compile(
    r"(?:and )?(?:i(?:'d| would) (?:like|love) to know\b|i want to know\b|(?:if|whether) (?:it|they|i|you|there|this|the)\b|(?:how|what|which(?! (?:is|are|has|have|was|were|i|you|it|we)\b)|when|where|who|is|are|does|do)\b(?! you know)|(?:can|could|will|would) (?!you\b))",
    re.I,
)
"""How a question begins, courtesy such as `could you tell me` left aside."""
COMMA: Final = re.compile(r"[,，]\s+")
PRONOUN: Final = re.compile(r"\b(?:it|its|this|that|these|those|they|them|one)\b|这|那款|它|该款|此款", re.I)
UNDER: Final = re.compile(
    r"under|below|less than|at most|budget(?: of)?|max(?:imum)?|within|cheaper than|lighter than|smaller than|up to|不到|预算|低于|以内|以下|不超过|少于|小于|之内",
    re.I,
)
OVER: Final = re.compile(
    r"over|above|more than|at least|min(?:imum)?|exceed|heavier than|bigger than|larger than|超过|高于|以上|大于|不低于|至少",
    re.I,
)
PURE: Final = re.compile(
    r"pure|100 ?%|solid|all[- ](?:silk|wool|cashmere|cotton)|纯|全(?:棉|羊绒|真丝)|百分百|百分之百", re.I
)
SELLS: Final = re.compile(
    r"\b(?:do|does) (?:you|the shop)(?: \w+)? (?:have|sell|carry|stock)|have you got|\bany\b|卖(?!得)|有没有|有.{1,10}[吗么]|有什么",
    re.I,
)
"""Asks whether there is something in the range."""
COMES_BACK: Final = re.compile(
    r"\bback\b|restock\w*|in stock|sold out|available again|到货|补货|有货|现货|缺货|回来", re.I
)
COMPARES: Final = re.compile(
    r"\b(?:compar\w+|versus|vs|than|dif+e?ren\w+)\b|\b(?:cheaper|lighter|heavier|smaller|bigger|larger)\b|比|区别|差别|不同|哪个|哪款",
    re.I,
)
CORRECTS: Final = re.compile(
    r"\bi (?:actually )?mean(?:t)?\b|^\W*(?:no|nope|sorry|oops|not (?:this|that)(?: one)?)\b|\bnot (?:this|that) one\b|\bthe other(?: one)?\b|^\W*actually\b"
    r"|^\W*(?:不是|不对|错了|搞错)|我(?:是)?(?:说|指|问)的是|另(?:外)?一?[个款只双件]|另外那",
    re.I,
)
"""Takes back which piece was meant."""
OTHER_ONE: Final = re.compile(
    r"\bthe other(?: (?:one|bag|piece|model|version))?\W*$|另(?:外)?一?[个款只双件]|另外那[个款只双件]", re.I
)
SMALL_ONE: Final = re.compile(
    r"\b(?:mini|petite|small(?:er)?|little|baby)\b(?! (?:size|pocket))|小(?:号|的|款|一点的|包)", re.I
)
LARGE_ONE: Final = re.compile(
    r"\b(?:big(?:ger)?|large(?:r)?|full[- ]size|normal|regular)\b(?! (?:size|pocket))|大(?:号|的|款|一点的|包)|普通款|正常款",
    re.I,
)
"""Which of two pieces is meant whose names differ by their size (`Saddle Bag`, `Petite Saddle Bag`)."""
GOES_ON: Final = re.compile(r"^\W*(?:and|what about|how about|or|also|then)\b|呢\W*$|^\W*(?:那|还有)", re.I)
"""The beginning or end of a question that goes on with the one before."""
LAPTOP_SIZE: Final = re.compile(
    r"(?:macbook|laptop|notebook|ipad)(?: (?:pro|air))? (?P<a>1[0-9](?:\.\d)?)(?!\d)|(?<!\d)(?P<b>1[0-9](?:\.\d)?) ?(?:macbook|laptop|notebook|寸)",
    re.I,
)
SIZE: Final = re.compile(
    r"(?:size|sizes|in an?|eu|taille)\s+(?P<a>\d{1,3}(?:[.,]5)?|xxs|xs|s|m|l|xl|xxl)(?![a-z0-9%€])|(?P<b>\d{1,3}(?:\.5)?|[XSML]{1,3})\s?(?:码|号)|(?<![A-Za-z'])(?P<c>XXS|XS|S|M|L|XL|XXL)(?![A-Za-z'])|\bin (?P<f>3[4-9]|4[0-7])(?=\s*[?.!,]*$)|(?P<d>小号|中号|大号|加大)|(?:size|in) (?P<e>small|medium|large)(?![a-z])",
    re.I,
)
ZH_SIZES: Final = {"小号": "S", "中号": "M", "大号": "L", "加大": "XL", "small": "S", "medium": "M", "large": "L"}

_IN_UNIT: Final = re.compile(
    r"\bin (?P<en>inches|cm|centimet(?:re|er)s|mm|pounds|lbs|ounces|kilos?|kg|grams)\b|(?:多少|几)(?P<zh>英寸|厘米|毫米|公分|公斤|斤|克|磅|盎司)",
    re.I,
)
_UNIT_NAMES: Final = {
    "inches": "in", "cm": "cm", "mm": "mm", "pounds": "lb", "lbs": "lb", "ounces": "oz", "kilo": "kg", "kilos": "kg", "kg": "kg", "grams": "g",
    "centimetres": "cm", "centimeters": "cm", "英寸": "in", "厘米": "cm", "公分": "cm", "毫米": "mm", "公斤": "kg", "克": "g", "磅": "lb", "盎司": "oz",
}  # fmt: skip


def unit_asked(text: str) -> str | None:
    """The unit an answer is wanted in: `how wide in inches`, `重多少磅`."""
    match = _IN_UNIT.search(text)
    return _UNIT_NAMES.get((match["en"] or match["zh"]).lower()) if match else None


@cache
def patterns() -> list[tuple[Topic, re.Pattern[str]]]:
    """The topics about goods, compiled."""
    return [(topic, _compiled(english, chinese)) for topic, english, chinese in TOPICS]


@cache
def talk() -> list[tuple[Topic, re.Pattern[str]]]:
    """The topics that are not about goods, compiled."""
    return [(topic, _compiled(english, chinese)) for topic, english, chinese in TALK]


def _compiled(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:{english})(?![A-Za-z])|{chinese}", re.I)


_COMPARED: Final[tuple[tuple[str, Relation, str], ...]] = (
    ("price", "under", r"\b(?:cheaper|less expensive|costs? less)\b|便宜"),
    ("price", "over", r"\b(?:dearer|more expensive|costs? more|pricier)\b|贵"),
    ("weight", "under", r"\b(?:lighter|weighs? less)\b|轻"),
    ("weight", "over", r"\b(?:heavier|weighs? more)\b|重"),
    ("dimensions", "under", r"\b(?:smaller|shorter|narrower)\b|小"),
    ("dimensions", "over", r"\b(?:bigger|larger|taller|wider|longer)\b|大|长|宽|高"),
)
"""What a comparison weighs, and which side of it is asked for."""


def compared(text: str) -> tuple[str, Relation] | None:
    """The attribute and the side a comparison asks for; None when it asks in general."""
    return next(((name, side) for name, side, words in _COMPARED if re.search(words, text, re.I)), None)


ALIASES: Final[dict[str, re.Pattern[str]]] = {
    "fit_note": re.compile(
        r"(?:run|runs|fall|falls|fit|fits) (?:small|large|big|narrow|wide|true)|true to size|偏大|偏小|偏码|标准码|正常码"
    ),
    "heel_height": re.compile(r"\bheels?\b.{0,12}(?:high|height|tall)|how (?:high|tall).{0,20}heel|跟.{0,2}高|跟高"),
    "case_thickness": re.compile(r"\bthick\w*|厚"),
    "edition": re.compile(r"\blimited\b|\bedition\b|限量"),
    "pieces": re.compile(r"how many (?:cups?|pieces?|glasses|items|are in)|几个|几只|几件|一套"),
    "capacity": re.compile(r"how much .{0,20}\bholds?\b|capacity|容量|装多少|多少毫升"),
    "microwave_safe": re.compile(r"microwave|微波炉"),
    "dishwasher_safe": re.compile(r"dish ?washer|洗碗机"),
    "movement": re.compile(
        r"\b(?:automatic|quartz|mechanical|movement|hand-wound|self-winding)\b|机芯|机械|石英|自动上链"
    ),
    "closure": re.compile(r"\bhow .{0,20}\bclose[sd]?\b|closure|clasp|fasten|zip|开合|怎么扣|拉链吗"),
    "pockets": re.compile(r"pockets?|口袋|夹层|内袋"),
    "strap_length": re.compile(r"strap (?:length|drop)|how long is the strap|肩带.{0,3}长|带子多长"),
}
"""How customers ask for a recorded attribute when they do not use its label."""
