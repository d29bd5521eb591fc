// The editor: Ctrl + Enter runs, Tab indents (Escape first lets Tab leave the field), samples fill the field.

const field = document.getElementById("query");
let leaving = false;

field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    field.form.requestSubmit();
  } else if (event.key === "Escape") {
    leaving = true;
  } else if (event.key === "Tab" && !event.shiftKey && !leaving) {
    event.preventDefault();
    field.setRangeText("  ", field.selectionStart, field.selectionEnd, "end");
  } else {
    leaving = false;
  }
});

for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const line = button.dataset.insert;
    if (!field.value.includes(line)) field.value = `${line}\n${field.value}`;
    field.focus();
  });
}

// Long queries do not fit an address; they are posted.
field?.form.addEventListener("submit", () => {
  field.form.method = field.value.length > 6000 ? "post" : "get";
});
