// What every page runs. A page works without it; it saves typing, waiting and mistakes.
import "./htmx.js";
import { prepareFiles } from "./files.js";
import { prepareLines } from "./lines.js";
import { prepareMoney } from "./money.js";
import { prepareOutcomes } from "./outcomes.js";
import { preparePhrases } from "./phrases.js";
import { prepareSignatures } from "./signature.js";
import "./keyboard.js";
import "./submit.js";

function prepare(root) {
  prepareMoney(root);
  prepareLines(root);
  prepareFiles(root);
  prepareSignatures(root);
  prepareOutcomes(root);
  preparePhrases(root);
}

document.addEventListener("DOMContentLoaded", () => prepare(document));
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) prepare(event.target);
});
