// The gap map: drawn anew for other rows, columns or filters; every cell opens its quotes.
const STEPS = [1, 2, 5, 15];
const step = (studies) => { const at = STEPS.findIndex((most) => studies <= most); return at < 0 ? 5 : at + 1; };
const MOST = 40;

const across = {
  voice: (facts, at) => facts.sets[facts.columns.voice[at]],
  concerns: (facts, at) => facts.sets[facts.columns.concerns[at]],
  country: (facts, at) => facts.sets[facts.studies.places[facts.study[at]]],
  programme: (facts, at) => facts.sets[facts.studies.programmes[facts.study[at]]],
  study: (facts, at) => [facts.study[at]],
};

const determinant = (facts, one) => facts.concepts[one].key.startsWith("determinant/");
const isTop = (facts, one) => !facts.concepts[one].broader.length;

// Cells as Map(row -> Map(column -> findings)), and the columns with their studies.
const tabulate = (facts, pass, columns, deep) => {
  const cells = new Map(), reach = new Map(), column = across[columns];
  const rowsOf = facts.sets.map((set, number) => [...new Set([...facts.atLevel.top[number], ...(deep ? set : [])])].filter((one) => determinant(facts, one)));
  for (let at = 0; at < pass.length; at++) {
    if (!pass[at]) continue;
    const rows = rowsOf[facts.columns.concepts[at]];
    if (!rows.length) continue;
    for (const key of column(facts, at)) {
      if (!reach.has(key)) reach.set(key, new Set());
      reach.get(key).add(facts.study[at]);
      for (const row of rows) {
        if (!cells.has(row)) cells.set(row, new Map());
        const line = cells.get(row);
        if (line.has(key)) line.get(key).push(at); else line.set(key, [at]);
      }
    }
  }
  return { cells, reach };
};

const ordered = (facts, rows) => {
  const label = (one) => facts.concepts[one].label.toLowerCase();
  const byLabel = (a, b) => (label(a) < label(b) ? -1 : label(a) > label(b) ? 1 : a - b);
  const tops = rows.filter((one) => isTop(facts, one)).sort(byLabel);
  return tops.flatMap((top) => [top, ...rows.filter((one) => !isTop(facts, one) && facts.closure[one].find((up) => isTop(facts, up)) === top).sort(byLabel)]);
};

const cell = (facts, row, key, found) => {
  if (!found) return kg.el("td", {});
  const kinds = [...new Set(found.map((at) => facts.kindNames[facts.columns.kind[at]]))].sort();
  const studies = new Set(found.map((at) => facts.study[at])).size;
  const poles = ["barrier", "facilitator"].filter((kind) => kinds.includes(kind)).map((kind) => "pole-" + kind[0]);
  if (kinds.some((kind) => kind !== "barrier" && kind !== "facilitator")) poles.push("pole-o");
  const concept = facts.concepts[row];
  return kg.el("td", { class: "s" + step(studies) + " " + poles.join(" ") },
    kg.el("a", { href: concept.page || "#main", "data-row": concept.key, "data-column": String(key), "data-number": "1" }, String(studies),
      kg.el("span", { class: "vh" }, (studies === 1 ? " study, " : " studies, ") + kinds.join(" and "))));
};

kg.starts.matrix = (main) => {
  const facts = kg.evidence(), form = main.querySelector("#filters"), table = main.querySelector("#map"), state = main.querySelector("#state");
  const few = facts.studies.labels.length <= 12;
  let at = 0;
  const now = () => tabulate(facts, kg.passing(facts, kg.wanted(form)), form.elements.columns.value, form.elements.rows.value === "all");
  const name = (key) => (form.elements.columns.value === "study" ? facts.studies.labels[key] : facts.concepts[key].label);
  const redraw = () => {
    const { cells, reach } = now(), study = form.elements.columns.value === "study";
    const every = [...reach.keys()].sort((a, b) => (study ? a - b : reach.get(b).size - reach.get(a).size || a - b));
    if (at >= every.length) at = 0;
    const columns = every.slice(at, at + MOST);
    table.tHead.rows[0].replaceChildren(kg.el("td", {}), ...columns.map((key) => kg.el("th", { scope: "col" }, kg.el("span", {}, kg.el("bdi", {}, name(key))))));
    table.className = columns.length <= 8 ? "wide" : "";
    const rows = ordered(facts, [...cells.keys()]);
    table.tBodies[0].replaceChildren(...rows.slice(0, 400).map((row) => kg.el("tr", { class: isTop(facts, row) ? "top-row" : false },
      kg.el("th", { scope: "row" }, facts.concepts[row].page ? kg.el("a", { href: facts.concepts[row].page }, kg.el("bdi", {}, facts.concepts[row].label)) : kg.el("bdi", {}, facts.concepts[row].label)),
      ...columns.map((key) => cell(facts, row, key, cells.get(row).get(key))))));
    const words = kg.filtered(form), most = every.length > columns.length;
    state.replaceChildren(kg.many(rows.length, "row") + " by " + kg.many(columns.length, "column") + (most ? " of " + every.length + " " : "") + (words ? "; " + words : "") + ".");
    const turn = (by, label) => kg.el("button", { type: "button", onclick: () => { at = Math.max(0, at + by); redraw(); } }, label);
    if (most) state.append(" ", at ? turn(-MOST, "Columns before") : "", " ", at + MOST < every.length ? turn(MOST, "More columns") : "");
  };
  const hasSettings = [...facts.studies.programmes].some((set) => facts.sets[set].length);
  kg.filters(form, () => { at = 0; redraw(); }, [
    kg.choice("rows", "Rows", [["top", "themes"], ["all", "themes and determinants"]], few ? "all" : "top"),
    kg.choice("columns", "Columns", [["voice", "who says it"], ["concerns", "whom it is about"], ["country", "place"], ...(hasSettings ? [["programme", "setting"]] : []), ["study", "study"]], few ? "study" : "voice")]);
  table.addEventListener("click", (event) => {
    const link = event.target.closest("td a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const row = facts.concepts.findIndex((one) => one.key === link.dataset.row);
    const key = link.dataset.number ? Number(link.dataset.column)
      : few ? [...table.tHead.rows[0].cells].indexOf(table.tHead.rows[0].cells[link.closest("td").cellIndex]) - 1
        : facts.concepts.findIndex((one) => one.key === link.dataset.column);
    kg.showFindings(facts.concepts[row].label + " · " + name(key), (now().cells.get(row) || new Map()).get(key) || []);
  });
};
