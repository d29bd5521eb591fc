// Map and timeline of a thing's page: each is fetched and drawn into the room that the page keeps for it, one after the
// other, once the page stands. Without this script the tables say the same.
import { mountView } from "./views/index.js";

const rooms = [...document.querySelectorAll(".view-room[data-json]")];

if (rooms.length) "requestIdleCallback" in window ? requestIdleCallback(drawAll, { timeout: 1500 }) : setTimeout(drawAll, 200);

async function drawAll() {
  for (const room of rooms) await draw(room);
}

async function draw(room) {
  const { json, view, title, release, failed } = room.dataset;
  room.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(json);
    if (!response.ok) throw new Error(`${json}: ${response.status}`);
    await mountView(room, await response.json(), { view, options: { title, release } });
    room.dataset.ready = "true";
  } catch (error) {
    console.warn(error);
    room.dataset.ready = "false";
    const note = document.createElement("p");
    note.className = "quiet";
    note.textContent = failed;
    room.replaceChildren(note);
  } finally {
    room.removeAttribute("aria-busy");
  }
}
