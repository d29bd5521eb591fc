// The colours of the picture, from the style sheet, so that light, dark and paper have their own.

const MARKS = ["japan", "prefecture", "abroad", "region", "country", "agreement"];
const LINES = ["sister", "friendship", "partnership", "other"];

export function readColours(place) {
  const style = getComputedStyle(place);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    sheet: value("sheet") || "#ffffff",
    ink: value("ink") || "#000000",
    accent: value("kaki") || "#b04a1c",
    marks: Object.fromEntries(MARKS.map((name) => [name, value(`ov-${name}`)])),
    lines: Object.fromEntries(LINES.map((name) => [name, value(`ov-${name}`)])),
  };
}

// Calls back whenever the reader switches between light and dark.
export function onColourChange(told) {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) matchMedia(query).addEventListener("change", told);
}
