// Remembers that the tour was offered; where the browser keeps nothing, it is remembered until the page is left.
const KEY = "glocal.tour";
let kept = "";

export function wasOffered() {
  try {
    return Boolean(localStorage.getItem(KEY));
  } catch {
    return Boolean(kept);
  }
}

export function remember() {
  kept = "offered";
  try {
    localStorage.setItem(KEY, kept);
  } catch {
    // Storage is blocked: then it is offered again at the next visit, quietly.
  }
}
