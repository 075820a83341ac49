// htmx under a strict content policy: no eval, no injected style.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages hold personal data: nothing of them stays in the browser's storage
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "40[0349]|422", swap: true }, // a refusal is a part of the page: its sentence stands above the form
  { code: "...", swap: false, error: true },
];
window.htmx = htmx;

export default htmx;
