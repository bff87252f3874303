"""Which function draws which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mercery.demo.art import (
    bags,
    bags_soft,
    earrings,
    eyewear,
    fragrance,
    home,
    jewellery,
    pendants,
    scarves,
    shoes,
    shoes_flat,
    small_leather,
    watches,
)
from mercery.demo.art.canvas import Canvas
from mercery.demo.art.kinds import ArtKind

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
    K.CLUTCH: small_leather.clutch,
    K.WALLET: small_leather.wallet,
    K.ROUND_WATCH: watches.round_watch,
    K.CHRONOGRAPH: watches.chronograph,
    K.TANK_WATCH: watches.tank_watch,
    K.DIVE_WATCH: watches.dive_watch,
    K.CARRE: scarves.carre,
    K.CARRE_FOLDED: scarves.carre_folded,
    K.STOLE: scarves.stole,
    K.BANDANA: scarves.bandana,
    K.KNIT_STACK: scarves.knit_stack,
    K.PUMP: shoes.pump,
    K.SLINGBACK: shoes.slingback,
    K.LOAFER: shoes_flat.loafer,
    K.ANKLE_BOOT: shoes_flat.ankle_boot,
    K.SNEAKER: shoes_flat.sneaker,
    K.BALLET_FLAT: shoes.ballet_flat,
    K.SANDAL: shoes.sandal,
    K.PERFUME_RECTANGULAR: fragrance.perfume_rectangular,
    K.PERFUME_ROUND: fragrance.perfume_round,
    K.TRAVEL_SPRAY: fragrance.travel_spray,
    K.DIFFUSER: fragrance.diffuser,
    K.RING: jewellery.ring,
    K.HOOPS: earrings.hoops,
    K.PENDANT: pendants.pendant,
    K.BANGLE: jewellery.bangle,
    K.BRACELET: jewellery.bracelet,
    K.STUDS: earrings.studs,
    K.GLASSES_ROUND: eyewear.glasses_round,
    K.GLASSES_CAT_EYE: eyewear.glasses_cat_eye,
    K.GLASSES_AVIATOR: eyewear.glasses_aviator,
    K.GLASSES_RECTANGULAR: eyewear.glasses_rectangular,
    K.CANDLE: home.candle,
    K.VASE: home.vase,
    K.THROW: home.throw,
    K.TRAY: home.tray,
    K.CUP: home.cup,
    K.CUSHION: home.cushion,
}
