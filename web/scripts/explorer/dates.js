// Days of dates as people write them: yyyy, yyyy-mm or yyyy-mm-dd, first and last day of each.

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

export function isDate(text) {
  const parts = DATE.exec(text);
  if (!parts) return false;
  const [, , month = "01", day = "01"] = parts;
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= lastDay(Number(parts[1]), Number(month));
}

export function firstDay(text) {
  const [year, month = "01", day = "01"] = text.split("-");
  return `${year}-${month}-${day}`;
}

// The last day of a year or month, the day itself of a day.
export function finalDay(text) {
  const [year, month = "12", day] = text.split("-");
  return `${year}-${month}-${day ?? String(lastDay(Number(year), Number(month))).padStart(2, "0")}`;
}

export function today(now = new Date()) {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

function lastDay(year, month) {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

// First and last day of an EDTF date: "1982", "1982-05?", "198X", "1982/1985", "../1985"; null where it says no year.
export function daysOf(text) {
  const [start, end = start] = String(text ?? "").split("/").map((part) => part.replace(/[?~%]/g, "").trim());
  const [first, last] = [start || end, end || start].map((part) => (/^\d{3}[\dX]|^\d{2}XX/.test(part) ? part : ""));
  if (!first && !last) return null;
  return { first: firstDay(known(first || last, "0")), last: finalDay(known(last || first, "9")) };
}

// An unknown digit of a year counts as the least or the greatest; unknown months and days are left away.
function known(text, digit) {
  const [year, month, day] = text.split("-");
  const whole = [year.slice(0, 4).replace(/X/g, digit)];
  if (/^\d{2}$/.test(month ?? "") && Number(month) <= 12) whole.push(month, ...(/^\d{2}$/.test(day ?? "") ? [day] : []));
  return whole.join("-");
}
