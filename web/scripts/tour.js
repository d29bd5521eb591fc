// Offers the tour of the explorer at the first visit, quietly, and starts it again from the page's help.
import { make } from "./views/dom.js";
import { remember, wasOffered } from "./tour/memory.js";
import { speak, Tour } from "./tour/tour.js";

const say = speak(document.documentElement.lang);

function offer(holder, start) {
  const close = () => {
    remember();
    note.remove();
  };
  const yes = make("button", { type: "button", class: "plain", "data-tour-start": true, onclick: () => { close(); start(); } }, say("start"));
  const no = make("button", { type: "button", class: "plain", onclick: () => { close(); document.getElementById("main").focus({ preventScroll: true }); } }, say("no"));
  const note = make("aside", { class: "tour-offer", "aria-label": say("offer_label") }, make("p", {}, say("offer")), make("p", {}, yes, no));
  holder.before(note);
}

const holder = document.getElementById("explorer");
if (holder) {
  const help = document.getElementById("ex-help");
  const tour = new Tour(say, remember);
  document.addEventListener("glocal:tour", () => tour.start());
  if (!wasOffered()) offer(holder, () => { help.focus(); tour.start(); });
}
