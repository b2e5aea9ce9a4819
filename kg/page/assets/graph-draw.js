// Drawing: a scene and a view give a list of shapes in screen units; the same list fills a canvas or an SVG file.
const KINDS = { barrier: "--barrier", facilitator: "--facilitator", recommendation: "--recommendation" };
const DASHES = { barrier: [], facilitator: [7, 3], recommendation: [2, 3] };

kg.colours = () => {
  const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue(name).trim();
  return { ink: of("--ink"), muted: of("--muted"), card: of("--card"), line: of("--line"), focus: of("--focus"), other: of("--other"),
    barrier: of("--barrier"), facilitator: of("--facilitator"), recommendation: of("--recommendation"), study: of("--ink"), determinant: of("--accent"), strategy: of("--recommendation"), font: style.fontFamily };
};

// The view: units to pixels. x is stretched to use wide stages.
kg.screen = (view, node) => [view.width / 2 + view.dx + node.x * view.zoom * view.stretch, view.height / 2 + view.dy + node.y * view.zoom];

const curve = (view, edge) => {
  const [x1, y1] = kg.screen(view, edge.a), [x2, y2] = kg.screen(view, edge.b);
  const bend = [0, -0.08, 0.08, -0.16, 0.16, 0.24][edge.kind] || 0;
  return [x1, y1, (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend, x2, y2];
};

const short = (text, most) => (text.length > most ? text.slice(0, most - 1).trimEnd() + "…" : text);

// Letters that fit between a point on the ring and the edge of the stage, along the label's own direction.
const room = (view, x, y, angle, bold) => {
  const across = Math.cos(angle) > 0 ? view.width - x : x, down = Math.sin(angle) > 0 ? view.height - y : y;
  const far = Math.min(across / Math.max(Math.abs(Math.cos(angle)), 0.01), down / Math.max(Math.abs(Math.sin(angle)), 0.01)) - 6;
  return Math.max(8, Math.floor(far / (bold ? 6.9 : 6.3)));
};

const labels = (view, nodes, colours, all) => {
  const made = [], ring = nodes.filter((node) => node.type !== "study"), taken = [];
  const size = 12, least = all ? 0 : 12.5;
  const order = [...ring].sort((a, b) => b.isTheme - a.isTheme || b.studies - a.studies || (a.id < b.id ? -1 : 1));
  for (const node of order) {
    const [x, y] = kg.screen(view, node), angle = Math.atan2(Math.sin(node.angle), Math.cos(node.angle) * view.stretch);
    if (x < -200 || y < -200 || x > view.width + 200 || y > view.height + 200) continue;
    if (taken.some(([tx, ty]) => Math.hypot(tx - x, ty - y) < least)) continue;
    taken.push([x, y]);
    const left = Math.cos(angle) < 0, reach = node.r * (node.type === "strategy" ? 1.2 : 1) + 6;
    made.push({ shape: "text", x: x + Math.cos(angle) * reach, y: y + Math.sin(angle) * reach, angle: left ? angle + Math.PI : angle, align: left ? "right" : "left",
      text: short(node.label, room(view, x + Math.cos(angle) * reach, y + Math.sin(angle) * reach, angle, node.isTheme)), size, bold: node.isTheme, colour: colours.ink });
  }
  const inside = nodes.filter((node) => node.type === "study"), roomy = inside.length <= 45 || all || view.zoom > 1.6;
  const boxes = [];
  for (const node of inside.filter((one) => one.closed)) {
    const [x, y] = kg.screen(view, node);
    made.push({ shape: "text", x, y, angle: 0, align: "center", text: node.badge, size: 12, bold: true, colour: colours.ink });
  }
  for (const node of roomy ? inside.filter((one) => !one.closed) : []) {
    const [x, y] = kg.screen(view, node), text = short(node.label, 30), half = text.length * 3.2;
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const box = [x - half, y + node.r + 2, x + half, y + node.r + 16];
    if (boxes.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    boxes.push(box);
    made.push({ shape: "text", x, y: y + node.r + 12, angle: 0, align: "center", text, size: 12, bold: false, halo: true, colour: colours.ink });
  }
  return made;
};

// Shapes of a scene (or of a part of it): lines, then points, then words.
kg.shapes = (view, nodes, edges, facts, colours, strong) => {
  const made = [], paths = new Map(), thin = edges.length > 1500 ? 0.16 : edges.length > 150 ? 0.3 : 0.6;
  for (const edge of edges) {
    const kind = facts.kindNames[edge.kind], width = Math.round(edge.width * 2) / 2, key = kind + width;
    if (!paths.has(key)) paths.set(key, { shape: "path", kind, colour: colours[kind in KINDS ? kind : "other"], width: strong ? width + 0.6 : width, alpha: strong ? 0.9 : thin, dash: strong || edges.length < 150 ? DASHES[kind] || [] : [], curves: [] });
    paths.get(key).curves.push(curve(view, edge));
  }
  made.push(...paths.values());
  for (const node of nodes) {
    const [x, y] = kg.screen(view, node), r = node.closed ? node.r : node.r * Math.min(1, Math.max(0.45, view.zoom));
    made.push({ shape: node.type === "study" ? "dot" : node.type === "strategy" ? "diamond" : "square", x, y, r, fill: node.closed && node.type === "study" ? colours.card : colours[node.type] || colours.other, stroke: node.closed ? colours.ink : colours.card,
      notice: node.study !== undefined && facts.notice.has(node.study) });
  }
  return made.concat(labels(view, nodes, colours, strong && nodes.length < 60));
};

const outline = (pen, one) => {
  pen.beginPath();
  if (one.shape === "dot") pen.arc(one.x, one.y, one.r, 0, 7);
  else if (one.shape === "square") pen.rect(one.x - one.r * 0.9, one.y - one.r * 0.9, one.r * 1.8, one.r * 1.8);
  else { pen.moveTo(one.x, one.y - one.r * 1.2); pen.lineTo(one.x + one.r * 1.2, one.y); pen.lineTo(one.x, one.y + one.r * 1.2); pen.lineTo(one.x - one.r * 1.2, one.y); pen.closePath(); }
};

kg.toCanvas = (pen, shapes, colours) => {
  for (const one of shapes) {
    if (one.shape === "path") {
      pen.beginPath();
      for (const [x1, y1, cx, cy, x2, y2] of one.curves) { pen.moveTo(x1, y1); pen.quadraticCurveTo(cx, cy, x2, y2); }
      pen.globalAlpha = one.alpha; pen.strokeStyle = one.colour; pen.lineWidth = one.width; pen.setLineDash(one.dash); pen.stroke();
      pen.globalAlpha = 1; pen.setLineDash([]);
    } else if (one.shape === "text") {
      pen.save();
      pen.translate(one.x, one.y); pen.rotate(one.angle);
      pen.font = (one.bold ? "600 " : "") + one.size + "px " + colours.font; pen.textAlign = one.align; pen.textBaseline = one.halo ? "alphabetic" : "middle";
      if (one.halo) { pen.strokeStyle = colours.card; pen.lineWidth = 3.5; pen.lineJoin = "round"; pen.strokeText(one.text, 0, 0); }
      pen.fillStyle = one.colour; pen.fillText(one.text, 0, 0);
      pen.restore();
    } else {
      outline(pen, one);
      pen.fillStyle = one.fill; pen.fill(); pen.strokeStyle = one.stroke; pen.lineWidth = 1.5; pen.stroke();
      if (one.notice) { pen.beginPath(); pen.moveTo(one.x - one.r, one.y - one.r); pen.lineTo(one.x + one.r, one.y + one.r); pen.moveTo(one.x + one.r, one.y - one.r); pen.lineTo(one.x - one.r, one.y + one.r); pen.strokeStyle = colours.barrier; pen.lineWidth = 2; pen.stroke(); }
    }
  }
};

kg.toSvg = (view, shapes, colours, title) => {
  const space = "http://www.w3.org/2000/svg", file = document.implementation.createDocument(space, "svg", null), top = file.documentElement, n = (value) => value.toFixed(1);
  const put = (name, attributes, text) => {
    const made = file.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    top.append(made);
  };
  Object.entries({ viewBox: "0 0 " + view.width + " " + view.height, width: view.width, height: view.height, "font-family": "sans-serif" }).forEach(([key, value]) => top.setAttribute(key, value));
  put("title", {}, title);
  put("rect", { width: view.width, height: view.height, fill: colours.card });
  for (const one of shapes) {
    if (one.shape === "path") put("path", { d: one.curves.map((c) => "M" + n(c[0]) + " " + n(c[1]) + "Q" + c.slice(2).map(n).join(" ")).join(""), fill: "none", stroke: one.colour, "stroke-width": one.width, "stroke-opacity": one.alpha, "stroke-dasharray": one.dash.join(" ") || "none" });
    else if (one.shape === "text") put("text", { x: 0, y: 0, transform: "translate(" + n(one.x) + " " + n(one.y) + ") rotate(" + n(one.angle * 180 / Math.PI) + ")", "font-size": one.size, "font-weight": one.bold ? 600 : 400, "text-anchor": { left: "start", right: "end", center: "middle" }[one.align], dy: one.halo ? "0" : "0.35em", fill: one.colour }, one.text);
    else if (one.shape === "dot") put("circle", { cx: n(one.x), cy: n(one.y), r: n(one.r), fill: one.fill, stroke: one.stroke });
    else put("rect", { x: n(one.x - one.r * 0.9), y: n(one.y - one.r * 0.9), width: n(one.r * 1.8), height: n(one.r * 1.8), fill: one.fill, stroke: one.stroke, ...(one.shape === "diamond" ? { transform: "rotate(45 " + n(one.x) + " " + n(one.y) + ")" } : {}) });
  }
  return new XMLSerializer().serializeToString(file);
};
