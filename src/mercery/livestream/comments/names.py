"""What of a nickname may be said on air: a first name, a short Chinese nickname, or nothing. Pure.

A nickname is text of a stranger's that the host would speak. So it is not searched for what is bad in it: it is let through
only where it is made of what names are made of, and everything else is "a viewer".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.core.chinese import simplified

_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAMEL: Final = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")
_MOST_WORDS: Final = 2
_MOST_HAN: Final = 4
_GENTLE: Final = frozenset(
    "鹿猫狐兔熊鱼鹤燕雀莺蝶蜜鲸鸽鸥雁凤麒麟橘桃杏梨橙柚莓樱柠檬葡萄荔枝栗枣柿瓜豆芽米糖糕饼酥果茶咖啡奶酪可露麦芒粽饺"
    "云雨雪风月星阳晴雾霜露虹霞晨夕曦夜春夏秋冬朝晚海江河湖溪泉山川林森木竹松柏枫桐柳梅兰菊荷莲薇蔷玫瑰茉莉百合芍药桂"
    "花草叶芳芬芷若萱蕊蓉芸苗茵蒙芝荣茹菁菲萍莹莎蓓蕾薰"
    "安宁静雅慧敏婷娜娟娇媛嫣妍婉妮姗倩佳欣怡悦乐欢喜笑甜暖柔温文淑贞惠美丽玲珑琳琪瑶瑾瑜璐璇珊珍珠玉琼琴画诗书墨"
    "思念忆梦瑞祥康健平和顺福吉庆泽润清澄洁明亮晓辉光昊旭晖朗博远志诚信义仁礼智勇刚强杰俊豪伟宏建国华军斌涛浩鹏飞翔宇轩"
    "子紫青蓝绿橘粉白黑灰小阿老大圆圆团仔宝贝妞丫妹姐哥叔姨爷奶妈先生女士太太同学老师"
    "力勤龙鑫磊波超峰良永立世东南西北枝英秀红艳丽娥韵"
    "一可心之如若亦以依伊诺然洛沐梓涵睿熙辰逸凡越彤舒"
)
"""Signs that nicknames and first names are made of. None of trade, numbers (but 一), money, promise or command."""
_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马方俞任袁唐罗薛伍余贝姚"
    "孟顾尹钟汪田董丁邓徐邱高郭梁宋石崔龚程邢裴陆翁侯段雷黎史龙贺赖洪莫黄萧肖胡曾夏谭廖付熊傅蔡易常武乔覃戴刘杜倪颜樊管殷"
)
_POLITE: Final = ("先生", "女士", "小姐", "太太", "同学", "老师", "姐", "哥", "妹", "阿姨", "叔")
_BANNED_HAN: Final = re.compile(
    "白送|白给|大奶|奶大|奶子|白嫖|小姐(?!姐)|大爷|老爷|你妈|妈妈的|老鸨|小妹妹?妹|小三|黑店|黑心|老赖|甜药|百合药|大一|药|"
    "国军|台独|港独|大海先生|奶奶的|老子|小子|孙子|龟|王八|大哥大|阿三|黑鬼|白痴|老黑|大便|小便|老师说|先生说|明白|可信|可以|如"
)
_BANNED_SOUNDS: Final = frozenset(
    [
        "shabi",
        "sabi",
        "shazi",
        "erbi",
        "caonima",
        "nima",
        "nimasi",
        "madan",
        "tamade",
        "gun",
        "zhizhang",
        "naocan",
        "feiwu",
        "laji",
        "jian",
        "biaozi",
        "jiba",
        "jibanan",
        "caoni",
        "rini",
        "mianfei",
        "baisong",
        "banjia",
        "dazhe",
        "jiahuo",
        "pianzi",
        "taobao",
        "pinduoduo",
        "jingdong",
        "weixin",
        "dianbao",
        "guanfang",
        "kefu",
        "dianzhang",
        "zhubo",
        "laoban",
        "guanli",
        "yunying",
        "tuikuan",
        "xijinping",
        "xidada",
        "maozedong",
        "hitele",
        "falungong",
        "liusi",
        "faLun",
        "baochou",
        "siquanjia",
        "qusi",
        "zisha",
        "shaorén",
    ]
)
_MOST_SHOWN: Final = 24


@cache
def _first_names() -> frozenset[str]:
    text = (files("mercery.livestream.comments") / "given_names.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return frozenset(name.lower() for line in lines for name in line.split())


def safe_name(nickname: str, people: Sequence[str] = ()) -> str:
    """How the viewer may be called; empty for "a viewer". `people`: names of the shop's own, which nobody may go by."""
    plain = unicodedata.normalize("NFKC", nickname).strip()
    if not plain or len(plain) > 60:
        return ""
    own = {word.casefold() for person in people for word in (*_WORDS.findall(person), *_HAN.findall(person))}
    han = "".join(_HAN.findall(plain))
    name = _chinese(plain, han) if han else _latin(plain)
    return "" if name.casefold() in own or any(one in name for one in own if _HAN.match(one)) else name


def _latin(plain: str) -> str:
    """`Anna`, `anna_k`, `Marc L.`, `ChloeParis92`: the first name alone, where the whole is one or two words."""
    letters = _CAMEL.sub(" ", _without_figures_behind(plain))
    words = _WORDS.findall(letters)
    if not 0 < len(words) <= _MOST_WORDS or any(
        sign.isdigit() or sign in "@#$%€£¥/\\<>{}[]|:;=+*!?" for sign in letters
    ):
        return ""
    parts = words[0].split("-")
    if len(parts) > 2 or any(_plain_letters(one) not in _first_names() for one in parts):
        return ""
    return "-".join(one[:1].upper() + one[1:].lower() for one in parts)


def _without_figures_behind(plain: str) -> str:
    """`Anna92`, `user_8812`: figures at the end are no part of a name."""
    return re.sub(r"[\s_.-]*\d{1,4}\s*$", "", plain)


def _plain_letters(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("’", "'")


def _chinese(plain: str, han: str) -> str:
    """`小鹿`, `陈先生`, `晚风`: two to four signs that names are made of, with nothing said by them."""
    others = _HAN.sub("", plain)
    if any(unicodedata.category(sign)[0] in "LN" for sign in others):
        return ""
    name = simplified(han)
    if not 2 <= len(name) <= _MOST_HAN or _BANNED_HAN.search(name):
        return ""
    polite = next((one for one in _POLITE if name.endswith(one) and len(name) > len(one)), "")
    core = name[: len(name) - len(polite)]
    called = core[1:] if core[0] in _SURNAMES or (core[0] in "老小阿" and core[1:] in _SURNAMES) else core
    gentle = all(sign in _GENTLE for sign in called) or (core[0] in "老小阿" and core[1:] in _SURNAMES)
    if not gentle or _sounds_bad(name):
        return ""
    return name


def _sounds_bad(name: str) -> bool:
    """Whether it sounds like what may not be said, in whichever characters."""
    from pypinyin import lazy_pinyin

    sounds = lazy_pinyin(name)
    joined = ["".join(sounds[start:end]) for start in range(len(sounds)) for end in range(start + 1, len(sounds) + 1)]
    return any(one in _BANNED_SOUNDS for one in joined)
