// Offers the tour of the explorer at the first visit, quietly, and starts it from the button that stays.
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
  const button = document.querySelector("[data-tour-again]");
  const tour = new Tour(say, remember);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => tour.start());
  }
  if (!wasOffered()) offer(holder, () => { (button ?? document.getElementById("main")).focus(); tour.start(); });
}
