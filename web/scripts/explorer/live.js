// Says what happened to whoever cannot see it; the same sentence twice is said twice.

export class Live {
  constructor(holder) {
    this.holder = holder;
  }

  say(text) {
    clearTimeout(this.timer);
    // An element that is emptied and filled again is read again.
    this.holder.textContent = "";
    this.timer = setTimeout(() => {
      this.holder.textContent = text;
    }, 60);
  }
}
