"""Which function draws which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mercery.demo.art import bags, bags_soft, scarves, watches
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.spec import ArtKind

K = ArtKind
DRAWINGS: Mapping[ArtKind, Callable[[Canvas], None]] = {
    K.SADDLE_BAG: bags.saddle_bag,
    K.SATCHEL: bags.satchel,
    K.TOTE: bags.tote,
    K.HOBO: bags_soft.hobo,
    K.CROSSBODY: bags_soft.crossbody,
    K.BACKPACK: bags_soft.backpack,
    K.BUCKET_BAG: bags_soft.bucket_bag,
    K.WEEKENDER: bags_soft.weekender,
    K.CLUTCH: bags.clutch,
    K.WALLET: bags.wallet,
    K.ROUND_WATCH: watches.round_watch,
    K.CHRONOGRAPH: watches.chronograph,
    K.TANK_WATCH: watches.tank_watch,
    K.DIVE_WATCH: watches.dive_watch,
    K.CARRE: scarves.carre,
    K.CARRE_FOLDED: scarves.carre_folded,
    K.STOLE: scarves.stole,
    K.BANDANA: scarves.bandana,
    K.KNIT_STACK: scarves.knit_stack,
}
