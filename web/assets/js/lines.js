// Rows of a table field: add, remove, and sums of a year that are computed anew at each key, in sight.
import { prepareMoney, toFen, toYuan } from "./money.js";

// How many times a year an amount of a period counts; a row without a period counts once.
const TIMES = { month: 12n, quarter: 4n, year: 1n };
// Relief is no income of its own; it is counted apart.
const RELIEF = ["dibao", "relief"];

function yearly(field) {
  const sums = { all: 0n, relief: 0n };
  for (const row of field.querySelectorAll("[data-row]")) {
    const amount = row.querySelector("input[data-money]");
    const fen = amount && amount.value.trim() ? toFen(amount.value) : null;
    if (fen === null) continue;
    const period = row.querySelector("[data-column=period]");
    const kind = row.querySelector("[data-column=kind]");
    const value = fen * ((period && TIMES[period.value]) || 1n);
    sums.all += value;
    if (kind && RELIEF.includes(kind.value)) sums.relief += value;
  }
  return sums;
}

function recompute(field) {
  const sum = field.querySelector("[data-sum]");
  if (sum) sum.textContent = toYuan(yearly(field).all);
  const form = field.closest("form");
  const totals = form && form.querySelector("[data-totals]");
  if (!totals) return;
  const income = yearly(form.querySelector("[data-lines=income]"));
  const expense = yearly(form.querySelector("[data-lines=expense]"));
  const own = income.all - income.relief;
  const shown = { income: own, expense: expense.all, gap: expense.all - own, relief: income.relief };
  for (const output of totals.querySelectorAll("[data-total]")) {
    output.textContent = toYuan(shown[output.dataset.total]);
  }
}

function addRow(field) {
  const template = field.querySelector("template");
  const next = Number(field.dataset.next);
  field.dataset.next = String(next + 1);
  const holder = document.createElement("tbody");
  holder.innerHTML = template.innerHTML.replaceAll("__row__", String(next));
  const row = holder.firstElementChild;
  field.querySelector("[data-rows]").append(row);
  prepareMoney(row);
  const first = row.querySelector("input, select");
  if (first) first.focus();
}

export function prepareLines(root) {
  for (const field of root.querySelectorAll("[data-lines]:not([data-ready])")) {
    field.dataset.ready = "1";
    field.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.hasAttribute("data-add")) addRow(field);
      if (button.hasAttribute("data-remove")) button.closest("[data-row]").remove();
      recompute(field);
    });
    field.addEventListener("input", () => recompute(field));
    field.addEventListener("change", () => recompute(field));
    recompute(field);
  }
}
