// The live diagram of a case: done, current, late and coming steps, each with a word as well as a colour.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

async function show(holder) {
  const viewer = new NavigatedViewer({ container: holder.querySelector("[data-canvas]") });
  const [diagram, states] = await Promise.all([
    fetch(holder.dataset.diagram, { credentials: "same-origin" }).then((answer) => answer.text()),
    holder.dataset.states
      ? fetch(holder.dataset.states, { credentials: "same-origin" }).then((answer) => answer.json())
      : { steps: {} },
  ]);
  await viewer.importXML(diagram);
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  const overlays = viewer.get("overlays");

  for (const [id, step] of Object.entries(states.steps)) {
    if (!registry.get(id)) continue;
    canvas.addMarker(id, `step-${step.state}`);
    if (!step.word) continue;
    const badge = document.createElement("div");
    badge.className = `step-badge step-badge-${step.state}`;
    badge.textContent = step.word;
    overlays.add(id, { position: { top: -12, left: 4 }, html: badge, show: { minZoom: 0.35 } });
  }

  const whole = () => canvas.zoom("fit-viewport", "auto");
  const current = () => {
    const id = Object.keys(states.steps).find((key) => ["current", "late", "trouble"].includes(states.steps[key].state));
    const element = id && registry.get(id);
    if (!element) return whole();
    const box = canvas.viewbox();
    const width = Math.max(box.outer.width * 1.1, 640);
    const height = (width * box.outer.height) / box.outer.width;
    canvas.viewbox({
      x: element.x + (element.width || 0) / 2 - width / 2,
      y: element.y + (element.height || 0) / 2 - height / 2,
      width,
      height,
    });
  };
  holder.dataset.start === "whole" ? whole() : current();
  holder.dataset.shown = "1";

  for (const button of holder.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "whole") whole();
      else if (button.dataset.zoom === "current") current();
      else canvas.zoom(canvas.zoom() * (button.dataset.zoom === "in" ? 1.25 : 0.8), "auto");
    });
  }

  const about = holder.dataset.about;
  if (!about) return;
  viewer.get("eventBus").on("element.click", (event) => {
    const id = event.element.type === "label" ? event.element.businessObject.id : event.element.id;
    if (!states.steps[id] || !states.steps[id].told) return;
    for (const other of Object.keys(states.steps)) if (registry.get(other)) canvas.removeMarker(other, "step-chosen");
    canvas.addMarker(id, "step-chosen");
    window.htmx.ajax("GET", about.replace("__step__", encodeURIComponent(id)), { target: "#about-step" });
  });
}

function prepare() {
  for (const holder of document.querySelectorAll("[data-diagram]:not([data-ready])")) {
    holder.dataset.ready = "1";
    show(holder).catch((error) => {
      holder.classList.add("is-broken");
      console.error("The diagram could not be shown.", error);
    });
  }
}

document.addEventListener("DOMContentLoaded", prepare);
document.addEventListener("htmx:load", prepare);
