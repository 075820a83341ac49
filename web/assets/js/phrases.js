// Common opinions: one click puts the sentence where the cursor stands; what was typed stays.
export function preparePhrases(root) {
  for (const bar of root.querySelectorAll("[data-phrases]:not([data-ready])")) {
    bar.dataset.ready = "1";
    const target = document.getElementById(bar.dataset.phrases);
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const start = target.selectionStart ?? target.value.length;
      target.setRangeText(button.dataset.phrase, start, target.selectionEnd ?? start, "end");
      target.focus();
      target.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
