// Every text of the widget in both languages: English is the source, Chinese stands beside it.
const TEXTS = {
  open: ["Ask a question", "问问店员"],
  close: ["Close", "关闭"],
  ai: ["AI assistant. Every stitched line has a source.", "AI 店员，画线的话都有出处"],
  waiting: ["A person has been called. You need not repeat anything.", "已转给店员，您无需重复"],
  person: ["{name} answers you in person.", "{name} 正在为您解答"],
  closed: ["This conversation is closed. Write again at any time.", "对话已结束，需要时请随时留言"],
  greeting: [
    "Ask about a piece, an order or how we work. I answer from the shop’s own records and show where each answer stands.",
    "商品、订单、服务都可以问。答复均取自店内资料，并注明出处。",
  ],
  asking: ["Ask the shop", "向店员提问"],
  askingPiece: ["Ask about this piece", "问问这件商品"],
  toPerson: ["Write to {name}", "回复 {name}"],
  aPerson: ["the shop", "店员"],
  send: ["Send", "发送"],
  attach: ["Add a text file", "添加文本文件"],
  attachHint: ["Add a text file: .txt, .md, .csv or .json", "添加文本文件：.txt、.md、.csv 或 .json"],
  attached: ["With ", "附件："],
  readFile: ["Please read the file I attached.", "请看一下我附上的文件。"],
  filesMany: ["At most {n} files in one message.", "一条消息最多 {n} 个文件"],
  fileKind: ["{name} is no text file. Send .txt, .md, .csv or .json.", "{name} 不是文本文件，请发送 .txt、.md、.csv 或 .json"],
  fileLarge: ["{name} is larger than 200 KB.", "{name} 超过 200 KB"],
  fileEmpty: ["{name} is empty.", "{name} 是空文件"],
  fileRemove: ["Take {name} out", "移除 {name}"],
  looking: ["Looking it up", "正在查证"],
  checking: ["Checking one more line before it is shown: {text}", "还有一句正在核实，核实后显示：{text}"],
  talkTo: ["Talk to {name}", "找 {name}"],
  talkToPerson: ["Talk to a person", "转真人"],
  dutyOne: ["{name} is here and can take over.", "{name} 在线，可随时接手"],
  dutyMany: ["{name} and {n} more are here and can take over.", "{name} 等 {n} 位店员在线，可随时接手"],
  dutyNone: ["No person is in the shop now. A message is kept and answered later.", "店员暂不在线，留言会保留并稍后回复"],
  typing: ["{name} is writing", "{name} 正在输入"],
  someone: ["Somebody", "店员"],
  source: ["Source", "出处"],
  until: ["valid until {date}", "有效至 {date}"],
  holds: ["On record", "有记录"],
  computed: ["Worked out from records", "由记录推算"],
  expiring: ["True until a date", "限期有效"],
  view: ["View", "查看"],
  addToBag: ["Add to bag", "加入购物袋"],
  buy: ["To the checkout", "去结账"],
  inBag: ["In your bag", "已在购物袋"],
  notAdded: ["It could not be added", "暂时无法加入"],
  understood: ["Understood", "已了解"],
  moreRoom: ["With more room", "在导购页查看"],
  sideBySide: ["Side by side", "并排比较"],
  you: ["You", "您"],
  notSent: ["Not sent. Your words are kept.", "未发送，内容已保留。"],
  offline: ["You are offline. Your words are kept.", "网络已断开，内容已保留。"],
  cut: ["The answer was interrupted.", "答复中断。"],
  busy: ["Many questions in a short time. Try again in {n} s.", "提问过于频繁，请 {n} 秒后再试。"],
  noPerson: ["A person could not be called.", "暂时无法转接店员。"],
  retry: ["Try again", "重试"],
  reconnecting: ["Reconnecting", "正在重新连接"],
  tooLong: ["{n} characters too many", "超出 {n} 字"],
  kept: [
    "What you write is kept by the shop so that a person can go on from here. This browser remembers the conversation after your first question.",
    "您的留言由本店保存，便于店员接续。首次提问后，本浏览器会记住这段对话。",
  ],
  startDelivery: ["How long does delivery take?", "多久能送到？"],
  startReturns: ["Can I send it back?", "可以退货吗？"],
  startMaterial: ["What is it made of?", "是什么材质？"],
};

export function wordsFor(lang) {
  const index = lang === "zh" ? 1 : 0;
  return (key, values = {}) => TEXTS[key][index].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// A Latin name is spoken by its first word, a Chinese one whole.
export function shortName(name) {
  return /[㐀-鿿]/.test(name) ? name : name.split(" ")[0];
}
