"""What turns service talk into a claim: word for word it is courtesy, as a sentence it tells something.

Talk is recognised by its words, so these are the ways in which harmless words assert: an action told as done, a third
person who recommends, goods or other shops that are judged, an order that is on its way, a person said to be answering,
an effect of wearing something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.courtesy import clauses_in
from mercery.claims.grammar.predicates import tells
from mercery.claims.grammar.promising import promises
from mercery.claims.grammar.tokens import Token

_DONE: Final = (
    r"(?:sorted|passed|forwarded|sent|put|added|changed|cancelled|canceled|transferred|connected|asked|recorded|booked|"
    r"confirmed|double-checked|rechecked|fixed|straightened|shared|given|written to|let|done|finished|opened|started|"
    r"moved|arranged|reserved|kept(?! you waiting)|left|picked|spoken|talked|told (?!you)|noted (?:it )?(?:on|in|with|for|down))"
)
_ENGLISH: Final = re.compile(
    rf"(?:\b(?:i|we)(?: have| 've)?(?: already| just| now)? {_DONE})"
    # other persons and things: what they do, what they are
    r"|(?:\b(?:doctors?|lawyers?|friends?|colleagues?|customers?|people|everyone|everybody|everyone else|everybody else|others|"
    r"husbands?|wives|wife|sisters?|brothers?|mothers?|fathers?|daughters?|sons?|boss)(?: all| always| also)?"
    r" (?:loves?|likes?|recommends?|says?|thinks?|wears?|wearing|carry|carries|buys?|bought|has|have|had|agrees?|choose|chooses|prefers?|wants?|is|are|was|feels?|felt|recovered)\b)"
    r"|(?:\b(?:brands?|shops?|retailers?|things?|orders?|parcels?|packages?|refunds?|prices?|discounts?|cards?|wishes|dreams)"
    r" (?:is|are|was|were|has|have|had|will|never|always|come|comes|can|do|does|cannot|break|breaks|get|gets)\b)"
    r"|(?:\b(?:wear|wears|wearing|worn|carry|carries|carrying|recommends?|loves?|bought|buys) (?:it|this|these|them|those|ours?)\b)"
    r"|(?:\b(?:it|they|this|these|those) (?:is|are|was|were|has been|will be|looks?|feels?|keeps?|stays?|makes?|helps?) (?:not |very |so |all |really |completely |absolutely |totally |perfectly |definitely )*"
    r"(?:safe|right|better|best|real|great|perfect|fine|good|nice|quiet|bright|plain|modern|classic|simple|small|big|smaller|bigger|young|possible|correct|true|certain|sure|different|similar|the same|worn|made|yours|loved|wanted|easy|private|confidential|recorded|medical)\b)"
    r"|(?:\bsafe for\b|\bguaranteed\b|\bcome true\b|\bon its way\b|\bthan (?:others?|any|all|every)\b)"
    r"|(?:\byou(?: will| 'll| would)? (?:feel|sleep|rest|look|recover|be|get|relax|become) (?:much |so |more |all )*(?:better|young|younger|happy|happier|lucky|well|relaxed|safe|calm|great|loved|quiet|wonderful|good|beautiful)\b)"
    r"|(?:\b(?:everyone|everybody|nobody|no one|anyone|anybody)(?: else| in the \w+| here)? (?:has|have|can|is|will|loves?|wants?|regrets?|knows?)\b)"
    r"|(?:\b(?:buy|bought|use|used|own|regret|wrong with|have|has|got|love|loved|choose|chosen|pick|keep|want|need) (?:it|this one|one|them)(?: myself| too| at home| here)?$)"
    r"|(?:\bi (?:know|feel|think|see|hear|understand|believe|find|find that|swear) (?:that |for sure |for certain )*(?:it|this|these|they|our|the)\b(?! same)(?! (?:is|was|must be|must have been|would be|can be) (?:not )?(?:a|frustrating|hard|annoying|difficult|stressful|upsetting|disappointing|late|important)\b)(?! (?:feeling|problem|trouble|worry)))"
    r"|(?:\bfor a (?:gift|present)$|(?<!feel )\bfree (?!to\b)\w+|\bour own\b|\btake (?:it|them|this|these|those) (?:back|home)\b|\bnothing (?:\w+ ){0,3}like\b|\bno other\b|\blike (?:us|ours)\b|\bthanks to (?:it|this|these|us)\b|\bof mine wears?\b)"
    # affirming a question whose words are not known
    r"|(?:^(?:yes|sure|absolutely|exactly|definitely|certainly|of course|no|right|correct|true) .*\b(?:you (?:can|may|do|need|are|could)|(?:it|that|this|they) (?:is|does|can|has|are|do|will|was)|there (?:is|are))\b)"
    r"|(?:^(?:yes|exactly|absolutely|correct|definitely|true|that is (?:right|true|correct)|it is|it does)(?: (?:that is|it is|it does|it can|you can|of course|right|correct|true|sir|madam|absolutely|exactly|definitely))*$)"
    r"|(?:\b(?:i|we) (?:can |do |hereby |will )?(?:confirm|promise|guarantee|assure|bet|swear|vouch)\b(?! (?:with|that with)\b))"
    # done, soon, now
    r"|(?:\bconsider (?:it|that)\b|\b(?:all|it is|that is) (?:sorted|done|fixed|booked|settled|over)\b|^done\b|\bin order$|\bbetter decide\b)"
    r"|(?:\b(?:colou?rs?|sizes?|styles?|more|others?|another|ones?|something new|new) (?:\w+ )?(?:comes?|are coming|is coming|arrives?|soon)\b)"
    r"|(?:\bwe (?:never|always|all|only|make|offer|do not make|give|carry|keep|can always|have (?!a look|not|no))\b)"
    r"|(?:\byour (?:skin|body|discount|data|order|parcel|card|refund|money|size|style|taste) (?:is|are|will|has|have|was|of)\b)"
    r"|(?:\byou (?:are|will be|feel) (?:safe|in good hands|lucky|right to)\b|\byou(?: will not| cannot| can not|'ll never| will never| do not) (?:regret|go wrong|need|lose|find|have to|want|get|be)\b)"
    # advice on sizes
    r"|(?:\b(?:grab|take|stick to|stick with|go for|go with|order|pick|choose|get|buy) (?:just )?your (?:usual|normal|regular)\b(?: (?:one|size))?)"
    # who is answering
    r"|(?:\bnot (?:an? )?(?:\w+ )?(?:robot|bot|machine|program|software|computer|ai|assistant)\b)"
    r"|(?:\bi am (?:an? )?(?:real |true )?(?:human|person|colleague|team)\b)|(?:\bi am (?:an? )(?:\w+ )?\w*(?:logist|ologist|stylist|smith|maker|expert|technician|designer|jeweller)\b)|(?:\breal (?:person|human)\b)"
    r"|(?:\b(?:talking|speaking|chatting|writing) (?:to|with) (?:an? )?(?:\w+ )?(?:human|person|colleague|adviser|advisor)\b)"
)
_CHINESE: Final = re.compile(
    r"已经?(?:帮|为|给|替|把|转|发|记|下|寄|退|取消|改|登记|备注|安排|反馈|处理|提交|预留|通知|联系|核实|确认|查|送|告诉)"
    r"|我?已经?.{0,6}了$|(?:下单|转给.{0,4}|寄出|发出|退款|取消|登记|备注|安排|反馈|处理|提交|预留|通知|改好|办好|送出|联系好?)(?:好|完)?了"
    r"|(?:医生|律师|专家|同事|大家|朋友|明星|姐姐|妹妹|哥哥|弟弟|妈妈|爸爸|老公|老婆|客人|顾客|谁|家人|别人|女儿|儿子|宝宝|孩子).{0,2}(?:推荐|说好|说不错|在用|在穿|在戴|爱|喜欢|买了|穿了|戴了|用了|选了|夸)"
    r"|(?:戴|穿|用|背)(?:了|上|着|过)|好运.{0,2}来|带来|旺"
    r"|^(?:是的|没错|对的?|当然|可以的?|您?说得对|没问题|是真的|能的?|会的|有的|确实|确实如此)+$|是真的|真的很(?!感|抱歉|对不|不好意思|遗憾|理解|难受|心疼|谢|高兴|开心)"
    r"|我(?:自己)?也(?:在)?(?:用|穿|戴|买|有)|(?:就|快要?|马上就?)没了"
    r"|(?:谁|孩子|宝宝|大家|老人|长辈|父母)都?也?(?:能|可以|适合)(?:穿|戴|用|背|选|买)|(?:也|都)(?:能|可以|会)(?:穿|戴|退|换|用|背|洗|买|送|寄)"
    r"|(?:可以|能)(?:送|寄|换|退|改|到|给您便宜|便宜)|对.{1,4}好$|为您而|同事.{0,3}(?:检查|看|试|确认|用|穿|戴)过|(?:我|这)(?:就|来)?给您(?:退|换|改|留|便宜|优惠|打折)"
    r"|(?:关注|扣|进来|点赞|打).{0,6}(?:送|有礼|红包|优惠|便宜)|我(?:觉得|知道|保证|确定|相信)(?:这|它|您)"
    r"|我(?:就)?是(?:真人|人工|人|店员|顾问|主管|店长|专员|同事)|(?:我|这边|这里)?不是(?:机器人|机器|AI|程序|助手|智能)|真人(?:在|为|给|回|客服)"
    r"|(?:别家|别的店|其他店|别的品牌|其他品牌|同行).{0,3}(?:差|贵|骗|不好|没有|不如|难|不行|便宜|不能|做不|都)"
    r"|(?:说|讲|想|理解|猜|记|看|听)得?(?:没错|一点没错|很?对(?!不)|正确|是对的)|(?<!有)(?:没|没有)问题|就是(?:这样|如此|您说的)|正是(?:这样|如此)|是这样的?$"
    r"|(?:我们|咱们?|本店|店里|我)(?:家|店|这边|这里|这)?的(?!直播|同事|客服|顾问|资料|记录|意思|错|疏忽|问题|失误|不是|朋友|荣幸|职责|本分|建议|理解|心意|祝福)|都是好|是好东西"
    r"|交给我|包在我身上|我来(?:搞定|处理|安排|解决|办)|看我的|等我好消息|我说了算(?!了)|按您说的办|听您的(?:办|改)"
    r"|(?<!没法)(?<!不能)(?<!无法)(?<!不好)(?<!不便)(?:给|帮|为|替)您(?:办|处理|弄|搞|安排|解决|申请|争取|补(?!充)|打折|优惠|免|预留|预订|留(?!言)|升级|延|退|换|改|取消|登记)"
    r"|(?:孩子|宝宝|老人|长辈|妈妈|爸爸|她|他|家人|朋友|大家|谁|小孩).{0,4}(?:用|穿|戴|背|会喜欢|一定喜欢|能|合适|适合|都爱)"
    r"|我们(?:这边|这里)?(?:都|就|也|还|一定|肯定|绝对|一直|马上|尽快)?(?:会|能|可以).{0,6}(?:做(?!主|不)|办|弄|接单|送|寄|到|退|换|改|修|留|补|赔|免|给|发|处理|安排|负责)|坏了算|算我们|破(?:个)?例|算您?便宜|便宜点|有惊喜|有礼|有问题$|都有点|没有?刺激|都能退|也能退|真的$"
    r"|(?:能|可以|会|就)收到(?!您|你|消息|留言|信息)|样样都|件件都|都耐用|退给您|退回给您"
    r"|(?:几|多大|多少|什么|哪)[^，。？]{0,3}就[^，。？]{0,3}(?:几|多大|多少|什么|哪)"
    r"|一直有|还有的是|不会变|不会没|都有的|总有"
    r"|(?:今天|明天|后天|今晚|下午|晚上|\d+|[一二两三四五六七八九十半]+个?(?:分钟|小时|天)).{0,6}(?:回复|联系|打电话|致电|到货|送到|寄|发货|处理|办好|解决|给您)"
    r"|(?:它|这款|那款|这个|这件)(?!真(?:把|让|是|得|要|需)我|真不|真没|真得|我).{0,3}(?:好(?!的建议|奇)|安全|真(?!让人)|对|适合|更|最|不错|值|大|小|长|短|深|浅|亮|简单|正式|休闲)"
)


_ASSENT: Final = re.compile(
    r"(?:好的?|嗯+|行|可以|对的?|是|没错|当然|没事|就|正|确实|的确|您|你|放心|了|啦|哦|呀|的|呢|哈|啊|吧|一定|肯定|绝对|保证|完全|都|也|能|会|有|无误|确认|属实|没毛病|必须|这样|那样|如此|亲|咱|我|们)+"
)
_YES: Final = re.compile(
    r"可以|行|是的|是这|没错|当然|能|会|有(?!事)|一定|肯定|绝对|保证|确实|的确|无误|属实|必须|对(?!不)"
)


def _assents(joined: str) -> bool:
    """`可以的，您放心`: nothing but a yes, to a question whose words are not known."""
    return _ASSENT.fullmatch(joined) is not None and _YES.search(joined) is not None


_POLITE: Final = re.compile(
    r"\b(?:right you are|right with you|right back with you|(?:it is )?(?:so |really |always )?(?:nice|good|lovely|great) to (?:see|meet|hear from|have) you|"
    r"no (?:rush|hurry|pressure)(?: at all| whatsoever)?)\b"
)
"""Turns of courtesy whose words elsewhere tell something."""


def asserts(own: Sequence[Token]) -> bool:
    """Whether a sentence made of talk tells something after all."""
    words = [token.text for token in own if not token.punctuation]
    if any(token.punctuation and token.text in "?？" for token in own):
        return False
    if any(not word.isascii() for word in words):
        joined = "".join(words)
        return _CHINESE.search(joined) is not None or _assents(joined) or promises(joined)
    joined = _POLITE.sub(" ", " ".join(" ".join(words).split())).strip()
    return _ENGLISH.search(joined) is not None or promises(joined) or tells(clauses_in(own))
