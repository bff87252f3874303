// The widget's own sheet, set by script into the shadow root, so that it works under a strict content policy.
// On the shop's pages the tokens come from the page; elsewhere they stand here.
const TOKENS = `
.m[data-embedded] {
  --paper:#fff; --chalk:#F4F6F3; --calico:#EAEEE9; --line:#DADFD9; --line2:#818C85; --ink:#16201C; --ink2:#46514B; --ink3:#5F6A64; --on-ink:#fff;
  --loden:#1C5A45; --loden-tint:#E0EDE6; --madder:#A1272F; --madder-tint:#F8E5E3; --weld:#7A5500; --weld-tint:#F6ECD2; --woad:#27527A; --woad-tint:#E1EBF3;
  --serif:"Newsreader Variable",Newsreader,Georgia,"Songti SC","Noto Serif CJK SC",serif; --sans:"Inter Variable",Inter,system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;
  --float:0 1px 2px rgb(22 32 28/.06),0 14px 40px -8px rgb(22 32 28/.18); --float-line:transparent; --shop-text:var(--colour,#6A1C28); color-scheme:light;
}
@media (prefers-color-scheme:dark) { .m[data-embedded]:not([data-theme=light]) {
  --paper:#161C19; --chalk:#0F1412; --calico:#1E2522; --line:#2B3430; --line2:#6C7972; --ink:#EDF1EC; --ink2:#BCC5BE; --ink3:#929D96; --on-ink:#0F1412;
  --loden:#7FC7A7; --loden-tint:#182C24; --madder:#F2938C; --madder-tint:#3B1C1C; --weld:#E4BC55; --weld-tint:#322911; --woad:#93C1E6; --woad-tint:#182834;
  --float:0 1px 2px rgb(0 0 0/.3),0 14px 40px -8px rgb(0 0 0/.5); --float-line:#2B3430; --shop-text:#E3A3A0; color-scheme:dark;
} }`;

const SHELL = `
:host { display:block; height:100%; }
.m, .m * { box-sizing:border-box; }
.m { height:100%; font:400 14px/1.55 var(--sans); color:var(--ink); text-align:start; letter-spacing:normal; -webkit-font-smoothing:antialiased; }
.m:lang(zh) { line-height:1.7; text-autospace:normal; text-spacing-trim:trim-start; }
[hidden] { display:none !important; }
h2,h3,p { margin:0; font-weight:inherit; }
button { font:inherit; color:inherit; cursor:pointer; }
:focus-visible { outline:2px solid var(--woad); outline-offset:2px; }
.second { color:var(--ink2); } .third { color:var(--ink3); }
.hide { position:absolute; width:1px; height:1px; overflow:hidden; clip-path:inset(50%); white-space:nowrap; }
.panel { display:flex; flex-direction:column; height:100%; min-height:0; background:var(--paper); position:relative; }
.head { display:flex; align-items:center; gap:12px; padding:16px 12px 14px 24px; border-bottom:1px solid var(--line); }
.head-picture { width:40px; height:40px; object-fit:cover; flex:none; }
.head-words { flex:1; min-width:0; }
.head h2 { font:360 18px/1.3 var(--serif); }
.head h2:lang(zh) { font-weight:380; font-size:17px; line-height:1.42; }
.head p { font-size:12px; line-height:1.45; color:var(--ink3); }
.head p:lang(zh) { line-height:1.65; }
.icon { display:grid; place-items:center; width:44px; height:44px; border:0; background:none; border-radius:4px; flex:none; }
.icon:hover { background:var(--calico); }
.thread { flex:1; min-height:0; overflow-y:auto; overscroll-behavior:contain; padding:20px 24px 8px; display:flex; flex-direction:column; gap:16px; }
.greeting { font-size:15px; line-height:1.68; color:var(--ink2); }
.greeting:lang(zh) { line-height:1.85; }
.bubble { align-self:flex-end; max-width:85%; padding:9px 14px; border-radius:8px 8px 2px 8px; background:var(--calico); font-size:15px; line-height:1.6; overflow-wrap:anywhere; white-space:pre-wrap; }
.bubble[data-pending] { color:var(--ink3); }
.queued { align-self:flex-end; display:flex; flex-direction:column; max-width:85%; } .queued .bubble { max-width:100%; }
.queued-note { display:flex; justify-content:flex-end; align-items:center; gap:4px 12px; font-size:12px; color:var(--ink3); } .queued-note .quiet { font-size:12px; }
.failed { align-self:flex-end; display:flex; flex-wrap:wrap; justify-content:flex-end; align-items:center; gap:4px 12px; max-width:100%; margin-top:-8px; font-size:13px; color:var(--madder); }
.quiet { padding:4px 0; min-height:32px; border:0; background:none; font-weight:500; color:var(--ink); text-decoration:underline; text-underline-offset:3px; text-decoration-thickness:1px; }
.by { font-size:12px; color:var(--ink3); margin-bottom:4px; }
.staff { align-self:flex-start; max-width:92%; }
.staff .said { padding:9px 14px; border:1px solid var(--line2); border-radius:8px 8px 8px 2px; font-size:15px; line-height:1.6; overflow-wrap:anywhere; white-space:pre-wrap; }
.event { display:flex; gap:10px; align-items:center; font-size:13px; color:var(--ink2); border-block:1px solid var(--line); padding:9px 0; }
.reach { display:grid; gap:8px; font-size:13px; }
.reach-note { margin:0; color:var(--ink2); } .reach-note[data-tone="stop"] { color:var(--madder); }
.reach-row { display:flex; flex-wrap:wrap; gap:8px; }
.reach-row input { flex:1 1 180px; min-width:0; min-height:44px; padding:0 12px; border:1px solid var(--line2); border-radius:4px; background:none; color:inherit; font:inherit; }
.event::before { content:""; flex:none; width:8px; height:8px; border-radius:50%; border:1.5px solid var(--loden); }
.event-person::before { background:var(--loden); }
.event-closed::before { border-color:var(--line2); }
.foot { padding:8px 24px 14px; }
.replies { display:flex; flex-wrap:wrap; gap:6px; padding-bottom:12px; }
.button { display:inline-flex; align-items:center; min-height:36px; padding:6px 12px; border:1px solid var(--line2); border-radius:4px; background:var(--paper); color:var(--ink); font-size:14px; font-weight:500; line-height:1.3; text-decoration:none; text-align:start; transition:background-color 120ms; }
.button:hover { background:var(--calico); }
.composer { display:flex; align-items:flex-end; border:1px solid var(--line2); border-radius:4px; background:var(--paper); }
.composer:focus-within { border-color:var(--ink); box-shadow:0 0 0 1px var(--ink); }
.composer textarea { flex:1; min-width:0; border:0; outline:0; resize:none; background:none; color:inherit; font:inherit; font-size:16px; line-height:24px; padding:10px 0 10px 14px; min-height:44px; max-height:132px; }
.composer textarea::placeholder { color:var(--ink3); opacity:1; }
.files { display:flex; flex-wrap:wrap; gap:6px; margin:0 0 8px; padding:0; list-style:none; }
.files li { display:flex; align-items:center; max-width:100%; padding-left:10px; border:1px solid var(--line); border-radius:2px; font-size:13px; }
.files span { overflow:hidden; text-overflow:ellipsis; white-space:nowrap; } .files .icon { width:32px; height:32px; } .files svg { width:14px; height:14px; }
.bubble-files { display:block; margin-top:4px; font-size:12px; line-height:1.5; color:var(--ink3); }
.composer > .icon + .icon { margin-left:-6px; } .composer .hide { left:0; }
.composer .icon[disabled] { color:var(--line2); cursor:default; }
.line { min-height:19px; padding-top:8px; font-size:12px; line-height:1.5; color:var(--ink3); }
.line[data-tone=stop] { color:var(--madder); }
.source { position:absolute; inset:auto 0 0 0; max-height:80%; overflow:auto; padding:18px 24px 24px; background:var(--paper); border-top:1px solid var(--line); box-shadow:var(--float); animation:rise 200ms cubic-bezier(.2,.7,.2,1); }
.source header { display:flex; align-items:center; justify-content:space-between; margin:-8px -12px 4px 0; }
.source h3 { font:360 18px/1.3 var(--serif); }
.source .claimed { font-size:15px; font-weight:600; }
.source .detail { margin-top:10px; padding-left:14px; font:360 17px/1.5 var(--serif); background:repeating-linear-gradient(180deg,var(--line2) 0 5px,transparent 5px 8px) 0 0/1.5px 100% no-repeat; }
.source .detail:lang(zh) { font-size:15px; line-height:1.85; }
@keyframes rise { from { translate:0 12px; opacity:0; } }
.launcher { position:fixed; inset:auto 20px 20px auto; z-index:2147483000; display:flex; align-items:center; gap:10px; min-height:48px; padding:0 18px; border:0; border-radius:4px; background:var(--ink); color:var(--on-ink); font-weight:500; box-shadow:var(--float); }
.launcher i { width:18px; height:1.5px; background:repeating-linear-gradient(90deg,currentColor 0 5px,transparent 5px 8px); }
.badge { min-width:20px; padding:0 5px; border-radius:2px; background:var(--paper); color:var(--madder); font-size:12px; font-weight:600; line-height:20px; text-align:center; }
.m[data-embedded] .panel { position:fixed; inset:0 0 0 auto; width:424px; z-index:2147483001; height:100dvh; border-left:1px solid var(--line); box-shadow:var(--float); animation:slide 200ms cubic-bezier(.2,.7,.2,1); }
@keyframes slide { from { translate:24px 0; opacity:0; } }
@media (max-width:999.98px) {
  .m .panel, .m[data-embedded] .panel { position:fixed; inset:auto 0 0 0; z-index:2147483001; width:auto; max-width:640px; margin-inline:auto; height:min(68dvh,720px); border:0; border-radius:12px 12px 0 0; box-shadow:0 -8px 40px -8px rgb(22 32 28/.28),0 0 0 1px var(--float-line); overflow:hidden; animation:rise 200ms cubic-bezier(.2,.7,.2,1); }
  .head { gap:10px; padding:12px 8px 10px 18px; } .head-picture { width:32px; height:38px; } .thread { padding-inline:20px; } .foot { padding:8px 20px max(12px,env(safe-area-inset-bottom)); }
  .button { min-height:44px; } .chip { min-height:28px; } .quiet, .wish { min-height:44px; }
}
@media (max-width:999.98px) and (max-height:560px) { .m .panel, .m[data-embedded] .panel { height:94dvh; } .head { padding-block:4px; } }
@media (max-width:999.98px) { .m:not([data-embedded]) .panel { height:min(59dvh,720px); } }
@media (min-width:1000px) { .head-picture { display:none; } }
@media print { .m { display:none; } }`;

const ANSWER = `
.answer-text { font-size:16px; line-height:1.68; overflow-wrap:anywhere; text-wrap:pretty; }
.answer-text:lang(zh) { font-size:15px; line-height:1.85; }
.claim { --c:var(--loden); border-radius:1px; cursor:pointer; }
.claim-computed { --c:var(--woad); } .claim-expiring { --c:var(--weld); }
.claim-text { background:repeating-linear-gradient(90deg,var(--c) 0 5px,transparent 5px 8px) 0 100%/0 1.5px no-repeat; padding-bottom:2px; -webkit-box-decoration-break:clone; box-decoration-break:clone; }
.claim-expiring .claim-text { background-image:repeating-linear-gradient(90deg,var(--c) 0 2px,transparent 2px 5px); }
.claim[data-drawn] .claim-text { background-size:100% 1.5px; } .claim-expiring[data-drawn] .claim-text { background-size:100% 2px; }
.claim[data-drawn=yes] .claim-text { animation:draw 240ms cubic-bezier(.2,.7,.2,1); }
.claim:hover .claim-text { background-color:color-mix(in oklab,var(--c) 9%,transparent); }
.claim-key { margin-left:2px; font-size:.72em; font-weight:600; line-height:0; color:var(--c); vertical-align:.42em; }
@keyframes draw { from { background-size:0 1.5px; } }
.caret { display:inline-block; width:2px; height:1.1em; margin-left:1px; vertical-align:-.15em; background:var(--shop-text); }
.chips { display:flex; flex-wrap:wrap; gap:6px; margin-top:10px; }
.chip { --c:var(--loden); --tint:var(--loden-tint); display:inline-flex; align-items:baseline; gap:6px; min-height:24px; max-width:100%; padding:3px 9px 3px 11px; border:0; border-radius:2px; color:var(--ink2); font-size:12px; line-height:18px; text-align:start; background:repeating-linear-gradient(180deg,var(--c) 0 4px,transparent 4px 6px) 3px 3px/1.5px calc(100% - 5px) no-repeat,var(--tint); }
.chip-computed { --c:var(--woad); --tint:var(--woad-tint); } .chip-expiring { --c:var(--weld); --tint:var(--weld-tint); }
.chip b { color:var(--ink); font-weight:600; } .chip-key { font-weight:600; color:var(--c); }
.held { display:flex; align-items:baseline; gap:10px; margin-top:12px; font-size:13px; color:var(--ink2); }
.answer-text:not(:empty) ~ .held { border-top:1px solid var(--line); padding-top:10px; }
.held-stitch { flex:none; width:32px; height:1.5px; translate:0 -4px; background:linear-gradient(90deg,var(--woad) 0 62.5%,transparent 62.5%) 0 0/8px 1.5px repeat-x; animation:run 900ms linear infinite; }
@keyframes run { to { background-position-x:16px; } }
.cards { display:grid; gap:8px; margin-top:12px; }
.card { display:flex; align-items:center; flex-wrap:wrap; gap:8px 14px; padding:10px; border:1px solid var(--line); border-radius:8px; }
.card img { width:88px; height:104px; object-fit:cover; flex:none; background:var(--calico); }
.card-words { flex:1; min-width:120px; }
.card h3 { font:360 18px/1.3 var(--serif); } .card h3:lang(zh) { font-weight:380; font-size:17px; line-height:1.42; }
.card-price { display:flex; flex-wrap:wrap; gap:0 6px; } .card-price s { color:var(--ink3); }
.card p { font-size:14px; }
.card .card-reason { margin-top:4px; font-size:13px; line-height:1.6; color:var(--ink2); overflow-wrap:anywhere; }
.card-offer { align-items:flex-start; padding:12px; gap:10px 14px; }
.card-acts { display:flex; flex-wrap:wrap; gap:6px; } .card-offer .card-acts { margin-top:10px; }
.button-shop { border-color:var(--colour); background:var(--colour); color:#fff; } .button-shop:hover { background:color-mix(in oklab,var(--colour) 88%,#000); }
.button-shop[disabled] { border-color:var(--line2); background:none; color:var(--ink2); cursor:default; }
.card-says { flex-basis:100%; display:flex; flex-wrap:wrap; gap:0 14px; padding-top:6px; border-top:1px solid var(--line); }
.card-says .quiet { font-size:13px; font-weight:400; color:var(--ink2); }
.table { margin-top:12px; overflow-x:auto; }
.table table { border-collapse:collapse; width:100%; font-size:13px; line-height:1.5; font-variant-numeric:tabular-nums; }
.table th, .table td { padding:7px 12px 7px 0; text-align:start; vertical-align:top; border-bottom:1px solid var(--line); min-width:88px; }
.table thead th { font:360 15px/1.3 var(--serif); border-bottom:1px solid var(--line2); } .table thead a { color:inherit; text-underline-offset:3px; text-decoration-thickness:1px; }
.table thead td { border-bottom:1px solid var(--line2); min-width:64px; } .table tbody th { position:sticky; left:0; min-width:64px; background:var(--paper); font-weight:400; color:var(--ink3); }
.wishes { display:flex; flex-wrap:wrap; align-items:center; gap:6px; padding-bottom:10px; font-size:12px; }
.wish { display:inline-flex; align-items:center; gap:4px; min-height:28px; padding:2px 6px 2px 9px; border:1px solid var(--line2); border-radius:2px; background:none; font-size:12px; line-height:1.3; text-align:start; }
.room { margin-inline-start:auto; padding:4px 0; color:var(--ink2); text-underline-offset:3px; text-decoration-thickness:1px; }
.answer-asks { margin-top:14px; }
.wish:hover { background:var(--calico); } .wish svg { width:12px; height:12px; flex:none; } .wish[disabled] { color:var(--ink3); cursor:default; }
@media (max-width:999.98px) {
  .replies, .wishes { flex-wrap:nowrap; overflow-x:auto; scrollbar-width:none; margin-inline:-20px; padding-inline:20px; }
  .replies > *, .wishes > * { flex:none; }
  .m:not([data-embedded]) .panel:has(.wishes:not([hidden]) > :nth-child(2)) { height:min(78dvh,820px); }
}
@media (prefers-reduced-motion:reduce) { *, *::before, .m .panel { animation:none !important; transition:none !important; } }`;

export function sheet() {
  const made = new CSSStyleSheet();
  made.replaceSync(TOKENS + SHELL + ANSWER);
  return made;
}
