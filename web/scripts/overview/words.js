// The words of the picture of all ties in the reader's language, from web/messages.toml.
import words from "messages:overview";

export function speak(language) {
  const tongue = language === "ja" ? "ja" : "en";
  return (key, values = {}) =>
    (words[key]?.[tongue] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export function countText(number, language) {
  return number.toLocaleString(language === "ja" ? "ja" : "en");
}
