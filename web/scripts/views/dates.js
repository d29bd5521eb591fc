// Reads EDTF dates, xsd:date and years: first and last day as a number of years, and the words for a reader.

const DATE = /^(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%])?$/;

// A date as {from, to, precision, uncertain}; from and to are years with a fraction. Null for what is no date.
export function readDate(text) {
  const [first, second] = text.split("/");
  const one = readOne(first);
  if (second === undefined) return one;
  const other = readOne(second);
  if (!one && !other) return null;
  return { from: (one ?? other).from, to: (other ?? one).to, precision: "interval", uncertain: !one || !other };
}

function readOne(text) {
  const match = DATE.exec(text.trim());
  if (!match) return null;
  const [year, month, day] = match.slice(1, 4).map((part) => (part === undefined ? 0 : Number(part)));
  if (month > 12 || day > 31) return null;
  const length = day ? 1 / 365.25 : month ? 1 / 12 : 1;
  const from = year + Math.max(month - 1, 0) / 12 + Math.max(day - 1, 0) / 365.25;
  return { from, to: from + length, precision: day ? "day" : month ? "month" : "year", uncertain: Boolean(match[4]), year, month, day };
}

export function showDate(text, language) {
  const parts = text.split("/").map((part) => showOne(part, language));
  return parts.join(language === "ja" ? "〜" : " – ");
}

function showOne(text, language) {
  const date = readOne(text);
  if (!date) return text;
  const shown = language === "ja" ? japanese(date) : english(date);
  if (!date.uncertain) return shown;
  return language === "ja" ? `${shown}頃` : `about ${shown}`;
}

function japanese({ year, month, day }) {
  const era = eraOf(year, month, day);
  return `${year}年${month ? `${month}月` : ""}${day ? `${day}日` : ""}${era ? `(${era})` : ""}`;
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function english({ year, month, day }) {
  return [day || "", month ? MONTHS[month - 1] : "", year].filter(Boolean).join(" ");
}

const ERAS = [["令和", 2019, 5, 1], ["平成", 1989, 1, 8], ["昭和", 1926, 12, 25], ["大正", 1912, 7, 30], ["明治", 1868, 1, 25]];

// The Japanese era of a date; a year in which the era changed has both, as on our pages.
function eraOf(year, month, day) {
  const first = eraAt(year, month || 1, day || 1);
  const last = eraAt(year, month || 12, day || 31);
  return [...new Set([first, last].filter(Boolean))].join("・");
}

function eraAt(year, month, day) {
  const found = ERAS.find(([, y, m, d]) => year > y || (year === y && (month > m || (month === m && day >= d))));
  if (!found) return "";
  const number = year - found[1] + 1;
  return `${found[0]}${number === 1 ? "元" : number}年`;
}
