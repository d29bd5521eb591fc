// What two or more things have in common: shared partners, and states where each has a partner of its own.
import { make } from "../views/dom.js";
import { nameOf } from "./deeds.js";
import { openDialog } from "./dialog.js";

export async function askCommon(ids, { model, server, deeds, say }) {
  let found;
  try {
    found = await server.common(ids);
  } catch (error) {
    return deeds.say("failed", { reason: error.message });
  }
  const names = ids.map((id) => nameOf(model, id));
  const title = say("common_title", { names: names.join(say("and")) });
  const things = found.things.map((thing) => make("li", {}, make("strong", { lang: thing.name_lang || null }, thing.name), thing.links?.length ? make("small", { class: "quiet" }, ` ${thing.links.map(textOf).join(say("comma"))}`) : ""));
  const regions = (found.regions ?? []).map((region) => make("li", {}, make("strong", {}, region.name), make("small", { class: "quiet" }, ` ${partnersOf(region, ids, model, say)}`)));
  const add = make("button", { type: "button", disabled: !things.length, onclick: () => addAll() }, say("common_add", { n: things.length }));
  const addAll = async () => {
    await deeds.add(found.things.map(({ id }) => id), say("step_common", { names: names.join(say("and")) })).catch((error) => deeds.say("failed", { reason: error.message }));
    dialog.close();
  };
  const body = make("div", { class: "ex-common" }, things.length ? make("h3", {}, say("common_things")) : make("p", {}, say("common_none")), make("ul", {}, ...things), regions.length ? make("h3", {}, say("common_regions")) : "", make("ul", {}, ...regions));
  const dialog = openDialog({ title, close: say("close"), body, buttons: things.length ? [add] : [] });
  deeds.say("said_common", { n: things.length });
  return undefined;
}

function textOf(link) {
  return typeof link === "string" ? link : link.text ?? "";
}

function partnersOf({ partners = {} }, ids, model, say) {
  const list = (id) => partners[id] ?? partners[model.short(id)] ?? [];
  return ids.map((id) => say("common_partners", { name: nameOf(model, id), partners: list(id).map((one) => (typeof one === "string" ? one : one.name)).join(say("comma")) })).join(say("semicolon"));
}
