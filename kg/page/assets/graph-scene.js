// What the graph shows: points and lines made of the findings that pass, themes closed or open.
kg.layout = () => {
  const plan = kg.facts("layout"), facts = kg.evidence();
  if (plan.ready) return plan;
  const types = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };
  for (const name of ["x", "y", "theme"]) {
    const [width, text] = plan[name];
    plan[name] = new types[width](Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer);
  }
  const number = new Map(facts.concepts.map((concept, at) => [concept.key, at]));
  plan.at = new Map();
  plan.concepts.forEach(([key, x, y, angle, theme]) => plan.at.set(number.get(key), { x, y, angle: angle / 1000, theme }));
  plan.themeConcept = plan.themes.map((key) => number.get(key));
  plan.ready = true;
  return plan;
};

// A scene: nodes by id, edges with their findings. `whole` shows every point; else only what is in `open`.
kg.scene = (want, whole, open) => {
  const facts = kg.evidence(), plan = kg.layout(), { columns } = facts, pass = kg.passing(facts, want);
  const nodes = new Map(), edges = new Map(), context = facts.kindNames.indexOf("context");
  const middle = (theme) => {
    const own = plan.concepts.filter((one) => one[4] === theme), half = own[Math.floor((own.length - 1) / 2)];
    return { x: half[1], y: half[2], angle: half[3] / 1000 };
  };
  const middles = plan.themes.map((_, theme) => middle(theme));
  const add = (id, make) => {
    if (!nodes.has(id)) nodes.set(id, Object.assign({ id, found: [], near: new Set(), lines: [] }, make()));
    return nodes.get(id);
  };
  const conceptEnd = (concept) => {
    const place = plan.at.get(concept), scheme = facts.concepts[concept].key.split("/")[0];
    const isTheme = plan.themeConcept[place.theme] === concept;
    if (whole || open.has("t" + place.theme)) {
      return add("c" + concept, () => ({ type: scheme, concept, theme: place.theme, isTheme, label: facts.concepts[concept].label, x: place.x, y: place.y, angle: place.angle }));
    }
    const top = plan.themeConcept[place.theme];
    return add("t" + place.theme, () => ({ type: scheme, closed: true, isTheme: true, concept: top, theme: place.theme, label: facts.concepts[top].label, ...middles[place.theme] }));
  };
  const studyEnd = (study) => {
    const theme = plan.theme[study];
    if (whole || open.has("s" + theme)) return add("s:" + study, () => ({ type: "study", study, theme, label: facts.studies.labels[study], x: plan.x[study] - plan.shift, y: plan.y[study] - plan.shift }));
    const near = middles[theme];
    return add("s" + theme, () => ({ type: "study", closed: true, theme, members: new Set(), label: "Studies mostly on " + facts.concepts[plan.themeConcept[theme]].label,
      x: near.x * 0.52, y: near.y * 0.52 }));
  };
  for (let at = 0; at < pass.length; at++) {
    if (!pass[at] || columns.kind[at] === context) continue;
    const set = facts.sets[columns.concepts[at]];
    if (!set.length) continue;
    const a = studyEnd(facts.study[at]);
    if (a.members) a.members.add(facts.study[at]);
    a.found.push(at);
    for (const concept of set) {
      const b = conceptEnd(concept), id = a.id + " " + b.id + " " + columns.kind[at];
      b.found.push(at);
      let edge = edges.get(id);
      if (!edge) {
        edge = { a, b, kind: columns.kind[at], found: [] };
        edges.set(id, edge);
        a.near.add(b); b.near.add(a); a.lines.push(edge); b.lines.push(edge);
      }
      edge.found.push(at);
    }
  }
  for (const node of nodes.values()) {
    node.studies = node.type === "study" ? (node.members ? node.members.size : 1) : new Set(node.found.map((at) => facts.study[at])).size;
    node.r = node.closed ? 8 + 1.3 * Math.sqrt(node.studies) : node.type === "study" ? 6 : 3.5 + 1.6 * Math.sqrt(node.studies);
    node.r = Math.min(node.r, node.closed ? 32 : 16);
    if (node.closed && node.type === "study") { node.label += " (" + kg.many(node.studies, "study", "studies") + ")"; node.badge = String(node.studies); node.r = Math.max(node.r, 13); }
  }
  const list = [...nodes.values()].sort((a, b) => (a.type === "study") - (b.type === "study") || (a.angle || 0) - (b.angle || 0) || (a.id < b.id ? -1 : 1));
  const lines = [...edges.values()];
  lines.forEach((edge) => { edge.width = Math.min(1 + Math.sqrt(edge.found.length - 1) * (whole ? 0.8 : 0.45), 12); });
  return { nodes: list, byId: nodes, edges: lines, radius: plan.radius };
};

// How many points there are without themes: what decides whether the picture starts closed.
kg.points = () => kg.evidence().studies.labels.length + kg.layout().concepts.length;
