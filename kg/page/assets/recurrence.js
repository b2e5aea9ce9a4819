// The table of recurrence: counted anew whenever a filter changes; every line opens its quotes.
const bar = (kind, studies, families, most) => {
  const across = (number) => "w" + Math.round(100 * number / (most || 1)), named = ["barrier", "facilitator", "recommendation"].includes(kind) ? kind : "other";
  return kg.el("span", { class: "bar", "aria-hidden": "true" }, kg.el("i", { class: "bar-" + named + " " + across(studies) }), families < studies ? kg.el("b", { class: across(families) }) : null);
};

// Findings by concept and kind, in the order of the columns.
const grouped = (facts, pass, level) => {
  const groups = new Map(), sets = facts.atLevel[level], kinds = facts.kindNames;
  for (let at = 0; at < pass.length; at++) {
    if (!pass[at] || kinds[facts.columns.kind[at]] === "context" || kinds[facts.columns.kind[at]] === "no-influence") continue;
    for (const concept of sets[facts.columns.concepts[at]]) {
      const key = concept * 8 + facts.columns.kind[at];
      if (groups.has(key)) groups.get(key).push(at); else groups.set(key, [at]);
    }
  }
  return groups;
};

const count = (facts, [key, found]) => {
  const studies = new Set(), units = new Set(), places = new Set(), voices = new Set();
  for (const at of found) {
    const study = facts.study[at];
    if (!studies.has(study)) { studies.add(study); units.add(facts.studies.units[study]); for (const place of facts.sets[facts.studies.places[study]]) places.add(place); }
    for (const voice of facts.sets[facts.columns.voice[at]]) voices.add(voice);
  }
  return { concept: key >> 3, kind: key & 7, found, studies: studies.size, families: units.size, places: places.size, voices: voices.size };
};

const line = (facts, row, most) => {
  const concept = facts.concepts[row.concept], kind = facts.kinds[row.kind];
  const title = kg.el("bdi", {}, concept.label);
  const number = (value) => kg.el("td", { class: "n" }, String(value));
  return kg.el("tr", {}, kg.el("th", { scope: "row" }, concept.page ? kg.el("a", { href: concept.page }, title) : title),
    kg.el("td", {}, kg.el("span", { class: "tag kind-" + kind[0] }, kind[1])),
    kg.el("td", { class: "barcell", "data-value": row.studies }, kg.el("span", { class: "count" }, String(row.studies)), " ", bar(kind[0], row.studies, row.families, most)),
    number(row.families), number(row.found.length), number(row.places), number(row.voices),
    kg.el("td", {}, kg.el("a", { class: "open", href: concept.page ? concept.page + "#" + kind[0] : "#main", "data-concept": concept.key, "data-kind": kind[0] }, "Quotes",
      kg.el("span", { class: "vh" }, " of " + concept.label + ", " + kind[1]))));
};

kg.starts.recurrence = (main) => {
  const facts = kg.evidence(), form = main.querySelector("#filters"), body = main.querySelector("#recurrence tbody"), state = main.querySelector("#state"), rest = main.querySelector("#rest"), FIRST = 120;
  let groups = null;
  const level = () => form.elements.at.value;
  const regroup = () => { groups = grouped(facts, kg.passing(facts, kg.wanted(form)), level()); return groups; };
  let cut = false;
  const redraw = (whole) => {
    const least = Number(form.elements.least.value) || 1;
    const rows = [...regroup()].map((pair) => count(facts, pair)).filter((row) => row.studies >= least);
    const label = (row) => facts.concepts[row.concept].label.toLowerCase();
    rows.sort((a, b) => b.studies - a.studies || b.families - a.families || b.found.length - a.found.length || (label(a) < label(b) ? -1 : 1));
    const most = rows.length ? rows[0].studies : 1, words = kg.filtered(form);
    const shown = rows.slice(0, whole === true ? 3000 : FIRST);
    cut = shown.length < rows.length;
    body.replaceChildren(...shown.map((row) => line(facts, row, most)));
    rest.replaceChildren(cut ? kg.el("button", { type: "button", onclick: () => redraw(true) }, "Show all " + kg.many(rows.length, "line")) : "");
    state.textContent = kg.many(rows.length, "line") + (cut ? " (the first " + shown.length + " are shown)" : "") + (words ? ": " + words : "") + ".";
    main.querySelectorAll("#recurrence th").forEach((head) => head.removeAttribute("aria-sort"));
    main.querySelectorAll("#recurrence thead th")[2].setAttribute("aria-sort", "descending");
  };
  kg.filters(form, redraw, [kg.choice("at", "Look at", [["leaf", "determinants as coded"], ["parent", "wider themes"], ["top", "broadest themes"]], "leaf"),
    kg.el("label", {}, "In at least", kg.choice("least", "", [1, 2, 3, 5, 10].map((one) => [String(one), one === 1 ? "1 study" : one + " studies"])).querySelector("select"))]);
  if (Number(state.dataset.left)) {
    cut = true;
    rest.replaceChildren(kg.el("button", { type: "button", onclick: () => redraw(true) }, "Show all " + kg.many(body.rows.length + Number(state.dataset.left), "line")));
  }
  // Sorting sorts everything: the rest of the lines comes first.
  main.querySelector("#recurrence thead").addEventListener("click", (event) => { if (cut && event.target.closest("button")) redraw(true); }, true);
  body.addEventListener("click", (event) => {
    const link = event.target.closest("a.open");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!groups) regroup();
    const concept = facts.concepts.findIndex((one) => one.key === link.dataset.concept), kind = facts.kindNames.indexOf(link.dataset.kind);
    kg.showFindings(facts.concepts[concept].label + ": " + facts.kinds[kind][2], groups.get(concept * 8 + kind) || []);
  });
};
