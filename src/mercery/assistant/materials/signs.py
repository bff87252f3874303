"""What gives a sentence away: orders to a machine, hidden payloads, other people's data, assertions about the shop.

These patterns only say *why* a sentence stays out, and keep the worst out of a shop's own product texts. What lets a
sentence of a stranger in is `vocabulary.py`: every word of it has to be known as harmless.
"""

from __future__ import annotations

import re
from typing import Final


def _any(english: str, chinese: str = "") -> re.Pattern[str]:
    return re.compile(
        rf"(?<![A-Za-z])(?:{english})(?![A-Za-z])" + (f"|{chinese}" if chinese else ""), re.IGNORECASE | re.DOTALL
    )


MARKUP: Final = re.compile(
    r"<[/!|a-z]|\|>|\{\{|\}\}|\{%|\[/?(?:INST|SYS|system|user|assistant|tool|end|begin)\b|<<|>>|```|~~~|\$\{|^\s*[\[{].*[:=].*[\]}]\s*$|\w+\([^)]*[=:,\"'][^)]*\)|[a-z]+_[a-z]+(?:_[a-z]+)*|\b[a-z]+[A-Z][a-zA-Z]*\(|^\s*(?:system|assistant|user|human|developer|tool|function|ai|bot|系统|助手|用户|客服|管理员|开发者)\s*[:：>\]]|^---|^###|&(?:#\w+|[a-z]+);|\bSELECT\b.*\bFROM\b|\bDROP\s+TABLE\b|javascript:|data:[a-z]+/",
    re.IGNORECASE | re.MULTILINE,
)
"""Mark-up tokens, role tags, code and calls of tools."""
ENCODED: Final = re.compile(
    r"(?<![A-Za-z0-9+/=_-])(?=[A-Za-z0-9+/_-]*[0-9A-Z])(?=[A-Za-z0-9+/_-]*[a-z0-9])[A-Za-z0-9+/_-]{20,}={0,2}(?![A-Za-z0-9+/=])|(?:\b[0-9a-f]{2}[ :,-]?){8,}\b|(?:0x[0-9a-f]{2}[ ,]*){4,}|(?:\\[ux][0-9a-f]{2,4}){2,}|(?:%[0-9a-f]{2}){3,}|(?:\b[01]{7,8}\b[ ]?){3,}|[A-Za-z0-9+/]{10,}={1,2}(?![A-Za-z0-9])|\b(?:base ?64|rot ?13|hex(?:adecimal)?|morse|ascii)\b|(?:[.-]{1,5} ){6,}|(?:\b\d{2,3}\b[ ,]+){7,}\d{2,3}\b",
    re.IGNORECASE,
)
LINKS: Final = re.compile(
    r"https?:|www\.|\b[a-z0-9-]{2,}\.(?:com|net|org|io|co|cn|ru|info|biz|shop|store|app|dev|me|ly|xyz|top|site|online|link|example|test|fr|de|uk|eu)\b|\]\(|\bqr[- ]?code\b|扫码|扫一扫|二维码|链接|网址|点击|加微信|加\s?[vV微]信?|\bwhats ?app\b|\btelegram\b|\bwechat\b|微信|[qQ]{2}[:：\s]?\d",
    re.IGNORECASE,
)
PRIVATE: Final = re.compile(
    r"[\w.+%-]+@[\w-]+\.|(?<![\d.,])\+?\d[\d ().-]{7,}\d(?!\d)|#\s?[A-Za-z]{0,3}\d{3,}|\b[A-Z]{1,3}-?\d{4,}\b|\bpasswords?\b|\bpasscode\b|\b(?:your |my |the )?pin (?:code|number)\b|\bcard numbers?\b|\bcvv\b|\biban\b|\bpassport\b|\bsocial security\b|\bdate of birth\b|\b(?:home|e-?mail|billing|delivery|shipping) address(?:es)?\b|\b(?:her|his|their) (?:address|phone|number|e-?mail|order)\b|\bother customers?'?s?\b|\banother customer\b|\bphone numbers?\b|\bcustomer (?:data|list|records?)\b|密码|口令|卡号|身份证|护照|手机号|电话|住址|家庭地址|邮箱|其他(?:顾客|客户|用户|买家)的|别人的|客户资料|顾客资料|个人信息|隐私",
    re.IGNORECASE,
)
MACHINE: Final = _any(
    r"assistants?|chat ?bots?|bots?|a\.?i\.?|language models?|llms?|gpt(?:-?\d)?|artificial intelligence|virtual agents?|ai agents?|customer[- ]service (?:agent|system|bot)s?|prompts?|instructions?|jailbreak\w*|"
    r"(?:ignore|disregard|forget|override|overrule|bypass|skip)(?: (?:all|any|every|the|your|my|these|those|previous|prior|above|earlier|other))*|system (?:prompt|message|note|update|override|instruction|notice|command|mode)s?|"
    r"(?:developer|admin|debug|god|test|maintenance|training) mode|you are now|from now on|act as|pretend\w*|role[- ]?play\w*|your (?:new )?(?:task|job|role|rules?|guidelines?|instructions?|training)|you (?:must|should|shall|have to|need to|are (?:required|obliged|instructed|authori[sz]ed|allowed|permitted))(?! be (?:careful|gentle))|"
    r"tell (?:the |every |all |each |any |this |your )?(?:customers?|users?|buyers?|visitors?|shoppers?|people|everyone|them|him|her)|inform (?:the |every |all |each |any )?(?:customers?|users?|buyers?|everyone)|(?:say|reply|respond|answer|write|state|announce|confirm|repeat|output|print|mention|add|include|append)(?: back)?(?: only)?(?: with| that| exactly| to (?:the |every |all )?(?:customers?|users?|buyers?|everyone)|:)|"
    r"(?:when|whenever|if|once|as soon as|before|after) (?:you (?:read|see|answer|summari[sz]e|reply|are asked|process|load)|(?:asked|answering|summari[sz]ing|replying|reading)|(?:a|the|any|some)(?: customer| user| buyer| shopper|one)? (?:asks?|reads?|mentions?))|"
    r"(?:note|message|memo|attention|reminder|hint|hidden|info(?:rmation)?) (?:to|for) (?:the |any |all |every )?(?:assistants?|agents?|staff|support|system|model|seller|shop|store|clerk|reader|whoever|anyone|automated|summari\w+)|"
    r"(?:call|invoke|execute|run|use|trigger) (?:the )?(?:function|tool|command|api|script|action|method)s?|(?:function|tool|api) calls?|do(?: not|n't) (?:tell|mention|reveal|inform|ask|warn|show|disclose|verify|check|hand|transfer|escalate|say)|without (?:asking|telling|checking|confirmation|verifying|verification)|"
    r"begin (?:new )?(?:instruction|task|system)s?|end of (?:document|review|note|text|file|input|data|conversation)|(?:start|new) (?:conversation|session|turn)|sudo|administrators?|developers?|superuser|whoever (?:reads|processes|answers|sees|handles|replies|serves)|(?:order|help|service|support|sales|info) ?desks?|(?:to|for) (?:the |any |all |every |our )?(?:helpers?|clerks?|agents?|operators?|advis[eo]rs?|desks?|sellers?|staff)(?= ?[:,])|your (?:configuration|settings|prompt|memory|context|policy|policies|knowledge)|^\W*(?:please )?(?:reveal|disclose|repeat|approve|grant|issue|refund|cancel|transfer|forward|tell|say|reply|respond)|reader of this|automated (?:system|reader|reply|agent)s?|summari[sz]er",
    r"助手|助理|机器人|智能客服|智能体|人工智能|(?<![A-Za-z])AI(?![A-Za-z])|大模型|语言模型|系统(?:提示|消息|指令|通知|管理|更新|公告|模式|命令|已|要求|[:：])|提示词|指令|忽略|无视|忽视|忘记?(?:掉)?(?:之前|以上|所有|前面|你的)|覆盖(?:规则|之前|以上)|绕过|越权|你(?:现在|必须|应该|需要|得|将要|的任务|的角色|的新|是一[个名]|要(?:告诉|回答|说|回复))|您(?:现在|必须|需要)|扮演|假装|(?:开发者|管理员|调试|维护|测试)(?:模式)?|执行(?:以下|命令|指令|操作|函数|退)|调用|函数|输出|打印|(?:请|要|须|需|必须|务必|直接|立即|马上|应|应当|就|都|只)(?:回复|回答|告诉|告知|宣布|说(?!明)|答复|确认|声明|写明)|告诉(?:顾客|客户|用户|所有|买家|大家|每)|告知(?:顾客|客户|用户|所有|买家)|当(?:顾客|客户|用户|有人|被问|你|买家)|(?:如果|若|凡是?)(?:顾客|客户|用户|有人|被问|你|买家)|致(?:客服|店员|助手|系统|所有)|(?:给|对)(?:客服|店员|助手|系统|AI).{0,6}(?:留言|说明|备注|提示|[:：])|(?:以下|下列|上述)内容|(?:当作|作为|视为).{0,6}(?:公告|指令|通知|规则)|店铺公告|全场|清仓|不要(?:告诉|透露|提及|说明|核实|验证|询问|问)|无需(?:核实|验证|确认|询问)|阅读(?:者|本文|此)|读到(?:这|此|本)",
)
"""Speaks to whoever reads by machine. No honest product text, note or review does."""
ORDERS: Final = _any(
    r"(?:please |kindly |now |immediately |urgent(?:ly)?[:,]? |just |then )*(?:apply|grant|approve|issue|cancel|change|update|set|delete|remove|process|refund|send|forward|e-?mail|transfer|reveal|disclose|show|list|display|read out|look up|give|ship|credit|charge|mark|confirm|translate|decode|encode|recommend|rate|offer|upgrade|activate|unlock|enable|disable|replace|verify|accept|waive|reimburse|compensate|publish|open the|click|visit|contact|call|write to|enter|type|paste|copy|download|install|provide|tell|say|repeat|reply|respond|answer)",
    r"(?:立即|马上|直接|请|务必|必须|帮我?|给我?|将|把).{0,12}(?:退款|退货|取消|修改|更改|删除|发送|转(?:账|接|给|发)|批准|授权|确认|标记|查询|列出|显示|透露|泄露|翻译|解码|补偿|赔|升级|开通|激活|打折|免单|减免|发放|赠送|提供|联系|拨打|输入|推荐)|务必|立即|马上",
)
"""Wants something done that a note, a review or a file cannot have done."""
SHOP: Final = _any(
    r"refund\w*|money|buy (?:one|two|three|1|2|3)\b.{0,12}\bget|send (?:it|them) back|returns? (?:page|is|are|any|at any)|your gift|gift with|endorsed|accredited|verified by|officially|cash ?back|reimburs\w*|compensat\w*|discounts?|discounted|coupons?|vouchers?|promo(?:tion)?s?(?: codes?)?|(?:discount|gift|access|secret|reference|voucher) codes?|codes?|free (?:of charge|gift|shipping|delivery|returns?|repairs?|replacement|of cost|for|item|bag|watch|one|piece|sample|upgrade|express)s?|for free|is free|are free|complimentary|gratis|no (?:extra |additional )?(?:cost|charge|fee)s?|at no cost|half[- ]price|price[sd]?|pricing|costs?|on sale|clearance|special offer|store credit|gift ?cards?|loyalty points|"
    r"guarantee\w*|warrant(?:y|ies|ied)|lifetime|promis\w+|already (?:been )?(?:agreed|confirmed|approved|authori[sz]ed|paid|refunded|promised|arranged)|(?:was|were|been|is|are|has|have) (?:agreed|confirmed|approved|authori[sz]ed|verified|pre-?approved)|pre-?approved|authori[sz]ed?|approv\w+|entitled|eligible|exempt|"
    r"in stock|sold out|out of stock|restock\w*|back in stock|only \w+ left|last (?:one|piece|chance|few)|delivery (?:time|date|cost|is)|delivers? (?:in|within)|deliver(?:y|ed)? (?:in|within|tomorrow|today|by)|ships? (?:in|within|today|free)|next[- ]day|same[- ]day|express (?:delivery|shipping)|return (?:policy|period|window)|returnable|(?:can|may) (?:be )?return(?:ed)?|polic(?:y|ies)|terms and conditions|(?:all|every|any|our|each|vip|loyal|valued) (?:customers?|buyers?|members?|clients?|visitors?)|members?|vips?|employees?|staff|managers?|ceo|head office|headquarters|customer (?:service|support|care)|"
    r"recall\w*|class action|lawsuits?|bankrupt\w*|closing down|hacked|breach(?:ed)?|counterfeit\w*|fakes?|replica\w*|cures?|heals?|medically|clinically|fda|health benefits?|dermatolog\w+|investment|profit\w*|will (?:double|rise|increase) in value|winner|you (?:have )?won|prize|lottery|reward\w*|bonus",
    r"退款|退钱|退货|退还|包退|包换|换货|返现|返利|补偿|赔偿|赔付|优惠|折扣|打折|[一二三四五六七八九\d.]+\s?折|半价|立减|满减|减免|优惠券|代金券|礼品卡|红包|积分|抵扣|兑换|券|口令|免费|免单|免运费|包邮|赠送|赠品|白送|价格|价钱|售价|原价|现价|特价|降价|涨价|报价|保证|承诺|担保|质保|保修|终身|永久|已(?:经)?(?:同意|确认|批准|授权|答应|承诺|核实|验证|退)|(?:店长|经理|老板|店家|客服|商家|店员|总部|本公司|总公司|官方|卖家|门店)|批准|授权|有权|资格|现货|库存|缺货|售罄|补货|到货|限量(?:发售|抢购|优惠|供应)|最后[一几]|仅剩|次日达|当日达|当天送达|发货|运费|退换|政策|(?:本店|店铺|退换|以下)规定|所有(?:顾客|客户|用户|买家|会员)|每位(?:顾客|客户|用户|买家|会员)|会员|贵宾|领取|领一|凭此|买[一二两三]送|加购价|随时可退|无理由|假一赔|权威|专家推荐|央视|明星|获奖|召回|倒闭|假货|仿品|高仿|治疗|治愈|疗效|药用|投资|升值|稳赚|中奖|奖品|奖励",
)
"""What only the shop's own record may say of the shop."""
