"""Countries and cities a message names, as ISO codes, with the groups shops write policies for."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from babel import Locale

EU: Final = frozenset("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())  # noqa: SIM905

_CITIES: Final[dict[str, str]] = {
    "FR": "paris lyon marseille bordeaux toulouse nice nantes lille strasbourg rennes grenoble montpellier 巴黎 里昂 马赛 波尔多 尼斯 法国本土",
    "DE": "berlin munich hamburg frankfurt cologne stuttgart münchen köln 柏林 慕尼黑 汉堡 法兰克福",
    "ES": "madrid barcelona valencia seville 马德里 巴塞罗那", "IT": "rome milan florence venice turin naples roma milano 罗马 米兰",
    "AT": "vienna wien salzburg 维也纳", "BE": "brussels antwerp ghent 布鲁塞尔", "NL": "amsterdam rotterdam holland 阿姆斯特丹 荷兰",
    "PT": "lisbon porto 里斯本", "IE": "dublin cork 都柏林", "SE": "stockholm 斯德哥尔摩", "DK": "copenhagen 哥本哈根", "FI": "helsinki 赫尔辛基",
    "PL": "warsaw krakow 华沙", "CZ": "prague 布拉格", "GR": "athens 雅典", "HU": "budapest 布达佩斯",
    "GB": "uk|britain|england|scotland|wales|great britain|northern ireland|london|manchester|birmingham|edinburgh|glasgow|belfast|leeds|liverpool|bristol|cardiff|伦敦|英格兰|苏格兰|曼彻斯特|爱丁堡",
    "CH": "zurich|geneva|basel|bern|lausanne|苏黎世|日内瓦",
    "US": "usa|us|u.s.|america|the states|new york|chicago|los angeles|boston|texas|california|florida|miami|seattle|san francisco|brooklyn|houston|dallas|纽约|洛杉矶|芝加哥|加州|旧金山|波士顿",
    "CA": "toronto|vancouver|montreal|ottawa|calgary|quebec|多伦多|温哥华|蒙特利尔",
    "CN": "mainland china|shanghai|beijing|shenzhen|guangzhou|hangzhou|chengdu|上海|北京|深圳|广州|杭州|成都|武汉|南京|西安|重庆|天津|苏州|大陆|国内|内地|新疆|西藏|四川|浙江|广东|江苏|福建|回国",
    "HK": "hong kong|香港|九龙", "MO": "macao|macau|澳门", "TW": "taiwan|taipei|kaohsiung|台湾|台北|高雄|臺灣|台中|港澳台",
    "AU": "sydney|melbourne|brisbane|perth|悉尼|墨尔本", "AE": "dubai|abu dhabi|uae|迪拜", "JP": "tokyo|osaka|kyoto|东京|大阪",
    "KR": "seoul|korea|首尔", "SG": "新加坡", "RU": "moscow|莫斯科", "NZ": "auckland|奥克兰", "TH": "bangkok|曼谷",
}  # fmt: skip
_NO_COUNTRY: Final = frozenset(("EU", "ZZ", "QO", "UN", "EZ", "XA", "XB"))
_DEMONYMS: Final[dict[str, str]] = {
    "FR": "french",
    "DE": "german",
    "ES": "spanish",
    "IT": "italian",
    "GB": "british",
    "CH": "swiss",
}


def places_in(text: str) -> list[str]:
    """ISO codes of the countries the text names or whose cities it names; `EU` for the Union itself."""
    low = text.lower()
    # Most texts hold none of the names: to look for their letters is quicker than to ask every pattern.
    likely = {code for name, code in _names() if name in low}
    found = [code for code, pattern in _patterns() if code in likely and pattern.search(low)] if likely else []
    if re.search(r"(?<![a-z])(?:eu|european union|europe)(?![a-z])|欧盟|欧洲", low):
        found.append("EU")
    return list(dict.fromkeys(found))


def group(code: str) -> str:
    """The group of countries policies usually speak of: EU, GB, CH, US, CA, CN, HK…, else `other`."""
    if code in EU and code != "FR":
        return "EU"
    return code if code in ("FR", "EU", "GB", "CH", "US", "CA", "CN", "HK", "MO", "TW") else "other"


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found: dict[str, list[str]] = {}
    for name, code in _names():
        found.setdefault(code, []).append(_bounded(name))
    return [(code, re.compile("|".join(names))) for code, names in found.items()]


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Each name of a country or city, and the code it stands for; in the order of the codes."""
    english = {str(code): str(name) for code, name in Locale("en").territories.items()}
    chinese = {str(code): str(name) for code, name in Locale("zh").territories.items()}
    named = []
    for code in sorted(code for code in english if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY):
        cities = _CITIES.get(code, "")
        names = cities.split("|") if "|" in cities else cities.split()
        names += [english[code].lower().split(" sar")[0], chinese.get(code, "")]
        names += [_DEMONYMS[code]] if code in _DEMONYMS else []
        named += [(name, code) for name in names if name]
    return tuple(named)


def _bounded(name: str) -> str:
    if not name.isascii():
        return re.escape(name)
    if name == "us":
        return r"(?<=the )us(?![a-z])|(?<=to )us(?= ?[?.,]?$)|(?<![a-z])us(?= (?:delivery|shipping|address|order))"
    return rf"(?<![a-z]){re.escape(name)}(?![a-z])"
