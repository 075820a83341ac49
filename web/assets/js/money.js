// Amounts: digits grouped in threes when the field is left; sums are exact, in fen, as BigInt.
const AMOUNT = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/;
const FULL_WIDTH = "０１２３４５６７８９．，－";
const HALF_WIDTH = "0123456789.,-";

export function toFen(text) {
  const cleaned = text
    .replace(/[０-９．，－]/g, (c) => HALF_WIDTH[FULL_WIDTH.indexOf(c)])
    .replace(/[,\s¥￥元]/g, "");
  const match = AMOUNT.exec(cleaned);
  if (!match) return null;
  const fen = BigInt(match[2]) * 100n + BigInt((match[3] || "").padEnd(2, "0"));
  return match[1] ? -fen : fen;
}

export function toYuan(fen) {
  const sign = fen < 0n ? "-" : "";
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, "0");
  return `${sign}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${digits.slice(-2)}`;
}

export function prepareMoney(root) {
  for (const input of root.querySelectorAll("input[data-money]:not([data-ready])")) {
    input.dataset.ready = "1";
    input.addEventListener("blur", () => {
      const fen = toFen(input.value);
      if (fen !== null) input.value = toYuan(fen);
    });
  }
}
