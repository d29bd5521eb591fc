// A dialog of the page: keeps the focus while it is open, and gives it back; to the picture where its opener has gone.
import { freshId, make } from "../views/dom.js";

export function openDialog({ title, close, body, buttons = [], className = "" }) {
  const back = document.activeElement;
  const id = freshId("dialog");
  const shut = make("button", { type: "button", class: "plain ex-close", "aria-label": close, onclick: () => dialog.close() }, "×");
  const heading = make("h2", { id }, title);
  const dialog = make("dialog", { class: `ex-dialog ${className}`.trim(), "aria-labelledby": id }, make("div", { class: "ex-dialog-head" }, heading, shut), body, buttons.length ? make("div", { class: "ex-dialog-foot" }, ...buttons) : "");
  // In full screen only what lies in its element is seen.
  (document.fullscreenElement ?? document.body).append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back?.isConnected) back.focus();
    if (document.activeElement === document.body) document.querySelector("#picture, #ex-other button")?.focus();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.showModal();
  return dialog;
}
