// The address of what is shown: readable while it is short enough, else a short one that the site keeps.

export function fieldsOfView({ query, dataset, view, options }) {
  const fields = query.trim() ? { query } : {};
  if (dataset?.default?.length) fields["default-graph-uri"] = dataset.default[0];
  if (dataset?.named?.length) fields["named-graph-uri"] = dataset.named[0];
  if (view && view !== "table") fields.view = view;
  if (options && Object.keys(options).length) fields.options = JSON.stringify(options);
  return fields;
}

// The whole address, or nothing where it would be too long for people and their mail programs.
export function readableAddress(shown, most) {
  const fields = new URLSearchParams(fieldsOfView(shown));
  const language = new URLSearchParams(location.search).get("lang");
  if (language === "ja" || language === "en") fields.set("lang", language);
  const path = fields.size === 0 ? "/sparql" : `/sparql?${fields}`;
  return location.origin.length + path.length <= most ? path : "";
}

// A short address for it; the same for the same content, for ever.
export async function shortAddress(shown, title) {
  const body = { page: "/sparql", fields: fieldsOfView(shown), state: title ? { title } : {} };
  const response = await fetch("/api/links", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail || response.statusText);
  return location.origin + answer.address;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
