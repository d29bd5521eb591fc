// The words of the views in the reader's language, from web/messages.toml.
import words from "messages:views";

export function speak(language) {
  const tongue = language === "ja" ? "ja" : "en";
  return (key, values = {}) =>
    (words[key]?.[tongue] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export function countText(number, language) {
  return number.toLocaleString(language === "ja" ? "ja" : "en");
}
