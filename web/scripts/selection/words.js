// The words of facets, list, map and timeline in the reader's language, from web/messages.toml.
import words from "messages:selection";

export function speak(language) {
  const tongue = language === "ja" ? "ja" : "en";
  return (key, values = {}) => (words[key]?.[tongue] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

// What a value of a facet is called.
export function nameOf(name, value, model, say) {
  if (name === "decade") return say("decade", { decade: value });
  if (name === "kind" || name === "status") return say(`${name}_${value}`);
  if (name === "source") return value;
  for (const node of model.nodes.values()) {
    if (name === "country" && node.country === value && node.country_name) return node.country_name;
    if (name === "prefecture" && node.id === value) return node.name;
    if (name === "prefecture" && node.area === value && node.area_name) return node.area_name;
  }
  return value.split("/").pop();
}

// The two ends of a tie as one name.
export function pairName(one, other, say) {
  return say("between", { one: one.name ?? one.label, other: other.name ?? other.label });
}
