// What the explorer asks of the server; an answer that is none becomes an error with the server's own sentence.

export class Server {
  // `unreached` is what is said where no answer comes at all.
  constructor(model, unreached) {
    this.model = model;
    this.unreached = unreached;
    this.language = model.language;
  }

  // The picture of a state: what is known keeps its place.
  network(state) {
    const { model } = this;
    const short = (ids) => ids.map((id) => model.short(id));
    const known = [...model.nodes.values()].filter(({ id }) => model.isMember(id));
    const positions = Object.fromEntries(known.map(({ id, x, y }) => [model.short(id), (state.pins[id] ?? [x, y]).map(Math.round)]));
    return this.#post(`/api/network?lang=${this.language}`, { focus: short(state.focus), hops: state.hops, add: short(state.add), drop: short(state.drop), positions });
  }

  surroundings(id) {
    return this.#get("/api/surroundings", { thing: this.model.short(id) });
  }

  async search(text) {
    return (await this.#get("/api/search", { q: text, limit: 1 })).hits;
  }

  common(ids) {
    return this.#get("/api/common", { thing: ids.map((id) => this.model.short(id)) });
  }

  paths({ from, to, links }) {
    return this.#get("/api/paths", { from: this.model.short(from), to: this.model.short(to), ...(links.length ? { links: links.join(",") } : {}) });
  }

  // A card is a piece of a page, whose texts the server has made harmless; it is taken apart as a document of its own.
  async card(id) {
    const response = await this.#fetch(address("/api/card", { thing: this.model.short(id), lang: this.language }));
    // 410 is a card too: it names what is gone.
    if (!response.ok && response.status !== 410) throw await problem(response);
    const made = new DOMParser().parseFromString(await response.text(), "text/html");
    return [...made.body.childNodes].map((node) => document.adoptNode(node));
  }

  // Exactly what is shown, as a file: {blob, name}.
  async file(format, { title }) {
    const { model } = this;
    const { nodes, edges } = model.shown;
    const positions = Object.fromEntries(nodes.map(({ id, x, y }) => [model.short(id), (model.state.pins[id] ?? [x, y]).map(Math.round)]));
    const body = { things: nodes.map(({ id }) => model.short(id)), focus: model.state.focus.map((id) => model.short(id)), edges: edges.map(({ id }) => id), format, positions, title, lang: this.language };
    const response = await this.#fetch(`/api/network/file?lang=${this.language}`, posted(body));
    if (!response.ok) throw await problem(response);
    return { blob: await response.blob(), name: fileName(response.headers.get("Content-Disposition"), `network.${format}`) };
  }

  async link(query) {
    const fields = { lang: this.language };
    return this.#post("/api/links", { page: "/explore", fields, state: { query } });
  }

  // A browser words the loss of its server in a way of its own, and in its own language.
  #fetch(path, options) {
    return fetch(path, options).catch(() => Promise.reject(new Error(this.unreached)));
  }

  async #get(path, values) {
    const response = await this.#fetch(address(path, { ...values, lang: this.language }));
    if (!response.ok) throw await problem(response);
    return response.json();
  }

  async #post(path, body) {
    const response = await this.#fetch(path, posted(body));
    if (!response.ok) throw await problem(response);
    return response.json();
  }
}

function posted(body) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

function address(path, values) {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) fields.append(name, one);
  return `${path}?${fields}`;
}

async function problem(response) {
  const said = await response.json().catch(() => ({}));
  return new Error(said.message ?? said.detail ?? said.error?.message ?? `${response.status} ${response.statusText}`);
}

// The name that a browser would take, written in either way.
export function fileName(header, otherwise) {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(header ?? "");
  if (wide) return decodeURIComponent(wide[1]);
  return /filename="?([^";]+)"?/i.exec(header ?? "")?.[1] ?? otherwise;
}
