// The words of the workbench in the reader's language, from web/messages.toml.
import words from "messages:editor";

export function speak(language) {
  const tongue = language === "ja" ? "ja" : "en";
  return (key, values = {}) =>
    (words[key]?.[tongue] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

export function knows(key) {
  return key in words;
}
