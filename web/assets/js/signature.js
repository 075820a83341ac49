// A signature pad: mouse, pen and finger through pointer events; the strokes go out as a PNG in a hidden field.
const INK = "#14181f";

export function prepareSignatures(root) {
  for (const pad of root.querySelectorAll("[data-signature]:not([data-ready])")) {
    pad.dataset.ready = "1";
    prepare(pad);
  }
}

function prepare(pad) {
  const canvas = pad.querySelector("canvas");
  const field = pad.querySelector("input[type=hidden]");
  const clear = pad.querySelector("[data-clear]");
  const pen = canvas.getContext("2d");
  let last = null;
  let drawn = false;

  function fit() {
    // The drawing surface follows the width on screen; what was drawn is kept when a phone is turned.
    const box = canvas.getBoundingClientRect();
    if (!box.width) return;
    const scale = Math.max(window.devicePixelRatio || 1, 1);
    const width = Math.round(box.width * scale);
    const height = Math.round(box.height * scale);
    if (canvas.width === width && canvas.height === height) return;
    const before = drawn ? canvas.toDataURL("image/png") : field.value;
    canvas.width = width;
    canvas.height = height;
    pen.scale(scale, scale);
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = INK;
    pen.fillStyle = INK;
    if (before) {
      const picture = new Image();
      picture.onload = () => pen.drawImage(picture, 0, 0, box.width, box.height);
      picture.src = before;
    }
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, force: event.pressure || 0.5 };
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    fit();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    drawn = true;
    pad.classList.add("has-ink");
    pen.beginPath();
    pen.arc(last.x, last.y, 1.2, 0, Math.PI * 2);
    pen.fill();
  });

  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const steps = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
    for (const step of steps.length ? steps : [event]) {
      const point = at(step);
      pen.lineWidth = 1.4 + 2.2 * point.force;
      pen.beginPath();
      pen.moveTo(last.x, last.y);
      pen.lineTo(point.x, point.y);
      pen.stroke();
      last = point;
    }
  });

  function end() {
    if (!last) return;
    last = null;
    field.value = canvas.toDataURL("image/png");
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);

  clear.addEventListener("click", () => {
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.restore();
    drawn = false;
    field.value = "";
    pad.classList.remove("has-ink");
  });

  if (field.value) pad.classList.add("has-ink");
  new ResizeObserver(fit).observe(canvas);
}
