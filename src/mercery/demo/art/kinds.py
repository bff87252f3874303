"""Everything that can be drawn: kinds, their shop category and the options of each.

`OPTIONS` is a complete, closed table; the first value of each row is its default. What a
buyer can measure (heel height, case size) is given as steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from mercery.demo.art.palette import COLOURS

Category = Literal["bags", "watches", "scarves", "shoes", "fragrance", "jewellery", "eyewear", "home"]

MATERIALS = ("smooth", "grained", "suede", "patent", "croc", "woven", "quilted", "canvas")
"""Surfaces of leather goods and shoes. `smooth` is the default; other kinds ignore it."""

MOTIFS = (
    "plain",
    "deco",
    "floral",
    "check",
    "stripe",
    "bridle",
    "dots",
    "geometric",
    "waves",
    "border",
)
"""Printed or woven patterns of silk, wool and painted porcelain."""


class ArtKind(StrEnum):
    """Everything the library can draw."""

    SADDLE_BAG = "saddle_bag"
    SATCHEL = "satchel"
    TOTE = "tote"
    HOBO = "hobo"
    CROSSBODY = "crossbody"
    CLUTCH = "clutch"
    BACKPACK = "backpack"
    BUCKET_BAG = "bucket_bag"
    WEEKENDER = "weekender"
    WALLET = "wallet"
    ROUND_WATCH = "round_watch"
    CHRONOGRAPH = "chronograph"
    TANK_WATCH = "tank_watch"
    DIVE_WATCH = "dive_watch"
    CARRE = "carre"
    CARRE_FOLDED = "carre_folded"
    STOLE = "stole"
    BANDANA = "bandana"
    KNIT_STACK = "knit_stack"
    PUMP = "pump"
    SLINGBACK = "slingback"
    LOAFER = "loafer"
    ANKLE_BOOT = "ankle_boot"
    SNEAKER = "sneaker"
    BALLET_FLAT = "ballet_flat"
    SANDAL = "sandal"
    PERFUME_RECTANGULAR = "perfume_rectangular"
    PERFUME_ROUND = "perfume_round"
    TRAVEL_SPRAY = "travel_spray"
    DIFFUSER = "diffuser"
    RING = "ring"
    HOOPS = "hoops"
    PENDANT = "pendant"
    BANGLE = "bangle"
    BRACELET = "bracelet"
    STUDS = "studs"
    GLASSES_ROUND = "glasses_round"
    GLASSES_CAT_EYE = "glasses_cat_eye"
    GLASSES_AVIATOR = "glasses_aviator"
    GLASSES_RECTANGULAR = "glasses_rectangular"
    CANDLE = "candle"
    VASE = "vase"
    THROW = "throw"
    TRAY = "tray"
    CUP = "cup"
    CUSHION = "cushion"
    CARE_SET = "care_set"


K = ArtKind
_CATEGORIES: Mapping[Category, tuple[ArtKind, ...]] = {
    "bags": (
        K.SADDLE_BAG,
        K.SATCHEL,
        K.TOTE,
        K.HOBO,
        K.CROSSBODY,
        K.CLUTCH,
        K.BACKPACK,
        K.BUCKET_BAG,
        K.WEEKENDER,
        K.WALLET,
    ),
    "watches": (K.ROUND_WATCH, K.CHRONOGRAPH, K.TANK_WATCH, K.DIVE_WATCH),
    "scarves": (K.CARRE, K.CARRE_FOLDED, K.STOLE, K.BANDANA, K.KNIT_STACK),
    "shoes": (K.PUMP, K.SLINGBACK, K.LOAFER, K.ANKLE_BOOT, K.SNEAKER, K.BALLET_FLAT, K.SANDAL),
    "fragrance": (K.PERFUME_RECTANGULAR, K.PERFUME_ROUND, K.TRAVEL_SPRAY, K.DIFFUSER),
    "jewellery": (K.RING, K.HOOPS, K.PENDANT, K.BANGLE, K.BRACELET, K.STUDS),
    "eyewear": (K.GLASSES_ROUND, K.GLASSES_CAT_EYE, K.GLASSES_AVIATOR, K.GLASSES_RECTANGULAR),
    "home": (K.CANDLE, K.VASE, K.THROW, K.TRAY, K.CUP, K.CUSHION, K.CARE_SET),
}
CATEGORY: Mapping[ArtKind, Category] = MappingProxyType(
    {kind: category for category, members in _CATEGORIES.items() for kind in members}
)
"""The shop category a kind belongs to."""

COLOUR: tuple[str, ...] = tuple(COLOURS)
"""Stands in `OPTIONS` for "any colour name of the palette"."""

_STITCH = ("contrast", "tonal", "none")
_STONE = ("none", "diamond", "emerald", "ruby", "sapphire", "pearl", "citrine")
_STRAP = ("leather", "bracelet", "mesh", "fabric")
_HEEL = ("mid", "low", "high", "kitten", "block")
_LENS = ("green", "brown", "grey", "blue", "rose", "clear")

OPTIONS: Mapping[ArtKind, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        K.SADDLE_BAG: {
            "handle": ("top", "chain", "strap"),
            "closure": ("square", "turnlock", "oval", "buckle"),
            "flap": ("curved", "straight", "pointed"),
            "stitch": _STITCH,
        },
        K.SATCHEL: {
            "buckles": ("two", "one"),
            "pocket": ("none", "front"),
            "strap": ("none", "shoulder"),
            "stitch": _STITCH,
        },
        K.TOTE: {
            "handles": ("long", "short"),
            "shape": ("structured", "soft", "wide"),
            "panel": ("plain", "base", "sides"),
            "charm": ("none", "tag", "scarf"),
            "logo": ("yes", "none"),
            "stitch": _STITCH,
        },
        K.HOBO: {
            "shape": ("crescent", "slouch"),
            "strap": ("leather", "chain", "knotted"),
            "closure": ("tab", "zip", "ring"),
            "stitch": _STITCH,
        },
        K.CROSSBODY: {
            "shape": ("camera", "half_moon", "envelope", "box"),
            "strap": ("leather", "chain"),
            "tassel": ("none", "yes"),
            "stitch": _STITCH,
        },
        K.CLUTCH: {
            "shape": ("envelope", "frame", "pleated"),
            "closure": ("clasp", "bar", "stone"),
            "chain": ("none", "wrist", "shoulder"),
        },
        K.BACKPACK: {
            "closure": ("flap", "zip"),
            "pocket": ("front", "two", "none"),
            "stitch": _STITCH,
        },
        K.BUCKET_BAG: {
            "closure": ("drawstring", "magnet"),
            "base": ("plain", "contrast"),
            "strap": ("leather", "chain"),
            "stitch": _STITCH,
        },
        K.WEEKENDER: {
            "trim": ("contrast", "plain"),
            "pocket": ("none", "two"),
            "tag": ("yes", "none"),
            "stitch": _STITCH,
        },
        K.WALLET: {
            "style": ("flap", "zip", "card"),
            "closure": ("stud", "square", "none"),
            "stitch": _STITCH,
        },
        K.ROUND_WATCH: {
            "strap": _STRAP,
            "dial": COLOUR,
            "markers": ("bars", "roman", "dots", "diamonds", "arabic"),
            "complication": ("small_seconds", "none", "date", "moonphase"),
            "size": ("medium", "small", "large"),
        },
        K.CHRONOGRAPH: {
            "strap": _STRAP,
            "dial": COLOUR,
            "subdials": ("three", "two"),
            "tachymeter": ("yes", "none"),
            "size": ("medium", "large"),
        },
        K.TANK_WATCH: {
            "strap": _STRAP,
            "dial": COLOUR,
            "shape": ("tank", "square", "cushion"),
            "markers": ("roman", "bars"),
            "size": ("medium", "small"),
        },
        K.DIVE_WATCH: {
            "strap": ("bracelet", "rubber", "fabric", "mesh"),
            "dial": COLOUR,
            "bezel": COLOUR,
            "date": ("yes", "none"),
            "size": ("medium", "large"),
        },
        K.CARRE: {"hang": ("rail", "peg"), "fringe": ("none", "yes")},
        K.CARRE_FOLDED: {"fold": ("square", "knot", "boxed")},
        K.STOLE: {"fringe": ("yes", "none"), "knit": ("woven", "ribbed", "cable")},
        K.BANDANA: {"fold": ("knotted", "triangle")},
        K.KNIT_STACK: {
            "pieces": ("three", "two", "one"),
            "knit": ("cable", "ribbed", "plain"),
            "second": COLOUR,
            "third": COLOUR,
        },
        K.PUMP: {
            "heel": _HEEL,
            "toe": ("pointed", "almond", "round"),
            "trim": ("none", "bow", "bar"),
        },
        K.SLINGBACK: {
            "heel": _HEEL,
            "toe": ("pointed", "almond", "round"),
            "trim": ("bar", "bow", "none", "cap"),
        },
        K.LOAFER: {
            "trim": ("horsebit", "penny", "tassel", "plain"),
            "sole": ("leather", "lug"),
            "stitch": _STITCH,
        },
        K.ANKLE_BOOT: {
            "style": ("chelsea", "zip", "lace"),
            "heel": ("block", "flat", "high", "lug"),
        },
        K.SNEAKER: {
            "tab": COLOUR,
            "sole": ("white", "gum", "tonal"),
            "style": ("court", "runner", "slip_on"),
        },
        K.BALLET_FLAT: {"trim": ("bow", "bar", "cap", "plain"), "strap": ("none", "mary_jane")},
        K.SANDAL: {
            "heel": ("flat", "mid", "high", "block", "wedge"),
            "straps": ("two", "ankle", "cross", "slide"),
        },
        K.PERFUME_RECTANGULAR: {
            "liquid": COLOUR,
            "cap": COLOUR,
            "shape": ("classic", "tall", "flat"),
            "fill": ("three_quarters", "full", "half"),
        },
        K.PERFUME_ROUND: {
            "liquid": COLOUR,
            "cap": COLOUR,
            "shape": ("disc", "flacon", "sphere"),
            "stopper": ("ball", "cylinder", "facet"),
        },
        K.TRAVEL_SPRAY: {"case": ("leather", "metal"), "cap": ("on", "off")},
        K.DIFFUSER: {"liquid": COLOUR, "shape": ("square", "round"), "reeds": ("six", "four")},
        K.RING: {
            "style": ("band", "solitaire", "signet", "stacking", "halo", "twist"),
            "stone": _STONE,
        },
        K.HOOPS: {
            "style": ("plain", "twisted", "huggie", "chunky"),
            "stone": _STONE,
            "size": ("medium", "small", "large"),
        },
        K.PENDANT: {
            "style": ("drop", "disc", "locket", "bar", "key", "heart"),
            "stone": _STONE,
            "chain": ("cable", "rope", "box"),
        },
        K.BANGLE: {"style": ("plain", "cuff", "stacking", "twist"), "stone": _STONE},
        K.BRACELET: {"style": ("chain", "tennis", "charm", "bead"), "stone": _STONE},
        K.STUDS: {
            "style": ("round", "knot", "flower", "square", "drop"),
            "stone": ("pearl", "diamond", "emerald", "ruby", "sapphire", "citrine", "none"),
        },
        K.GLASSES_ROUND: {
            "lens": _LENS,
            "frame": ("acetate", "metal"),
            "lens_tint": ("gradient", "solid"),
        },
        K.GLASSES_CAT_EYE: {
            "lens": _LENS,
            "frame": ("acetate", "metal"),
            "lens_tint": ("gradient", "solid"),
        },
        K.GLASSES_AVIATOR: {
            "lens": _LENS,
            "frame": ("metal", "acetate"),
            "lens_tint": ("gradient", "solid"),
        },
        K.GLASSES_RECTANGULAR: {
            "lens": _LENS,
            "frame": ("acetate", "metal"),
            "lens_tint": ("gradient", "solid"),
        },
        K.CANDLE: {
            "vessel": ("ceramic", "glass", "tin"),
            "wick": ("one", "three"),
            "flame": ("lit", "unlit"),
            "lid": ("none", "beside"),
        },
        K.VASE: {
            "shape": ("bottle", "amphora", "cylinder", "round"),
            "stem": ("branch", "none", "tulip"),
        },
        K.THROW: {"fold": ("stack", "draped"), "fringe": ("yes", "none")},
        K.TRAY: {"shape": ("rectangular", "round"), "handles": ("brass", "none")},
        K.CUP: {"set": ("cup", "espresso", "mug", "pair"), "rim": ("gold", "plain")},
        K.CARE_SET: {"jar": ("tall", "wide"), "brush": ("horsehair", "suede"), "cloth": ("folded", "none")},
        K.CUSHION: {
            "edge": ("piping", "fringe", "plain"),
            "shape": ("square", "bolster", "lumbar"),
        },
    }
)
"""Options of each kind; the first value is the default.

`COLOUR` rows take any colour name and default to what suits the piece. Besides these, a
spec's own fields matter as follows: `colour` is the main material (leather, silk, frame,
vessel; the metal of jewellery), `accent` the second one (strap colour of a watch is
`colour`, its dial `dial`; a contrast panel, the border or second colour of a motif, the
stone's setting), `hardware` the metal of buckles, cases and clasps, `material` the surface
of leather goods and shoes, `motif` the pattern of scarves, throws, cushions, cups, trays
and vases, `label` the words on a bottle, candle, dial or bag ("name" or "name|second line"). Glass is
clear when its colour is, or when `liquid` is given: then the colour is the liquid's.
"""
