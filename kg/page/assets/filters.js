// Choices shared by the interactive pages: built from what the review holds, read back as numbers.
const choice = (name, words, options, chosen) => kg.el("label", {}, words,
  kg.el("select", { name }, ...options.map(([value, text]) => kg.el("option", { value, selected: value === chosen }, text))));
kg.choice = choice;

kg.tick = (name, words) => kg.el("label", { class: "tick" }, kg.el("input", { type: "checkbox", name }), words);

kg.filters = (form, changed, extra) => {
  const facts = kg.evidence(), { columns, studies } = facts;
  const people = (sets) => [["-1", "anyone"], ...kg.used(facts, sets).map((one) => [String(one), facts.concepts[one].label])];
  const levels = [...new Set(columns.level)].filter(Boolean).sort((a, b) => a - b).map((one) => [String(one - 1), facts.concepts[one - 1].label]);
  const coders = [...new Set(columns.coder)].sort((a, b) => a - b).map((one) => [String(one), facts.words[one] || "not stated"]);
  const years = [...studies.years].filter(Boolean);
  const first = years.length ? years.reduce((a, b) => Math.min(a, b)) : "", last = years.length ? years.reduce((a, b) => Math.max(a, b)) : "";
  const kinds = [...new Set(columns.kind)].sort((a, b) => a - b).map((one) => [String(one), facts.kinds[one][2]]);
  const year = (name, words, value) => kg.el("label", {}, words, kg.el("input", { type: "number", name, min: first, max: last, placeholder: value }));
  const first_ = [
    ...(extra || []),
    choice("kind", "Kind of finding", [["-1", "all kinds"], ...kinds]),
    choice("voice", "Said by", people(columns.voice)),
    choice("concerns", "About", people(columns.concerns)),
    choice("country", "Place", [["-1", "anywhere"], ...kg.used(facts, studies.places).map((one) => [String(one), facts.concepts[one].label])]),
  ], rest = [
    studies.programmes.some((set) => facts.sets[set].length) ? choice("programme", "Setting", [["-1", "any"], ...kg.used(facts, studies.programmes).map((one) => [String(one), facts.concepts[one].label])]) : null,
    levels.length ? choice("level", "Level", [["-1", "any"], ...levels]) : null,
    coders.length > 1 ? choice("coder", "Coded by", [["-1", "anyone"], ...coders]) : null,
    year("from", "From year", first), year("to", "To year", last),
    kg.tick("candidates", "Count machine candidates"), kg.tick("background", "Count background"),
    kg.el("button", { type: "reset" }, "Clear"),
  ];
  form.replaceChildren(...first_, kg.el("details", { class: "more" }, kg.el("summary", {}, "More filters"), kg.el("div", {}, ...rest.filter(Boolean))));
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", changed);
  form.addEventListener("reset", () => setTimeout(changed, 0));
};

kg.wanted = (form) => {
  const want = {};
  for (const name of ["kind", "voice", "concerns", "country", "programme", "level", "coder"]) want[name] = form.elements[name] ? Number(form.elements[name].value) : -1;
  for (const name of ["from", "to"]) want[name] = form.elements[name] ? Number(form.elements[name].value) || 0 : 0;
  for (const name of ["candidates", "background"]) want[name] = Boolean(form.elements[name] && form.elements[name].checked);
  return want;
};

// In words, what is switched on; nothing when nothing is.
kg.filtered = (form) => [...form.querySelectorAll("select, input")].map((one) => {
  if (one.type === "checkbox") return one.checked ? one.parentNode.textContent.toLowerCase() : "";
  if (one.type === "number") return one.value ? one.parentNode.firstChild.textContent.toLowerCase() + " " + one.value : "";
  return one.value !== "-1" && !["at", "least", "rows", "columns"].includes(one.name) ? one.selectedOptions[0].textContent : "";
}).filter(Boolean).join(", ");
