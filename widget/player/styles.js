// Set by script into the shadow root, so that it works under a strict content policy and on pages of other sites.
export const STYLES = `
:host { display:block; --ink:#16201C; --ink2:#46514B; --ink3:#5F6A64; --paper:#fff; --line:#DADFD9; --woad:#27527A; --madder:#A1272F; --loden:#1C5A45; --weld:#7A5500; --buy:var(--video-shop,#6A1C28);
  --sans:"Inter Variable",Inter,system-ui,"Noto Sans SC Variable","PingFang SC","Noto Sans CJK SC",sans-serif; --serif:"Newsreader Variable",Newsreader,Georgia,"Noto Serif SC Variable","Songti SC","Noto Serif CJK SC",serif; }
* { box-sizing:border-box; }
[hidden] { display:none !important; }
button, a { font:inherit; color:inherit; cursor:pointer; }
:focus-visible { outline:2px solid #fff; outline-offset:2px; box-shadow:0 0 0 4px var(--woad); }
.stage { position:relative; overflow:hidden; container-type:inline-size; width:min(100%,calc(var(--video-height,86vh)*var(--shape,9/16))); background:#0F1412; color:#EDF1EC; font:400 14px/1.55 var(--sans); aspect-ratio:var(--shape,9/16); margin-inline:auto; }
.stage:lang(zh) { line-height:1.7; text-autospace:normal; }
.stage:fullscreen { width:100vw; height:100vh; aspect-ratio:auto; }
video { position:absolute; inset:0; width:100%; height:100%; object-fit:contain; display:block; }
.surface { position:absolute; inset:0; width:100%; height:100%; border:0; background:none; padding:0; }
.big { position:absolute; left:50%; top:50%; translate:-50% -50%; width:72px; height:72px; border-radius:50%; background:rgb(15 20 18/.72); display:grid; place-items:center; border:0; color:#fff; padding:0; }
.big:hover { background:rgb(15 20 18/.86); }
.tag { position:absolute; border:0; background:none; padding:0; min-width:44px; min-height:44px; }
.tag::before { content:""; position:absolute; inset:0; border-radius:4px; transition:background 120ms; }
.tag:hover::before { background:rgb(255 255 255/.1); }
.chip { position:absolute; right:8%; top:6%; display:flex; align-items:baseline; gap:8px; max-width:min(280px,72cqw); padding:5px 10px; background:#fff; color:#16201C; border-radius:2px; font-size:13px; line-height:1.45; white-space:nowrap; text-align:start; }
.chip::before { content:""; flex:none; width:7px; height:7px; border-radius:50%; background:var(--buy); align-self:center; }
.chip span { overflow:hidden; text-overflow:ellipsis; }
.chip b { font-weight:500; font-variant-numeric:tabular-nums lining-nums; }
.said { position:absolute; left:50%; translate:-50% 0; bottom:64px; width:max-content; max-width:88%; padding:6px 12px; background:rgb(15 20 18/.9); border-radius:2px; font-size:15px; text-align:center; pointer-events:none; text-wrap:balance; }
.bar { position:absolute; inset:auto 0 0 0; display:flex; align-items:center; gap:2px; padding:18px 8px 6px; background:linear-gradient(transparent,rgb(15 20 18/.92) 55%); }
.bar button { width:44px; height:44px; flex:none; border:0; background:none; display:grid; place-items:center; border-radius:4px; }
.bar button:hover { background:rgb(255 255 255/.12); }
.bar button[aria-pressed=false] { opacity:.55; }
.bar svg, .big svg, .card svg { width:22px; height:22px; fill:none; stroke:currentColor; stroke-width:1.6; stroke-linecap:round; stroke-linejoin:round; }
.big svg { width:30px; height:30px; fill:currentColor; stroke:none; }
.line { position:relative; flex:1; min-width:40px; height:44px; display:grid; align-items:center; }
.line input { width:100%; margin:0; accent-color:#fff; height:44px; cursor:pointer; background:none; }
.marks { position:absolute; inset:auto 8px 8px 8px; height:2px; pointer-events:none; }
.marks i { position:absolute; height:2px; background:repeating-linear-gradient(90deg,#7FC7A7 0 5px,transparent 5px 8px); }
.time { font-size:12px; font-variant-numeric:tabular-nums; padding-inline:6px; white-space:nowrap; color:#BCC5BE; }
.bar .count { width:auto; min-width:44px; display:flex; align-items:center; gap:5px; padding-inline:10px; font-variant-numeric:tabular-nums; }
.card { position:absolute; inset:auto 0 0 0; max-height:82%; overflow-y:auto; background:var(--paper); color:var(--ink); border-radius:12px 12px 0 0; padding:18px 20px 20px; overscroll-behavior:contain; }
.card :focus-visible { outline-color:var(--woad); box-shadow:none; }
.card h3 { margin:0; font:360 20px/1.3 var(--serif); padding-inline-end:44px; }
.card h3:lang(zh) { font-weight:380; line-height:1.42; }
.card .close { position:absolute; top:8px; inset-inline-end:8px; width:44px; height:44px; border:0; background:none; display:grid; place-items:center; }
.good { display:grid; grid-template-columns:84px 1fr; gap:4px 16px; align-items:start; padding-block:12px; border-bottom:1px solid var(--line); }
.good:last-of-type { border-bottom:0; padding-bottom:0; }
.good img { width:84px; aspect-ratio:4/5; object-fit:cover; grid-row:span 3; background:#EAEEE9; }
.good .name { border:0; background:none; padding:0; font:400 17px/1.35 var(--serif); text-align:start; text-decoration:none; }
.good .options { color:var(--ink2); font-size:13px; }
.good .price { font-variant-numeric:tabular-nums lining-nums; font-size:17px; }
.good s { color:var(--ink3); font-size:14px; margin-inline-start:8px; }
.good .until { color:var(--weld); font-size:13px; margin-inline-start:8px; }
.good .stock { color:var(--ink2); font-size:13px; }
.good .acts { grid-column:1/-1; display:flex; gap:10px; flex-wrap:wrap; padding-top:10px; }
.good .acts button, .good .acts a { min-height:44px; padding:0 18px; border-radius:4px; border:1px solid #818C85; background:none; text-decoration:none; display:inline-flex; align-items:center; font-weight:500; }
.good .acts .buy { background:var(--buy); border-color:var(--buy); color:#fff; }
.good .acts .buy:disabled { background:#EAEEE9; border-color:#EAEEE9; color:var(--ink3); cursor:default; }
.told { grid-column:1/-1; min-height:1.5em; margin:8px 0 0; font-size:14px; color:var(--loden); }
.told[data-tone=stopped] { color:var(--madder); }
.failed { position:absolute; inset:auto 16px 76px; padding:10px 14px; background:#fff; color:var(--madder); border-radius:4px; }
@container (min-width:560px) { .card { inset:0 0 0 auto; width:min(400px,60%); max-height:none; border-radius:0; } .good { grid-template-columns:96px 1fr; } .good img { width:96px; } }
@container (max-width:420px) { .time { display:none; } }
@media (forced-colors:active) { .chip, .card { border:1px solid; } }
`;
