"use strict";
// Everything that comes from the graph is put in as text, never as markup.
const byId = (id) => document.getElementById(id);
const KEYWORD = /^(base|prefix|select|construct|describe|ask|distinct|reduced|as|where|from|named|group|by|having|order|asc|desc|limit|offset|values|undef|optional|graph|union|minus|bind|filter|exists|not|in|a|true|false|count|sum|min|max|avg|sample|group_concat|separator|coalesce|if|bound|str|lang|regex|concat|iri|contains|strstarts)$/i;
const TOKEN = /(#[^\n]*)|("""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(<[^<>"{}|^`\\\s]*>)|([?$][\w]+)|([A-Za-z][\w-]*)?(:[\w.%-]*)|([A-Za-z_][\w-]*)|([^]?)/g;
const LIMIT = 1000;
let questions = [];
let running = null;

function piece(text, kind) {
  if (!kind) return document.createTextNode(text);
  const span = document.createElement("span");
  span.className = kind;
  span.textContent = text;
  return span;
}

function highlight() {
  const text = byId("text").value;
  const shown = byId("shown");
  shown.replaceChildren();
  if (text.length > 30000) { shown.append(text); return; }
  for (const found of text.matchAll(TOKEN)) {
    const [all, note, string, iri, variable, , name, word] = found;
    shown.append(piece(all, note ? "note" : string ? "text" : iri || name ? "name" : variable ? "variable" : word && KEYWORD.test(word) ? "keyword" : ""));
  }
  shown.append("\n");
}

function say(words, wrong) {
  byId("state").textContent = words;
  byId("state").className = wrong ? "wrong" : "";
}

function cellOf(term) {
  const cell = document.createElement("td");
  if (!term) return cell;
  if (term.type === "uri") {
    cell.textContent = term.value.replace("https://w3id.org/evidence-kg/", "…/");
    cell.title = term.value;
  } else {
    cell.textContent = term.value;
    if (/#(integer|decimal|double)$/.test(term.datatype || "")) cell.className = "number";
  }
  return cell;
}

function draw(found) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of found.head.vars) {
    const cell = document.createElement("th");
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of found.results.bindings.slice(0, LIMIT)) {
    const line = body.insertRow();
    for (const name of found.head.vars) line.append(cellOf(row[name]));
  }
  byId("answer").replaceChildren(table);
}

async function ask(accept) {
  running = new AbortController();
  byId("stop").disabled = false;
  try {
    const answer = await fetch("/sparql", {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: accept },
      body: byId("text").value,
      signal: running.signal,
    });
    if (answer.ok) return answer;
    const problem = await answer.json();
    say(problem.detail, true);
  } catch (wrong) {
    say(wrong.name === "AbortError" ? "Stopped." : "The server cannot be reached.", true);
  } finally {
    byId("stop").disabled = true;
  }
  return null;
}

async function run() {
  say("Asking …");
  byId("answer").replaceChildren();
  const start = performance.now();
  const answer = await ask("application/sparql-results+json, text/turtle;q=0.9");
  if (!answer) return;
  const text = await answer.text();
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  if ((answer.headers.get("content-type") || "").includes("json")) {
    const found = JSON.parse(text);
    if ("boolean" in found) { say(`${found.boolean ? "Yes" : "No"}, in ${seconds} s.`); return; }
    const rows = found.results.bindings.length;
    say(`${rows} rows in ${seconds} s${rows > LIMIT ? `; the first ${LIMIT} are shown, save to have all` : ""}.`);
    draw(found);
  } else {
    say(`A graph, in ${seconds} s.`);
    const shown = document.createElement("pre");
    shown.textContent = text.slice(0, 200000);
    byId("answer").append(shown);
  }
}

async function save() {
  const form = byId("form").value;
  say("Asking …");
  const answer = await ask(form);
  if (!answer) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = "answer." + { "text/csv": "csv", "text/tab-separated-values": "tsv", "application/sparql-results+json": "srj", "application/sparql-results+xml": "srx", "text/turtle": "ttl" }[form];
  link.click();
  URL.revokeObjectURL(link.href);
  say("Saved.");
}

function choose() {
  const one = questions.find((each) => each.question === byId("example").value);
  byId("shows").textContent = one ? one.shows : "";
  byId("given").replaceChildren();
  if (!one) return;
  byId("text").value = one.sparql;
  const words = one.given.map((given) => `${given.name} (${given.type}): ${given.default}`).join(", ");
  if (words) byId("given").append(document.createTextNode(`Given ${words}. Change it in the VALUES block, or at ${one.address}?…`));
  highlight();
}

async function start() {
  byId("text").value = "SELECT ?study ?name WHERE {\n  ?study a ev:Study ; rdfs:label ?name\n} ORDER BY ?name";
  highlight();
  byId("text").addEventListener("input", highlight);
  byId("text").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(); });
  byId("run").addEventListener("click", run);
  byId("stop").addEventListener("click", () => running && running.abort());
  byId("save").addEventListener("click", save);
  byId("example").addEventListener("change", choose);
  try {
    questions = await (await fetch("/questions", { headers: { Accept: "application/json" } })).json();
  } catch (wrong) {
    say("The list of questions cannot be had from the server.", true);
    return;
  }
  for (const one of questions) {
    const option = document.createElement("option");
    option.value = one.question;
    option.textContent = one.asks;
    byId("example").append(option);
  }
}

start();
