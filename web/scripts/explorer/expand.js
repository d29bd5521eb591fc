// The dialog that says what expanding a thing would bring, by kind, before anything is added.
import { make } from "../views/dom.js";
import { nameOf } from "./deeds.js";
import { openDialog } from "./dialog.js";
import { withFan } from "./fans.js";
import { markOfThing } from "./marks.js";

// A fan of more than so many of a kind begins with the best connected.
const FEW = 20;
const LIMITS = [FEW, 50, 100, 300];

export class ExpandDialog {
  constructor(model, server, deeds, say) {
    Object.assign(this, { model, server, deeds, say });
  }

  async open(id) {
    const { model, say } = this;
    const name = nameOf(model, id);
    this.asked = id;
    let around;
    try {
      around = await this.server.surroundings(id);
    } catch (error) {
      return this.deeds.say("failed", { reason: error.message });
    }
    if (this.asked !== id || document.querySelector("dialog[open]")) return undefined;
    const rows = around.groups.map((group) => this.#row(group));
    const total = make("p", { class: "ex-total", "aria-live": "polite" });
    const add = make("button", { type: "button" });
    const tell = () => {
      const n = rows.reduce((sum, row) => sum + row.chosen().length, 0);
      add.textContent = say("expand_add", { n });
      add.disabled = n === 0;
      total.textContent = say("expand_total", { n, all: model.shown.nodes.length + n });
    };
    const fresh = rows.some((row) => row.fresh.length);
    const body = make("div", {}, make("p", {}, say(fresh ? "expand_intro" : "expand_nothing", { name, n: around.total })), make("div", { class: "ex-groups" }, ...rows.map(({ element }) => element)), fresh ? total : "");
    const cancel = make("button", { type: "button", class: "plain", onclick: () => dialog.close() }, say(fresh ? "cancel" : "close"));
    const dialog = openDialog({ title: say("expand_title", { name }), close: say("close"), body, buttons: fresh ? [add, cancel] : [cancel], className: "ex-expand" });
    dialog.addEventListener("input", tell);
    add.addEventListener("click", () => this.#add(id, rows, dialog, add));
    tell();
    return (dialog.querySelector(".ex-groups input:not(:disabled)") ?? cancel).focus();
  }

  // One kind: a box to tick, the count, how many of it are there already, and a limit for many.
  #row({ label, count, things, ...look }) {
    const { model, say } = this;
    const fresh = things.filter(({ id }) => !model.isMember(id) || model.state.hide.includes(id));
    const box = make("input", { type: "checkbox", checked: fresh.length > 0, disabled: !fresh.length });
    const limit = fresh.length > FEW ? make("select", { "aria-label": say("expand_limit", { kind: label }) }, ...LIMITS.filter((n) => n < fresh.length).map((n) => make("option", { value: n }, say("expand_first", { n, all: fresh.length }))), make("option", { value: fresh.length }, say("expand_all", { n: fresh.length }))) : null;
    const there = count - fresh.length - (count - things.length);
    const element = make("div", { class: "ex-group" },
      make("label", {}, box, markOfThing(look), make("span", {}, label), make("strong", {}, say("count", { n: count })), there > 0 ? make("small", { class: "quiet" }, say("expand_there", { n: there })) : ""), limit ?? "");
    return { element, fresh, chosen: () => (box.checked ? fresh.slice(0, Number(limit?.value ?? fresh.length)) : []) };
  }

  async #add(id, rows, dialog, button) {
    button.disabled = true;
    const ids = rows.flatMap((row) => row.chosen().map((thing) => thing.id));
    try {
      await this.deeds.add(ids, this.say("step_expand", { name: nameOf(this.model, id), n: ids.length }), { fans: withFan(this.model.state.fans, id, ids) });
      dialog.close();
    } catch (error) {
      button.disabled = false;
      dialog.querySelector(".ex-total").textContent = this.say("failed", { reason: error.message });
    }
  }
}
