// Network, list, map or timeline: one selection, shown one way at a time; the others are loaded when first wanted.
import { VIEWS } from "./state.js";

export class OtherViews {
  // `load` brings the scripts of the other views.
  constructor({ buttons, network, other, load }, model, deeds, say) {
    Object.assign(this, { buttons, network, other, load, model, deeds, say, open: "network", mounted: null });
    for (const button of buttons) button.addEventListener("click", () => model.setView(button.dataset.view));
    model.subscribe((what) => what.has("view") && this.show());
    this.show();
  }

  async show() {
    const { view } = this.model.state;
    if (view === this.open || !VIEWS.includes(view)) return;
    this.open = view;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.view === view));
    this.other.closest(".ex-body").dataset.view = view;
    this.network.hidden = view !== "network";
    this.other.hidden = view === "network";
    this.other.setAttribute("aria-label", this.say(`view_${view}`));
    this.mounted?.destroy();
    this.mounted = null;
    this.other.replaceChildren();
    if (view === "network") {
      this.deeds.say("said_view", { view: this.say("view_network") });
      return this.deeds.parts.canvas.returned();
    }
    try {
      const { mountList, mountMap, mountTimeline } = await this.load();
      if (this.model.state.view !== view) return;
      const mount = { list: mountList, map: mountMap, timeline: mountTimeline }[view];
      this.mounted = await mount(this.other, this.model, (text) => this.deeds.parts.live.say(text));
      this.deeds.say("said_view", { view: this.say(`view_${view}`) });
    } catch (error) {
      this.other.textContent = this.say("failed", { reason: error.message });
    }
  }

  // A picture of the view that is open, where it can be drawn.
  get image() {
    return this.mounted?.image;
  }
}
