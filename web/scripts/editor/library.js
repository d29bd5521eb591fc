// YASGUI made ours: no endpoint box, no result part, no words from other hosts, its texts in the reader's language.
import Yasgui from "@zazuko/yasgui";

import { checkSyntax } from "./syntax.js";

// Takes the place of the library's result part; ours is below the editor.
const NO_RESULTS = { results: undefined, setResponse() {}, refresh() {}, destroy() {} };

function adapt(say) {
  const { Yasqe, Tab } = Yasgui;
  Yasqe.defaults.autocompleters = [];
  Yasqe.defaults.consumeShareLink = null;
  Yasqe.prototype.checkSyntax = checkSyntax(say);
  Yasqe.prototype.autocomplete = () => {};
  Tab.prototype.initYasr = function () {
    this.yasr = NO_RESULTS;
  };
  Tab.prototype.initControlbar = () => {};
  Tab.prototype.initTabSettingsMenu = () => {};
}

// The editor with its tabs inside `holder`. `keys` are the editor's own keys; `isEmpty`: no query is opened at once.
export function openEditor(holder, { start, say, keys, isEmpty }) {
  adapt(say);
  const yasgui = new Yasgui(holder, {
    autofocus: false, populateFromUrl: false, autoAddOnInit: isEmpty, copyEndpointOnNewTab: false,
    persistenceId: "glocal-graph", tabName: say("tab"),
    endpointCatalogueOptions: { getData: () => [] },
    requestConfig: { endpoint: "/sparql" },
    yasqe: { value: start, showQueryButton: false, editorHeight: "22rem", extraKeys: keys, tabSize: 2, indentUnit: 2 },
  });
  speakOurs(yasgui, say);
  yasgui.on("tabClose", () => setTimeout(() => yasgui.persistentConfig.getTabs().length || yasgui.addTab(true)));
  return yasgui;
}

// The library writes its few texts in English; each is put into the reader's language when it appears.
function speakOurs(yasgui, say) {
  const words = {
    "New Tab": say("tab_new"), "Rename Tab": say("tab_rename"), "Copy Tab": say("tab_copy"), "Close Tab": say("tab_close"),
    "Close other tabs": say("tab_close_others"), "Undo close Tab": say("tab_reopen"),
  };
  const translate = () => {
    for (const item of yasgui.rootEl.querySelectorAll(".context-menu-item")) item.textContent = words[item.textContent] ?? item.textContent;
    for (const button of yasgui.rootEl.querySelectorAll(".closeTab")) button.title = say("tab_close");
    for (const field of yasgui.rootEl.querySelectorAll(".tab input")) field.setAttribute("aria-label", say("tab_name"));
    for (const link of yasgui.rootEl.querySelectorAll(".tab > a")) link.title = link.querySelector("span")?.textContent ?? "";
    const add = yasgui.rootEl.querySelector(".addTab");
    if (add && add.title !== say("tab_new")) {
      add.title = say("tab_new");
      add.setAttribute("aria-label", say("tab_new"));
    }
    yasgui.rootEl.querySelector(".tabsList")?.setAttribute("aria-label", say("tabs"));
  };
  const watch = new MutationObserver(() => {
    watch.disconnect();
    translate();
    watch.observe(yasgui.rootEl.querySelector(".tabsList"), { childList: true, subtree: true, characterData: true });
  });
  parkAdding(yasgui.rootEl);
  translate();
  watch.observe(yasgui.rootEl.querySelector(".tabsList"), { childList: true, subtree: true, characterData: true });
  yasgui.rootEl.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.(".tab > a");
    if (tab && event.key === "F2") yasgui.tabElements.get(tab.getAttribute("aria-controls")).startRename();
  });
}

// The button for a new tab stands beside the list: a list of tabs may hold tabs and nothing else.
function parkAdding(root) {
  const list = root.querySelector(".tabsList");
  const row = document.createElement("div");
  row.className = "bench-tabs";
  list.before(row);
  row.append(list, root.querySelector("button.addTab"));
}
