// "/" search, "j"/"k" move through a list, "Enter" opens, "Ctrl+Enter" submits, "?" shows the keys.
function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function move(step) {
  const rows = [...document.querySelectorAll("[data-open]")].filter((row) => row.offsetParent !== null);
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.classList.contains("is-current"));
  const next = Math.min(Math.max(now + step, 0), rows.length - 1);
  if (now >= 0) rows[now].classList.remove("is-current");
  rows[next].classList.add("is-current");
  const link = rows[next].querySelector("a");
  if (link) link.focus();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest("form");
    if (form) form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "?") {
    const help = document.getElementById("keys");
    if (help && !help.open) help.showModal();
  }
});

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close-dialog]");
  if (closer) closer.closest("dialog").close();
  const row = event.target.closest("tr[data-open]");
  if (row && !event.target.closest("a, button, input, label") && !String(window.getSelection())) {
    window.location.assign(row.dataset.open);
  }
  const printer = event.target.closest("[data-print]");
  if (printer) window.print();
});
