// One file: follow links between pages that wait in templates.
const pages = new Map([...document.querySelectorAll("template[data-path]")].map((page) => [page.dataset.path, page]));

const resolve = (href) => {
  const here = kg.main().dataset.path;
  const [path, mark] = href.split("#");
  if (!path) return [here, mark];
  const parts = here.split("/").slice(0, -1);
  for (const part of path.split("/")) if (part === "..") parts.pop(); else if (part !== ".") parts.push(part);
  return [parts.join("/"), mark];
};

const show = (path, mark) => {
  const page = pages.get(path), main = kg.main();
  if (!page) return false;
  if (main.dataset.path !== path) {
    main.replaceChildren(page.content.cloneNode(true));
    main.dataset.path = path;
    main.dataset.view = page.dataset.view;
    main.dataset.root = "../".repeat(path.split("/").length - 1);
    document.title = page.dataset.title;
    document.querySelectorAll("header nav a").forEach((tab) => {
      const to = tab.getAttribute("href");
      tab.removeAttribute("aria-current");
      if (to === path) tab.setAttribute("aria-current", "page");
      else if (to === page.dataset.tab) tab.setAttribute("aria-current", "true");
    });
    kg.start();
  }
  const target = mark && document.getElementById(mark);
  if (target) target.scrollIntoView(); else { scrollTo(0, 0); main.focus({ preventScroll: true }); }
  return true;
};

const follow = () => {
  const [path, mark] = decodeURIComponent(location.hash.slice(1)).split("!");
  if (pages.has(path)) show(path, mark); else if (!path) show(pages.keys().next().value);
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const href = link.getAttribute("href");
  if (/^[a-z]+:/i.test(href)) return;
  const top = link.closest("header");
  const [path, mark] = top && !href.startsWith("#") ? [href, ""] : resolve(href);
  if (path === kg.main().dataset.path && mark !== undefined && !top) {
    event.preventDefault();
    show(path, mark);
    return;
  }
  if (!pages.has(path)) return;
  event.preventDefault();
  const panel = document.getElementById("panel");
  if (panel.open) panel.close();
  const to = "#" + encodeURIComponent(path + (mark ? "!" + mark : ""));
  if (location.hash === to) show(path, mark); else location.hash = to;
});
addEventListener("hashchange", follow);
if (location.hash.length > 1) document.addEventListener("DOMContentLoaded", follow);
