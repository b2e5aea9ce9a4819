// The evidence: columns of numbers read into typed arrays, filters over them, and lists of quotes.
const types = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };

const column = ([width, text]) => {
  const raw = atob(text), bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at++) bytes[at] = raw.charCodeAt(at);
  return new types[width](bytes.buffer);
};

const read = () => {
  const facts = kg.facts("evidence");
  if (!facts || facts.ready) return facts;
  for (const name of Object.keys(facts.columns)) facts.columns[name] = column(facts.columns[name]);
  for (const name of ["findings", "units", "years", "places", "programmes"]) facts.studies[name] = column(facts.studies[name]);
  const total = facts.columns.profile.length;
  ["kind", "level", "coder", "section", "checked", "flags"].forEach((name, part) => {
    const values = facts.profiles.map((row) => row[part]), wide = new Uint32Array(total);
    for (let one = 0; one < total; one++) wide[one] = values[facts.columns.profile[one]];
    facts.columns[name] = wide;
  });
  facts.studies.pages = facts.studies.pages.map((name) => "study/" + name + ".html");
  facts.study = new Uint32Array(total);
  facts.first = new Uint32Array(facts.studies.labels.length + 1);
  let at = 0;
  facts.studies.findings.forEach((number, study) => {
    facts.first[study] = at;
    for (let one = 0; one < number; one++) facts.study[at++] = study;
  });
  facts.first[facts.studies.labels.length] = at;
  facts.notice = new Map(facts.studies.notices);
  facts.kindNames = facts.kinds.map((kind) => kind[0]);
  facts.concepts = facts.concepts.map(([key, label, page, broader, wide]) => ({ key, label, page, broader, wide }));
  facts.closure = facts.concepts.map((_, start) => {
    const seen = new Set(), row = [start];
    while (row.length) { const one = row.shift(); if (!seen.has(one)) { seen.add(one); row.push(...facts.concepts[one].broader); } }
    return [...seen];
  });
  facts.rolled = facts.sets.map((set) => [...new Set(set.flatMap((one) => facts.closure[one]))]);
  facts.atLevel = { leaf: facts.sets, parent: facts.rolled.map((set) => set.filter((one) => facts.concepts[one].wide)),
    top: facts.rolled.map((set) => set.filter((one) => !facts.concepts[one].broader.length)), all: facts.rolled };
  facts.ready = true;
  return facts;
};
kg.evidence = read;

// Which findings pass: {kind, voice, concerns, country, level, from, to, coder, candidates, background}; numbers of concepts, or -1.
kg.passing = (facts, want) => {
  const { columns, studies } = facts, total = columns.kind.length, pass = new Uint8Array(total);
  const holds = (number) => (number >= 0 ? facts.rolled.map((set) => set.includes(number)) : null);
  const voice = holds(want.voice), concerns = holds(want.concerns), place = holds(want.country), setting = holds(want.programme);
  for (let at = 0; at < total; at++) {
    const flags = columns.flags[at], study = facts.study[at];
    if (!(flags & 1) && !want.background) continue;
    if (flags & 2 && !want.candidates) continue;
    if (want.kind >= 0 && columns.kind[at] !== want.kind) continue;
    if (voice && !voice[columns.voice[at]]) continue;
    if (concerns && !concerns[columns.concerns[at]]) continue;
    if (want.level >= 0 && columns.level[at] !== want.level + 1) continue;
    if (want.coder >= 0 && columns.coder[at] !== want.coder) continue;
    if (place && !place[studies.places[study]]) continue;
    if (setting && !setting[studies.programmes[study]]) continue;
    if (want.from && studies.years[study] < want.from) continue;
    if (want.to && studies.years[study] > want.to) continue;
    pass[at] = 1;
  }
  return pass;
};

// Concepts used in a column, with how often: for the choices of a filter.
kg.used = (facts, sets, most = 400) => {
  const counts = new Map();
  for (const set of sets) for (const one of facts.rolled[set]) counts.set(one, (counts.get(one) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most).map((pair) => pair[0]);
};

const waiting = new Map();
kg.quotesCame = (number, quotes) => {
  const facts = read(), start = number * facts.chunk;
  quotes.forEach((quote, at) => { facts.quotes[start + at] = quote; });
  (waiting.get(number) || []).forEach((done) => done());
  waiting.set(number, true);
};

const load = (facts, findings) => {
  const needed = facts.chunk ? [...new Set(findings.map((one) => Math.floor(one / facts.chunk)))].filter((one) => waiting.get(one) !== true) : [];
  return Promise.all(needed.map((number) => new Promise((done) => {
    const others = waiting.get(number);
    if (others) { others.push(done); return; }
    waiting.set(number, [done]);
    const script = kg.el("script", { src: kg.root() + "quotes/" + number + ".js" });
    script.onerror = () => { waiting.delete(number); done(); };
    document.head.append(script);
  })));
};

const names = (facts, set) => facts.sets[set].map((one) => facts.concepts[one].label).join(", ");
const told = (checked) => ({ abstract: "checked against the abstract", "full-text": "checked against the full text" }[checked] || "quote not checked");

// One quote as an element: what was said, in which study, by whom, about whom, and how we know.
const card = (facts, at) => {
  const { columns, studies } = facts, study = facts.study[at], kind = facts.kinds[columns.kind[at]], flags = columns.flags[at];
  const place = studies.pages[study] + "#f" + (at - facts.first[study] + 1);
  const quote = facts.quotes[at];
  const facts_ = [["Said by", names(facts, columns.voice[at])], ["About", names(facts, columns.concerns[at])],
    ["Section", facts.words[columns.section[at]]], ["Coded as", names(facts, columns.concepts[at])]].filter((pair) => pair[1]);
  return kg.el("li", { class: "finding kind-" + kind[0] + (flags & 2 ? " candidate" : "") },
    kg.el("p", { class: "tags" }, kg.el("span", { class: "tag kind-" + kind[0] }, kind[1]),
      flags & 2 ? kg.el("span", { class: "tag candidate" }, "machine candidate, not counted") : null,
      flags & 1 ? null : kg.el("span", { class: "tag" }, "background, not counted"),
      flags & 4 ? kg.el("span", { class: "tag" }, "coders disagree") : null,
      facts.notice.has(study) ? kg.el("span", { class: "tag notice" }, facts.notice.get(study)) : null),
    quote === undefined ? kg.el("p", {}, "The quote stands on the study's page.") : kg.el("blockquote", { dir: "auto" }, quote),
    kg.el("p", { class: "source" }, kg.el("a", { href: kg.root() + place }, kg.el("bdi", {}, studies.labels[study]))),
    kg.el("dl", { class: "small" }, ...facts_.map(([term, words]) => kg.el("div", {}, kg.el("dt", {}, term), kg.el("dd", {}, kg.el("bdi", {}, words)))),
      kg.el("div", {}, kg.el("dt", {}, "Coded by"), kg.el("dd", {}, kg.el("bdi", {}, facts.words[columns.coder[at]] || "not stated"), "; " + told(facts.words[columns.checked[at]])))));
};

// A list of quotes: eight at once, so that a click is answered in its own frame; then the rest of forty; then forty at a time.
kg.quotes = (findings) => {
  const facts = read(), list = kg.el("ul", { class: "quotes" }), box = kg.el("div", {}, list);
  let shown = 0, batch = 8;
  const more = kg.el("button", { type: "button" });
  const grow = () => {
    const next = findings.slice(shown, shown + batch);
    return load(facts, next).then(() => {
      list.append(...next.map((at) => card(facts, at)));
      shown += next.length;
      more.textContent = "Show more quotes (" + (findings.length - shown) + " left)";
      if (shown < findings.length) box.append(more); else more.remove();
    });
  };
  more.addEventListener("click", grow);
  setTimeout(() => grow().then(() => { batch = 32; setTimeout(() => { if (shown < findings.length) grow().then(() => { batch = 40; }); }, 60); }), 0);
  return box;
};

// What a set of findings amounts to, in words.
kg.amount = (findings) => {
  const facts = read(), studies = new Set(), units = new Set();
  for (const at of findings) { studies.add(facts.study[at]); units.add(facts.studies.units[facts.study[at]]); }
  return kg.many(findings.length, "finding") + " from " + kg.many(studies.size, "study", "studies") +
    (units.size < studies.size ? " (" + kg.many(units.size, "independent family", "independent families") + ")" : "");
};

kg.showFindings = (title, findings, ...before) => {
  kg.panel(title, kg.el("p", { class: "amount" }, kg.amount(findings)), ...before, kg.quotes(findings));
};
