"use strict";

const linesMax = 2000;
const resources = new Map();
const find = id => document.getElementById(id);
let chosen = null;
let log = null;

const tones = {
  Running: "good", Healthy: "good", Finished: "good",
  Starting: "wait", Waiting: "wait", Stopping: "wait", Checking: "wait", Degraded: "wait",
  FailedToStart: "bad", Unhealthy: "bad",
};

const toneOf = word => tones[word] ?? "idle";

function show(element, word, title) {
  element.textContent = (word ?? "").replace(/([a-z])([A-Z])/g, "$1 $2");
  element.className = `${element.className.split(" ")[0]} ${toneOf(word)}`;
  element.title = title ?? "";
}

function rowOf(name) {
  const id = `resource-${name}`;
  if (!find(id)) {
    const row = find("row").content.firstElementChild.cloneNode(true);
    row.id = id;
    row.querySelector(".name").textContent = name;
    row.querySelector(".name").onclick = () => choose(name);
    row.querySelectorAll("[data-command]").forEach(button => button.onclick = () => command(name, button));
    find("resources").append(row);
  }
  return find(id);
}

function render(resource) {
  const row = rowOf(resource.name);
  const isActive = !["Exited", "Finished", "NotStarted"].includes(resource.state);
  const failed = resource.exitCode ? `exit code ${resource.exitCode}` : "";

  row.querySelector("small").textContent = [resource.type, resource.processId && `process ${resource.processId}`, failed].filter(Boolean).join(" · ");
  show(row.querySelector(".state"), resource.state === "Finished" && resource.exitCode ? "FailedToStart" : resource.state);
  if (resource.state === "Finished" && resource.exitCode) row.querySelector(".state").textContent = "Failed";
  show(row.querySelector(".health"), resource.health, resource.healthDetail);
  row.querySelector(".addresses").replaceChildren(...resource.addresses.map(address));
  row.querySelector(".restarts").textContent = resource.restarts || "";
  row.querySelector("[data-command=start]").disabled = isActive;
  row.querySelector("[data-command=stop]").disabled = !isActive;
}

function address(text) {
  const isLink = /^https?:/.test(text);
  const element = document.createElement(isLink ? "a" : "span");
  element.textContent = text.replace(/^\w+:\/\//, "");
  if (isLink) Object.assign(element, { href: text, target: "_blank", rel: "noreferrer" });
  return element;
}

function summarize() {
  const all = [...resources.values()];
  const bad = all.filter(one => toneOf(one.state) === "bad" || one.health === "Unhealthy" || (one.state === "Finished" && one.exitCode));
  const busy = all.filter(one => toneOf(one.state) === "wait" || one.health === "Checking");
  const summary = find("summary");
  summary.textContent = bad.length ? `${bad.map(one => one.name).join(", ")}: not well`
    : busy.length ? `starting ${busy.map(one => one.name).join(", ")}` : "everything is up";
  summary.className = bad.length ? "bad" : busy.length ? "" : "good";
}

function tick() {
  for (const resource of resources.values()) {
    const since = resource.state === "Running" && resource.startedAt ? (Date.now() - Date.parse(resource.startedAt)) / 1000 : null;
    rowOf(resource.name).querySelector(".uptime").textContent = since === null ? "" : duration(Math.max(0, Math.floor(since)));
  }
}

function duration(seconds) {
  const [days, hours, minutes] = [seconds / 86400, seconds % 86400 / 3600, seconds % 3600 / 60].map(Math.floor);
  return days ? `${days} d ${hours} h` : hours ? `${hours} h ${minutes} min` : minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

async function command(name, button) {
  button.disabled = true;
  await fetch(`/api/resources/${encodeURIComponent(name)}/${button.dataset.command}`, { method: "POST" });
  button.disabled = false;
  render(resources.get(name));
}

function choose(name) {
  log?.close();
  rowOf(chosen ?? name).classList.remove("chosen");
  chosen = name;
  rowOf(name).classList.add("chosen");
  find("log").hidden = false;
  find("log").querySelector("h2").textContent = name;
  log = new EventSource(`/api/resources/${encodeURIComponent(name)}/log`);
  log.onopen = () => find("lines").replaceChildren();
  log.onmessage = message => append(JSON.parse(message.data));
}

function append(line) {
  const item = document.createElement("li");
  const time = document.createElement("time");
  time.textContent = new Date(line.at).toLocaleTimeString();
  item.append(time, ...coloured(line.content));
  item.classList.toggle("error", line.isError);
  item.hidden = !matches(item);

  const lines = find("lines");
  lines.append(item);
  if (lines.childElementCount > linesMax) lines.firstElementChild.remove();
  if (find("follow").checked) lines.scrollTop = lines.scrollHeight;
}

// Services colour their levels with terminal codes.
function coloured(text) {
  let ink = "";
  return text.split(/\x1b\[([\d;]*)m/).flatMap((part, index) => {
    if (index % 2) {
      for (const code of part.split(";")) ink = /^(3[0-7]|9[0-7])$/.test(code) ? `ink${code}` : /^(0|39|)$/.test(code) ? "" : ink;
      return [];
    }
    const span = document.createElement("span");
    span.textContent = part;
    span.className = ink;
    return part ? [span] : [];
  });
}

const matches = item => item.textContent.toLowerCase().includes(find("filter").value.toLowerCase());

find("filter").oninput = () => [...find("lines").children].forEach(item => item.hidden = !matches(item));

fetch("/api/application").then(answer => answer.text()).then(name => {
  find("application").textContent = document.title = name.replace(/\.AppHost$/, "");
});

const changes = new EventSource("/api/resources");
changes.onmessage = message => {
  const resource = JSON.parse(message.data);
  resources.set(resource.name, resource);
  render(resource);
  summarize();
  tick();
};
changes.onerror = () => Object.assign(find("summary"), { textContent: "the application does not answer", className: "bad" });
setInterval(tick, 1000);
