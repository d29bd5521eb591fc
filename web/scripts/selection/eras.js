// Years as a timeline writes them: the Western year and, in Japanese, the year of the era below it.
import { showDate } from "../views/dates.js";

// "1985" → "昭和60"; a year in which the era changed has the later one; empty for years before Meiji.
export function eraOfYear(year) {
  const era = /\(([^)]+)\)/.exec(showDate(String(year).padStart(4, "0"), "ja"))?.[1] ?? "";
  return era.split("・").at(-1).replace(/年$/, "");
}
