// The address of what is shown: readable while it is short enough, else a short one that the site keeps.

export function fieldsOfView({ query, dataset, view, options }) {
  const fields = query.trim() ? { query } : {};
  if (dataset?.default?.length) fields["default-graph-uri"] = dataset.default[0];
  if (dataset?.named?.length) fields["named-graph-uri"] = dataset.named[0];
  if (view && view !== "table") fields.view = view;
  if (options && Object.keys(options).length) fields.options = JSON.stringify(options);
  return fields;
}

// The whole address. Where it would be too long for a server, the query stands behind "#", which only the browser reads.
export function wholeAddress(shown, most) {
  const fields = new URLSearchParams(fieldsOfView(shown));
  const asked = new URLSearchParams(location.search).get("lang");
  const language = new URLSearchParams(asked === "ja" || asked === "en" ? { lang: asked } : {});
  const all = new URLSearchParams([...fields, ...language]);
  const path = all.size === 0 ? "/sparql" : `/sparql?${all}`;
  if (path.length <= most) return path;
  return `/sparql${language.size ? `?${language}` : ""}#${fields}`;
}

// What stands behind "#": {query, dataset, view, options}, or nothing.
export function readHash(hash) {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const query = fields.get("query") ?? "";
  const dataset = { default: fields.getAll("default-graph-uri"), named: fields.getAll("named-graph-uri") };
  return query.trim() ? { query, dataset, view: fields.get("view") ?? "", options: fields.get("options") ?? "" } : null;
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
