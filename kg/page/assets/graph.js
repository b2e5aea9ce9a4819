// The graph page: pointing, searching, keys, filters, focus on a neighbourhood, pictures to take away.
kg.starts.graph = (main) => {
  const facts = kg.evidence(), form = main.querySelector("#filters"), base = main.querySelector("#base"), top = main.querySelector("#graph");
  const side = main.querySelector("#side"), state = main.querySelector("#state"), find = main.querySelector("#find"), found = main.querySelector("#found"), stage = main.querySelector(".canvases");
  const view = { dx: 0, dy: 0, zoom: 1, fit: 1, stretch: 1, width: 0, height: 0 }, open = new Set(), many = kg.points() > 400;
  let scene, colours = kg.colours(), chosen = null, over = null, waiting = 0;

  const clear = (canvas) => {
    const dense = Math.min(2, devicePixelRatio || 1), pen = canvas.getContext("2d");
    if (canvas.width !== Math.round(view.width * dense)) { canvas.width = Math.round(view.width * dense); canvas.height = Math.round(view.height * dense); }
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, view.width, view.height);
    return pen;
  };
  const drawBase = () => kg.toCanvas(clear(base), kg.shapes(view, scene.nodes, scene.edges, facts, colours), colours);
  const drawTop = () => {
    const pen = clear(top);
    stage.classList.toggle("focused", Boolean(chosen));
    if (chosen) {
      const part = chosen.a ? { nodes: [chosen.a, chosen.b], edges: [chosen] } : { nodes: [...chosen.near, chosen], edges: chosen.lines };
      kg.toCanvas(pen, kg.shapes(view, part.nodes, part.edges, facts, colours, true), colours);
      for (const node of chosen.a ? [] : [chosen]) { const [x, y] = kg.screen(view, node); pen.beginPath(); pen.arc(x, y, node.r + 5, 0, 7); pen.strokeStyle = colours.focus; pen.lineWidth = 3; pen.stroke(); }
    }
    if (over && over !== chosen) {
      const [x, y] = kg.screen(view, over), text = over.label + " · " + kg.many(over.found.length, "finding"), wide = Math.min(text.length * 6.6, view.width - 20);
      kg.toCanvas(pen, [{ shape: "text", x: Math.min(Math.max(x, wide / 2 + 8), view.width - wide / 2 - 8), y: y - over.r - 9, angle: 0, align: "center", text, size: 13, bold: true, halo: true, colour: colours.ink }], colours);
    }
  };
  const draw = () => { drawBase(); drawTop(); };
  const later = (what) => { if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; what(); }); };

  const fit = () => {
    const wide = stage.clientWidth, high = stage.clientHeight, narrow = wide < 520;
    const margin = narrow ? 104 : 190, across = Math.max(60, wide / 2 - margin), down = Math.max(60, high / 2 - (narrow ? 96 : 178));
    Object.assign(view, { width: wide, height: high, dx: 0, dy: 0 });
    view.zoom = down / scene.radius;
    view.stretch = Math.min(1.7, across / down);
    if (across < down) { view.zoom = across / scene.radius; view.stretch = 1; }
    view.fit = Math.min(1, view.zoom * 1.5);
  };

  const rebuild = (again) => {
    scene = kg.scene(kg.wanted(form), form.elements.columns.value === "whole", open);
    const words = kg.filtered(form);
    state.textContent = kg.many(scene.nodes.length, "point") + ", " + kg.many(scene.edges.length, "line") + (words ? ": " + words : "") + (many && form.elements.columns.value !== "whole" ? ". Themes are closed; choose one and open it." : ".");
    chosen = chosen && !chosen.a ? scene.byId.get(chosen.id) || null : null;
    over = null;
    if (again) fit();
    draw();
    if (!chosen) choose(null);
  };

  // The point to choose when a group was opened or closed: the one with most findings, or the group itself.
  const strongest = (key) => scene.byId.get(key) || scene.nodes.filter((node) => (node.type === "study" ? "s" : "t") + node.theme === key).sort((a, b) => b.found.length - a.found.length)[0] || null;

  const choose = (what, quietly) => {
    chosen = what;
    drawTop();
    if (!what) {
      const strongest = scene.nodes.filter((node) => node.type !== "study").sort((a, b) => b.studies - a.studies || b.found.length - a.found.length || (a.id < b.id ? -1 : 1)).slice(0, 12);
      side.replaceChildren(kg.el("p", { class: "note" }, "Nothing is chosen yet. Choose a point or a line in the picture, search, or start with one of these:"),
        kg.el("ul", { class: "start" }, ...strongest.map((node) => kg.el("li", {}, kg.el("button", { type: "button", onclick: () => choose(node) }, kg.el("bdi", {}, node.label)), " " + kg.many(node.studies, "study", "studies")))));
      return;
    }
    const edge = Boolean(what.a), title = edge ? what.a.label + " → " + what.b.label + " (" + facts.kinds[what.kind][1] + ")" : what.label;
    const page = edge ? "" : what.study !== undefined ? facts.studies.pages[what.study] : what.concept !== undefined ? facts.concepts[what.concept].page : "";
    const key = edge || !(what.closed || open.has((what.type === "study" ? "s" : "t") + what.theme)) ? "" : (what.type === "study" ? "s" : "t") + what.theme;
    const flip = () => { if (open.has(key)) open.delete(key); else open.add(key); rebuild(); choose(scene.byId.get(what.id) || strongest(key)); };
    side.replaceChildren(kg.el("h2", {}, kg.el("bdi", {}, title)), kg.el("p", { class: "amount" }, kg.amount(what.found)),
      what.study !== undefined && facts.notice.has(what.study) ? kg.el("p", { class: "notice-box" }, "Notice: " + facts.notice.get(what.study)) : "",
      page ? kg.el("p", {}, kg.el("a", { href: page }, what.study !== undefined ? "The study's page" : "All about it")) : "",
      key ? kg.el("p", {}, kg.el("button", { type: "button", onclick: flip }, what.closed ? "Open this group" : "Close this group")) : "",
      quietly ? kg.el("button", { type: "button", onclick: () => choose(what) }, "Show the quotes") : kg.quotes(what.found));
    side.scrollTop = 0;
  };

  const at = (event) => { const box = top.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  const nodeAt = (x, y) => {
    let best = null, least = Infinity;
    for (const node of scene.nodes) { const [nx, ny] = kg.screen(view, node), far = Math.hypot(nx - x, ny - y) - node.r; if (far < 7 && far < least) { best = node; least = far; } }
    return best;
  };
  const edgeAt = (x, y) => {
    let best = null, least = 5;
    for (const edge of scene.edges) {
      const [x1, y1] = kg.screen(view, edge.a), [x2, y2] = kg.screen(view, edge.b), bend = [0, -0.08, 0.08, -0.16, 0.16, 0.24][edge.kind] || 0;
      const cx = (x1 + x2) / 2 - (y2 - y1) * bend, cy = (y1 + y2) / 2 + (x2 - x1) * bend;
      for (let part = 1; part < 12; part++) { const t = part / 12, u = 1 - t, far = Math.hypot(u * u * x1 + 2 * u * t * cx + t * t * x2 - x, u * u * y1 + 2 * u * t * cy + t * t * y2 - y); if (far < least) { least = far; best = edge; } }
    }
    return best;
  };
  const zoom = (by, x = view.width / 2, y = view.height / 2) => {
    const to = Math.min(Math.max(view.zoom * by, view.fit / 4), 12), scale = to / view.zoom, cx = view.width / 2, cy = view.height / 2;
    view.dx = x - cx - (x - cx - view.dx) * scale; view.dy = y - cy - (y - cy - view.dy) * scale; view.zoom = to;
    later(draw);
  };

  const pointers = new Map();
  let moved = 0;
  top.addEventListener("pointerdown", (event) => { pointers.set(event.pointerId, at(event)); moved = 0; try { top.setPointerCapture(event.pointerId); } catch { /* gone already */ } });
  top.addEventListener("pointermove", (event) => {
    const here = at(event), was = pointers.get(event.pointerId);
    if (!was) { const node = nodeAt(...here); if (node !== over) { over = node; top.style.cursor = node ? "pointer" : "grab"; later(drawTop); } return; }
    const other = [...pointers].find(([id]) => id !== event.pointerId);
    if (other) { const far = (a) => Math.hypot(a[0] - other[1][0], a[1] - other[1][1]); zoom(far(here) / (far(was) || 1), (here[0] + other[1][0]) / 2, (here[1] + other[1][1]) / 2); moved = 9; }
    else { view.dx += here[0] - was[0]; view.dy += here[1] - was[1]; moved += Math.hypot(here[0] - was[0], here[1] - was[1]); if (moved > 4) later(draw); }
    pointers.set(event.pointerId, here);
  });
  const up = (event) => {
    if (!pointers.delete(event.pointerId) || moved > 4) return;
    const [x, y] = at(event), what = nodeAt(x, y) || edgeAt(x, y);
    const key = what && what.closed && chosen === what ? (what.type === "study" ? "s" : "t") + what.theme : "";
    if (key) { open.add(key); rebuild(); }
    choose(key ? strongest(key) : what);
  };
  top.addEventListener("pointerup", up);
  top.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));
  top.addEventListener("wheel", (event) => { if (!event.ctrlKey && document.activeElement !== top) return; event.preventDefault(); zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...at(event)); }, { passive: false });

  top.addEventListener("keydown", (event) => {
    const list = chosen && !chosen.a && event.altKey ? [...chosen.near] : scene.nodes, here = chosen ? list.indexOf(chosen) : -1;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) { const next = list[(here + step + list.length) % list.length]; if (next) { choose(next, true); state.textContent = next.label + ", " + kg.many(next.found.length, "finding") + ", " + kg.many(next.near.size, "neighbour"); } }
    else if (event.key === "Enter" && chosen) { choose(chosen); side.tabIndex = -1; side.focus(); }
    else if (event.key === "Escape") choose(null);
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else return;
    event.preventDefault();
  });

  let hits = [], mark = -1;
  const reveal = (hit) => {
    found.hidden = true; find.setAttribute("aria-expanded", "false"); find.removeAttribute("aria-activedescendant");
    if (!scene.byId.has(hit.id)) { open.add(hit.group); rebuild(); }
    const node = scene.byId.get(hit.id);
    if (node) choose(node); else state.textContent = hit.label + " has no finding that passes the filters.";
  };
  const search = () => {
    const words = find.value.trim().toLowerCase(), plan = kg.layout();
    hits = [];
    if (words.length > 1) {
      for (const one of plan.at.keys()) if (facts.concepts[one].label.toLowerCase().includes(words)) hits.push({ id: "c" + one, group: "t" + plan.at.get(one).theme, label: facts.concepts[one].label });
      for (let study = 0; study < facts.studies.labels.length && hits.length < 40; study++) if (facts.studies.labels[study].toLowerCase().includes(words)) hits.push({ id: "s:" + study, group: "s" + plan.theme[study], label: facts.studies.labels[study] });
    }
    hits = hits.slice(0, 12); mark = -1;
    found.replaceChildren(...hits.map((hit, at) => kg.el("li", { role: "option", id: "hit" + at, "aria-selected": "false", onclick: () => reveal(hit) }, kg.el("bdi", {}, hit.label))));
    found.hidden = !hits.length;
    find.setAttribute("aria-expanded", String(hits.length > 0));
  };
  find.addEventListener("input", search);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { found.hidden = true; find.setAttribute("aria-expanded", "false"); }
    else if (event.key === "Enter" && hits.length) reveal(hits[Math.max(0, mark)]);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits.length) {
      mark = (mark + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length;
      [...found.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === mark)));
      find.setAttribute("aria-activedescendant", "hit" + mark);
    } else return;
    event.preventDefault();
  });

  const save = (blob, name) => { const link = kg.el("a", { href: URL.createObjectURL(blob), download: name }); document.body.append(link); link.click(); setTimeout(() => { URL.revokeObjectURL(link.href); link.remove(); }, 5000); };
  const doing = {
    in: () => zoom(1.4), out: () => zoom(1 / 1.4), fit: () => { fit(); draw(); },
    png: () => {
      const big = kg.el("canvas", { width: view.width * 2, height: view.height * 2 }), pen = big.getContext("2d");
      pen.scale(2, 2); pen.fillStyle = colours.card; pen.fillRect(0, 0, view.width, view.height);
      kg.toCanvas(pen, kg.shapes(view, scene.nodes, scene.edges, facts, colours), colours);
      big.toBlob((blob) => save(blob, "graph.png"));
    },
    svg: () => save(new Blob([kg.toSvg(view, kg.shapes(view, scene.nodes, scene.edges, facts, colours), colours, document.title)], { type: "image/svg+xml" }), "graph.svg"),
  };
  main.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => doing[button.dataset.do]()));

  const sign = (cls, words) => kg.el("li", {}, kg.el("span", { class: "sign " + cls, "aria-hidden": "true" }), words);
  main.querySelector(".legend").replaceChildren(sign("study", "study"), sign("determinant", "determinant"), sign("strategy", "strategy"), ...(many ? [sign("closed", "group, opens on a second click")] : []),
    sign("line barrier", "barrier"), sign("line facilitator", "facilitator"), sign("line recommendation", "recommendation"), ...(facts.notice.size ? [sign("crossed", "crossed out: retracted or corrected")] : []));
  main.querySelector(".tools").hidden = false;
  kg.filters(form, () => rebuild(), [kg.choice("columns", "Show", [["themes", "themes first"], ["whole", "every point"]], many ? "themes" : "whole")]);
  rebuild(true);
  new ResizeObserver(() => { if (stage.clientWidth !== view.width || stage.clientHeight !== view.height) { fit(); draw(); } }).observe(stage);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colours = kg.colours(); draw(); });
  kg.drawn = { scene: () => scene, screen: (node) => kg.screen(view, node) };
};
