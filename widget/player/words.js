// The player's own words; everything about goods comes from the shop.
const WORDS = {
  en: {
    play: "Play", pause: "Pause", position: "Position", captions: "Captions", sound: "Sound", mute: "Mute", whole: "Full screen",
    pieces: "Pieces in this video", add: "Add to bag", checkout: "To the checkout", view: "View", close: "Close", checking: "Checking the price …",
    lost: "The price cannot be checked at the moment.", failed: "This video cannot be shown at the moment.", bag: "See the bag", of: "of",
    gone: "No longer in the shop",
  },
  zh: {
    play: "播放", pause: "暂停", position: "进度", captions: "字幕", sound: "打开声音", mute: "静音", whole: "全屏",
    pieces: "片中商品", add: "加入购物袋", checkout: "去结账", view: "查看", close: "关闭", checking: "正在核对价格…",
    lost: "暂时无法核对价格。", failed: "视频暂时无法播放。", bag: "查看购物袋", of: "/",
    gone: "已下架",
  },
};

export const wordsFor = (lang) => WORDS[lang === "zh" ? "zh" : "en"];

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
