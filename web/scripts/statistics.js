// Each table of the statistics as a chart above it; without this script the page has the tables.
import { mountView, viewsFor } from "./views/index.js";

for (const holder of document.querySelectorAll("[data-chart]")) draw(holder);

async function draw(holder) {
  const { chart, title, release } = holder.dataset;
  try {
    const response = await fetch(chart);
    if (!response.ok) return;
    const answer = await response.json();
    if (!viewsFor(answer).includes("chart")) return;
    await mountView(holder, answer, { view: "chart", options: { title, release } });
    holder.dataset.ready = "true";
  } catch (error) {
    console.warn(error);
    holder.replaceChildren();
  }
}
