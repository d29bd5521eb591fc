// Search boxes: suggestions while somebody types, by keyboard and by pointer. Without this script the box is a
// plain form that leads to the page of results.

const DELAY = 90;

for (const input of document.querySelectorAll("input[data-suggest]")) attach(input);

// A script that makes a field of its own, in a dialog, hands it over.
document.addEventListener("glocal:field", ({ detail }) => attach(detail));

// With Ctrl, as a single letter may not be a key of the whole page: whoever speaks to the machine types letters.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || !(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
  const input = document.querySelector("input[data-suggest]");
  if (input) {
    event.preventDefault();
    input.focus();
    input.select();
  }
});

for (const select of document.querySelectorAll("select[data-submit]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The switch of language keeps the view, also where a script has changed the address since the page came.
for (const link of document.querySelectorAll(".languages a")) {
  for (const moment of ["pointerdown", "focus", "click"]) link.addEventListener(moment, () => keepView(link));
}

function keepView(link) {
  const there = new URL(link.href);
  if (there.pathname !== location.pathname) return;
  there.search = location.search;
  there.searchParams.set("lang", link.lang);
  there.hash = location.hash;
  link.href = there.href;
}

// A help that is open closes by Escape, and by going elsewhere.
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.help[open]");
  if (!open) return;
  event.preventDefault();
  open.open = false;
  open.querySelector("summary").focus();
});
for (const moment of ["pointerdown", "focusin"]) {
  document.addEventListener(moment, ({ target }) => {
    for (const help of document.querySelectorAll("details.help[open]")) if (!help.contains(target)) help.open = false;
  });
}

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}

function attach(input) {
  const list = document.createElement("div");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label || "");
  list.hidden = true;
  const count = document.createElement("span");
  count.className = "visually-hidden";
  count.setAttribute("role", "status");
  input.after(list, count);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);

  const state = { hits: [], options: [], count, active: -1, timer: 0, asked: 0 };
  input.addEventListener("input", () => {
    delete input.dataset.chosen;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => ask(input, list, state), DELAY);
  });
  input.addEventListener("keydown", (event) => onKey(event, input, list, state));
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && close(input, list, state), 150));
  input.form?.addEventListener("submit", () => {
    if (input.dataset.suggest === "fill" && input.dataset.chosen) input.value = input.dataset.chosen;
  });
}

async function ask(input, list, state) {
  const text = input.value.trim();
  const asked = ++state.asked;
  if (!text) return close(input, list, state);
  const parameters = new URLSearchParams({ q: text, lang: document.documentElement.lang, limit: "10", grouped: "1" });
  for (const kind of (input.dataset.kinds || "").split(" ").filter(Boolean)) parameters.append("kind", kind);
  try {
    const response = await fetch(`/api/search?${parameters}`);
    if (!response.ok || asked !== state.asked) return;
    const { hits, said } = await response.json();
    show(input, list, state, hits);
    state.count.textContent = said;
  } catch {
    close(input, list, state);
  }
}

function show(input, list, state, hits) {
  state.hits = hits;
  state.active = -1;
  state.options = hits.map((hit, index) => option(hit, `${list.id}-${index}`, () => choose(input, list, state, index)));
  list.replaceChildren(...groups(list.id, hits, state.options));
  list.hidden = hits.length === 0;
  input.setAttribute("aria-expanded", String(hits.length > 0));
  input.removeAttribute("aria-activedescendant");
}

// The suggestions by kind: each group of options has a heading of its own.
function groups(id, hits, options) {
  const found = new Map();
  hits.forEach((hit, index) => {
    if (!found.has(hit.group)) found.set(hit.group, { label: hit.groupLabel, options: [] });
    found.get(hit.group).options.push(options[index]);
  });
  return [...found].map(([key, group]) => {
    const item = document.createElement("div");
    const name = part("span", group.label, "group-name");
    name.id = `${id}-${key}`;
    item.setAttribute("role", "group");
    item.setAttribute("aria-labelledby", name.id);
    item.append(name, ...group.options);
    return item;
  });
}

// Every text of a hit comes from outside, so it is set as text and never as markup.
function option(hit, id, pick) {
  const item = document.createElement("div");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.append(part("strong", hit.label), part("span", hit.other.text, "other", hit.other.lang));
  item.append(part("small", [hit.kindLabel, hit.context].filter(Boolean).join(" · "), "context"));
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    pick();
  });
  return item;
}

function part(tag, text, className = "", lang = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  if (lang) element.lang = lang;
  return element;
}

function onKey(event, input, list, state) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (list.hidden) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const count = state.hits.length;
    activate(input, list, state, (state.active + step + count + (state.active < 0 && step < 0 ? 1 : 0)) % count);
  } else if (event.key === "Enter" && !list.hidden && state.active >= 0) {
    event.preventDefault();
    choose(input, list, state, state.active);
  } else if (event.key === "Escape") {
    close(input, list, state);
  }
}

function activate(input, list, state, index) {
  state.active = index;
  for (const [number, item] of state.options.entries()) item.setAttribute("aria-selected", String(number === index));
  const item = state.options[index];
  input.setAttribute("aria-activedescendant", item.id);
  item.scrollIntoView({ block: "nearest" });
}

function choose(input, list, state, index) {
  const hit = state.hits[index];
  if (input.dataset.suggest === "pick") {
    input.value = "";
    close(input, list, state);
    input.dispatchEvent(new CustomEvent("glocal:pick", { bubbles: true, detail: hit }));
  } else if (input.dataset.suggest === "fill") {
    input.value = hit.label;
    input.dataset.chosen = hit.id;
    close(input, list, state);
  } else {
    location.assign(hit.kind === "Partnership" ? hit.doc : hit.explore);
  }
}

function close(input, list, state) {
  clearTimeout(state.timer);
  state.active = -1;
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
