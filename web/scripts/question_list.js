// The list of questions, narrowed while somebody types; without this script the form asks the server.

const field = document.getElementById("question-filter");
const none = document.getElementById("question-none");

field?.addEventListener("input", () => {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const item of document.querySelectorAll(".question-list li")) {
    const text = fold(`${item.dataset.words} ${item.value}`);
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) found += 1;
  }
  for (const group of document.querySelectorAll("main section")) group.hidden = !group.querySelector("li:not([hidden])");
  none.hidden = found > 0;
});

function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}
