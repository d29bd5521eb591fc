// The address of the view: kept in the browser's bar, in the links to the other language, and given to be shared.
import { make } from "../views/dom.js";
import { encode, toText } from "./address.js";
import { openDialog } from "./dialog.js";

// A longer address is kept by the server and told by its id.
const READABLE = 1900;
// No server has to take a longer one; this one's own address then has the id instead, once nothing has changed for a moment.
const LONGEST = 7000;
const PATIENCE = 1500;

export function queryOf(model) {
  return toText(encode(model.state, model.base));
}

export function keepAddress(model, { isAsked, server, patience = PATIENCE }) {
  let waiting = 0;
  const put = (query) => {
    const withLanguage = (language) => `/explore?${query}${query ? "&" : ""}lang=${language}`;
    history.replaceState(null, "", isAsked ? withLanguage(model.language) : `/explore?${query}`);
    for (const link of document.querySelectorAll(".languages a[hreflang]")) link.href = withLanguage(link.hreflang);
  };
  const shorten = async (query) => {
    const { id } = await server.link(query).catch(() => ({}));
    if (id && query === queryOf(model)) put(`link=${id}`);
  };
  const write = () => {
    const query = queryOf(model);
    clearTimeout(waiting);
    if (query.length <= LONGEST) put(query);
    else waiting = setTimeout(() => shorten(query), patience);
  };
  model.subscribe((what) => ["state", "view", "map"].some((part) => what.has(part)) && write());
  return write;
}

export function mountShare(button, { model, server, deeds, say }) {
  button.addEventListener("click", async () => {
    const whole = `${location.origin}/explore?${queryOf(model)}&lang=${model.language}`;
    let text = whole;
    try {
      if (whole.length > READABLE) text = `${location.origin}${(await server.link(queryOf(model))).address}`;
    } catch (error) {
      deeds.say("failed", { reason: error.message });
    }
    show(text, await copy(text), say, deeds);
  });
}

function show(text, isCopied, say, deeds) {
  const field = make("input", { type: "text", readonly: true, value: text, "aria-label": say("share_address") });
  const status = make("p", { role: "status" }, say(isCopied ? "share_copied" : "share_by_hand"));
  const again = make("button", { type: "button", onclick: async () => {
    field.select();
    const done = (await copy(text)) || document.execCommand("copy");
    status.textContent = say(done ? "share_copied" : "share_by_hand");
  } }, say("share_copy"));
  openDialog({ title: say("share_title"), close: say("close"), body: make("div", { class: "ex-share" }, status, field, make("p", { class: "hint" }, say("share_hint"))), buttons: [again] });
  field.focus();
  field.select();
  deeds.say(isCopied ? "share_copied" : "share_by_hand");
}

// Browsers lend the clipboard to pages of https only, which a server in an office may not be.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
