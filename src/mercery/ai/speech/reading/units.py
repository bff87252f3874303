"""Units and currencies, as they are written and as they are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

UNITS: Final[Mapping[str, tuple[str, str, str]]] = {
    # written: (one, several, Chinese)
    "mm": ("millimetre", "millimetres", "毫米"),
    "cm": ("centimetre", "centimetres", "厘米"),
    "m": ("metre", "metres", "米"),
    "km": ("kilometre", "kilometres", "公里"),
    "in": ("inch", "inches", "英寸"),
    "ft": ("foot", "feet", "英尺"),
    "mg": ("milligram", "milligrams", "毫克"),
    "g": ("gram", "grams", "克"),
    "kg": ("kilogram", "kilograms", "千克"),
    "oz": ("ounce", "ounces", "盎司"),
    "fl oz": ("fluid ounce", "fluid ounces", "液体盎司"),
    "lb": ("pound", "pounds", "磅"),
    "lbs": ("pound", "pounds", "磅"),
    "ml": ("millilitre", "millilitres", "毫升"),
    "mL": ("millilitre", "millilitres", "毫升"),
    "cl": ("centilitre", "centilitres", "厘升"),
    "l": ("litre", "litres", "升"),
    "L": ("litre", "litres", "升"),
    "ct": ("carat", "carats", "克拉"),
    "K": ("karat", "karat", "K"),
    "k": ("karat", "karat", "K"),
    "bar": ("bar", "bar", "巴"),
    "ATM": ("atmospheres", "atmospheres", "个大气压"),
    "atm": ("atmosphere", "atmospheres", "个大气压"),
    "h": ("hour", "hours", "小时"),
    "hr": ("hour", "hours", "小时"),
    "hrs": ("hours", "hours", "小时"),
    "min": ("minute", "minutes", "分钟"),
    "s": ("second", "seconds", "秒"),
    "W": ("watt", "watts", "瓦"),
    "V": ("volt", "volts", "伏"),
    "Hz": ("hertz", "hertz", "赫兹"),
    "kHz": ("kilohertz", "kilohertz", "千赫"),
    "mAh": ("milliampere hour", "milliampere hours", "毫安时"),
    "GB": ("gigabyte", "gigabytes", "G B"),
    "den": ("denier", "denier", "旦"),
    "D": ("denier", "denier", "旦"),
    "gsm": ("grams per square metre", "grams per square metre", "克每平方米"),
    "g/m²": ("gram per square metre", "grams per square metre", "克每平方米"),
    "m²": ("square metre", "square metres", "平方米"),
    "cm²": ("square centimetre", "square centimetres", "平方厘米"),
    "°C": ("degree Celsius", "degrees Celsius", "摄氏度"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit", "华氏度"),
    "°": ("degree", "degrees", "度"),
    "%": ("per cent", "per cent", ""),
    "″": ("inch", "inches", "英寸"),
    '"': ("inch", "inches", "英寸"),
    "′": ("foot", "feet", "英尺"),
}
"""Chinese per cent stands before its number and is written by code."""
CURRENCIES: Final[Mapping[str, tuple[str, str, str]]] = {
    # written: (one, several, Chinese)
    "€": ("euro", "euros", "欧元"),
    "EUR": ("euro", "euros", "欧元"),
    "$": ("dollar", "dollars", "美元"),
    "US$": ("US dollar", "US dollars", "美元"),
    "USD": ("US dollar", "US dollars", "美元"),
    "£": ("pound", "pounds", "英镑"),
    "GBP": ("pound", "pounds", "英镑"),
    "¥": ("yuan", "yuan", "元"),
    "￥": ("yuan", "yuan", "元"),
    "CN¥": ("yuan", "yuan", "元"),
    "CNY": ("yuan", "yuan", "元"),
    "RMB": ("yuan", "yuan", "元"),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", "港元"),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars", "港元"),
    "JPY": ("yen", "yen", "日元"),
    "CHF": ("Swiss franc", "Swiss francs", "瑞士法郎"),
}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
