// The range of years as two labelled fields, for the keyboard, and whether what has no date is shown as well.
import { freshId, make } from "../views/dom.js";
import { countText } from "../views/words.js";
import { rangeOf } from "./years.js";

export function openYearForm(model, say) {
  const wrong = make("p", { class: "selection-wrong", id: freshId("wrong"), role: "alert", hidden: true }, say("year_wrong"));
  const field = () => make("input", { type: "text", inputmode: "numeric", maxlength: "4", size: "5", autocomplete: "off", "aria-describedby": wrong.id });
  const [from, to] = [field(), field()];
  const all = make("button", { type: "button", class: "plain", onclick: () => {
    setRange(model, say, "", "");
    from.focus();
  } }, say("year_all"));
  const box = make("input", { type: "checkbox", onchange: () => model.change(say(box.checked ? "undated_step" : "undated_step_off"), { filters: { undated: box.checked } }) });
  const words = make("span");
  const label = make("label", { class: "selection-undated" }, box, words);
  const form = make("form", { class: "selection-years" }, make("label", {}, say("year_from"), " ", from), make("label", {}, say("year_to"), " ", to),
    make("button", { class: "plain" }, say("year_apply")), all, label, wrong);
  const check = () => {
    const bad = [from, to].filter((one) => one.value.trim() && !/^\d{4}$/.test(plain(one.value)));
    for (const one of [from, to]) one.setAttribute("aria-invalid", String(bad.includes(one)));
    wrong.hidden = !bad.length;
    bad[0]?.focus();
    return !bad.length;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (check()) setRange(model, say, plain(from.value), plain(to.value));
  });
  return {
    element: form,
    // What the filters say, put into the fields; a field in which somebody writes is left alone.
    show(undated) {
      const { filters } = model.state;
      for (const [one, value] of [[from, filters.from], [to, filters.to]]) {
        if (document.activeElement !== one || /^\d{4}$/.test(plain(one.value))) one.value = value.slice(0, 4);
      }
      all.hidden = !filters.from && !filters.to;
      box.checked = filters.undated;
      label.hidden = !undated || !(filters.from || filters.to || filters.at || !filters.undated);
      words.textContent = say("undated", { n: countText(undated, model.language) });
    },
  };
}

// A named step to a range of years; an end that is empty is open.
export function setRange(model, say, one, other) {
  const { from, to } = rangeOf(one, other);
  const key = from && to ? "year_step" : from ? "year_step_from" : to ? "year_step_to" : "year_step_all";
  model.change(say(key, { from, to }), { filters: { from, to } });
}

// Digits as a Japanese keyboard writes them count as well.
function plain(text) {
  return text.normalize("NFKC").trim();
}
