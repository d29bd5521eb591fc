// The words of the explorer in the reader's language, from web/messages.toml.
import words from "messages:explorer";

export function speak(language) {
  const tongue = language === "ja" ? "ja" : "en";
  return (key, values = {}) =>
    (words[key]?.[tongue] ?? key).replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? values[name].toLocaleString(tongue) : String(values[name] ?? "")));
}
