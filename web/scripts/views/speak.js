// Words in the reader's language: what each room of scripts makes of its own messages of web/messages.toml.

// `words` are {key: {en, ja}}; what comes back gives, for a language, the text of a key with its {values} filled in.
export function speaker(words) {
  return (language) => {
    const tongue = language === "ja" ? "ja" : "en";
    return (key, values = {}) => (words[key]?.[tongue] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  };
}

export function countText(number, language) {
  return number.toLocaleString(language === "ja" ? "ja" : "en");
}
