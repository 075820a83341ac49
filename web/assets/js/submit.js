// Sending a form: one send per click, what was entered is never lost, and the first fault gets the focus.
function banner(key) {
  const box = document.getElementById("send-trouble");
  if (!box) return;
  for (const text of box.querySelectorAll("[data-trouble]")) text.hidden = text.dataset.trouble !== key;
  box.hidden = key === null;
  if (key !== null) box.scrollIntoView({ block: "center" });
}

// Each fault of the server's answer goes to its field as well as into the summary above the form.
function spread() {
  for (const slot of document.querySelectorAll("[data-fault-of]")) slot.textContent = "";
  for (const link of document.querySelectorAll("#form-faults [data-fault-for]")) {
    const slot = document.querySelector(`[data-fault-of="${CSS.escape(link.dataset.faultFor)}"]`);
    if (slot) slot.textContent = link.textContent;
  }
  for (const slot of document.querySelectorAll("[data-fault-of]")) {
    slot.closest("[data-field]").classList.toggle("has-fault", slot.textContent !== "");
  }
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb === "get") return;
  banner(null);
  // What was wrong with the last try is not wrong with this one until the server says so.
  const faults = document.getElementById("form-faults");
  if (faults) {
    faults.replaceChildren();
    faults.className = "";
    spread();
  }
});

document.addEventListener("htmx:sendError", () => banner("offline"));

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  // A background refresh that fails stays quiet; a person's own act does not.
  if (event.detail.requestConfig.verb === "get") return;
  banner(status === 401 || status === 403 ? "session" : status === 413 ? "large" : "server");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const faults = document.getElementById("form-faults");
  if (!faults || event.detail.target.id !== "form-faults") return;
  spread();
  faults.scrollIntoView({ block: "start" });
  faults.focus({ preventScroll: true });
});

// A page that outlived its session gets a fresh token before it sends, so that nobody types a form twice.
document.addEventListener("htmx:confirm", (event) => {
  const form = event.target.closest && event.target.closest("form");
  const field = form && form.querySelector("input[name=csrf_token]");
  if (!field || event.detail.verb === "get") return;
  event.preventDefault();
  fetch("/session/token", { credentials: "same-origin", headers: { "HX-Request": "true" } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .then((answer) => {
      if (answer) field.value = answer.csrf_token;
    })
    .catch(() => null)
    .finally(() => event.detail.issueRequest(true));
});

// A form that does not go through htmx: its button rests after the first click, so that a double click sends once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.hasAttribute("hx-post") || form.method === "get") return;
  setTimeout(() => {
    for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) button.disabled = true;
  });
});
window.addEventListener("pageshow", (event) => {
  // Back from the browser's memory: the buttons of that page work again.
  if (event.persisted) for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
});
