// What every page can do: start its view, copy a query, sort a table, open the panel.
const kg = window.kg = window.kg || { starts: {} };

// An element with attributes and children; text is always text.
kg.el = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
};

kg.facts = (name) => {
  kg.read = kg.read || {};
  const island = document.getElementById("facts-" + name);
  if (!(name in kg.read)) kg.read[name] = island ? JSON.parse(island.textContent) : null;
  return kg.read[name];
};

kg.main = () => document.getElementById("main");
kg.root = () => kg.main().dataset.root || "";
kg.many = (number, one, many) => number.toLocaleString("en").replace(/,/g, "\u202f") + " " + (number === 1 ? one : many || one + "s");

kg.panel = (title, ...content) => {
  const panel = document.getElementById("panel");
  const close = kg.el("button", { type: "button", class: "close", onclick: () => panel.close() }, "Close");
  panel.replaceChildren(kg.el("div", { class: "panel-top" }, kg.el("h2", { id: "panel-title" }, title), close),
    kg.el("div", { class: "panel-body", tabindex: "0", role: "region", "aria-labelledby": "panel-title" }, ...content));
  if (!panel.open) panel.showModal();
  panel.querySelector(".panel-body").scrollTop = 0;
};

const copy = (button) => {
  const text = button.closest("[data-copied]").querySelector("pre").textContent;
  const told = () => { button.textContent = "Copied"; setTimeout(() => { button.textContent = "Copy"; }, 2000); };
  const byHand = () => {
    const area = kg.el("textarea", { readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    told();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(told, byHand); else byHand();
};

const worth = (cell) => {
  const text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim();
  const number = Number(text.replace(/[\s\u202f,]/g, ""));
  return text !== "" && !Number.isNaN(number) ? number : text.toLowerCase();
};

const sort = (button) => {
  const head = button.closest("th"), table = button.closest("table");
  const at = [...head.parentNode.children].indexOf(head);
  const down = head.getAttribute("aria-sort") === (head.dataset.first === "up" ? "ascending" : "descending")
    ? head.dataset.first === "up" : head.dataset.first !== "up";
  head.parentNode.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows].map((row, place) => [worth(row.cells[at]), place, row]);
  const order = (a, b) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1);
  rows.sort((a, b) => (down ? order(b[0], a[0]) : order(a[0], b[0])) || a[1] - b[1]);
  table.tBodies[0].append(...rows.map((row) => row[2]));
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-copy]")) copy(button);
  if (button.matches("th button")) sort(button);
});

document.addEventListener("click", (event) => {
  if (event.target.id === "panel") event.target.close();
});

// On a narrow screen the tabs are one line that scrolls: the tab of this page is brought into sight.
const showTab = () => {
  const tab = document.querySelector("header nav [aria-current]"), line = tab && tab.closest("ul");
  if (line) line.scrollLeft += tab.getBoundingClientRect().right - line.getBoundingClientRect().right + 48;
};

kg.start = () => {
  showTab();
  const view = kg.main().dataset.view;
  if (view && kg.starts[view]) kg.starts[view](kg.main());
  document.documentElement.dataset.ready = view || "page";
};
document.addEventListener("DOMContentLoaded", kg.start);
