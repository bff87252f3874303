// The one bundle every page loads: htmx with server-sent events, and small modules that add to working plain pages.
import htmx from "htmx.org/dist/htmx.esm.js";
import "./requests.js";
import "htmx.org/dist/ext/hx-sse.js";
import { startToasts } from "./toasts.js";
import { startOverlays } from "./overlays.js";
import { startConfirm } from "./confirm.js";
import { startKeys } from "./keys.js";
import { startCopy } from "./copy.js";
import { startForms } from "./forms.js";
import { startTimes } from "./times.js";
import { startTheme } from "./theme.js";
import { startMenus } from "./menus.js";
import { startClaims } from "./claims.js";
import { startStrips } from "./strips.js";
import { startBeside } from "./beside.js";

window.htmx = htmx;
for (const start of [startToasts, startOverlays, startConfirm, startKeys, startCopy, startForms, startTimes, startTheme, startMenus, startClaims, startStrips]) start();
startBeside();
