// Comforts only: every page works without this module.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

// --- keys: "/" goes to the search box, arrows turn pages. Never while somebody types, so input methods are left alone.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const wanted = [...document.querySelectorAll("[data-hotkey]")].find((one) => one.dataset.hotkey === event.key);
  if (!wanted) return;
  event.preventDefault();
  if (wanted instanceof HTMLInputElement) wanted.select();
  else wanted.click();
});

// --- a field's place on the page image, while its row is pointed at or focused
const places = [...document.querySelectorAll("rect.place")];
const lasting = places.find((place) => place.classList.contains("active"))?.dataset.field;
const showPlace = (name) => places.forEach((place) => place.classList.toggle("active", place.dataset.field === name));
for (const row of document.querySelectorAll("[data-shows]")) {
  const show = () => showPlace(row.dataset.shows);
  const rest = () => showPlace(lasting);
  row.addEventListener("mouseenter", show);
  row.addEventListener("mouseleave", rest);
  row.addEventListener("focusin", show);
  row.addEventListener("focusout", rest);
}

// --- what else a field may be: one press puts it into the field
for (const other of document.querySelectorAll("[data-fills]")) {
  other.addEventListener("click", () => {
    const field = document.getElementById(other.dataset.fills);
    field.value = other.textContent;
    field.focus();
  });
}

// --- a record on its way: look again until it has moved, then show the page anew
const WATCH_MS = 1500;
const watched = document.querySelector("[data-watch]");
if (watched) {
  const { watch, state, pages } = watched.dataset;
  const look = async () => {
    try {
      const answer = await fetch(watch);
      if (answer.ok && hasMoved(await answer.json(), state, pages)) location.reload();
    } catch {
      // The server is away for a moment; the next look tells.
    }
    setTimeout(look, WATCH_MS);
  };
  setTimeout(look, WATCH_MS);
}

function hasMoved(record, state, pages) {
  if ((record.document ?? record.outcome).state !== state) return true;
  return pages !== undefined && record.pages.filter((page) => page.recognised).length !== Number(pages);
}

// --- choosing files: the browser's own button speaks the browser's language
for (const chooser of document.querySelectorAll("input[type=file]")) {
  const label = document.querySelector(`label[for="${chooser.id}"]`);
  const chosen = document.createElement("output");
  label.classList.add("choose");
  chooser.classList.add("chooser");
  chosen.className = "chosen quiet";
  chosen.htmlFor = chooser.id;
  chooser.after(chosen);
  const show = () => { chosen.value = [...chooser.files].map((file) => file.name).join(", "); };
  chooser.addEventListener("change", show);
  show();
}

// --- handing in: one request per file, so that each has its own progress and its own answer
for (const form of document.querySelectorAll("form[data-deliver]")) {
  const files = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); choose(files, event.dataTransfer.files); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const code = form.elements.dossier_code.value;
    const chosen = [...files.files];
    choose(files, new DataTransfer().files);
    for (const file of chosen) await deliver(form, file, code);
  });
}

function choose(chooser, files) {
  chooser.files = files;
  chooser.dispatchEvent(new Event("change"));
}

async function deliver(form, file, code) {
  const row = document.createElement("li");
  const text = document.createElement("span");
  const bar = document.createElement("progress");
  text.textContent = `${file.name} `;
  row.append(text, bar);
  form.querySelector(".deliveries").prepend(row);
  const limit = Number(form.dataset.limitMb);
  const answer = file.size > limit * 1024 * 1024
    ? { status: 422, body: { detail: `Tệp quá giới hạn ${limit} MB. Hãy tách tệp hoặc giảm độ phân giải khi quét.` } }
    : await send(form.dataset.deliver, file, code, (share) => { bar.value = share; });
  bar.remove();
  row.className = answer.status < 300 ? "done" : "stopped";
  row.prepend(icon(row.className));
  text.replaceChildren(...outcome(file.name, answer));
}

function outcome(name, { status, body }) {
  const id = body.document?.id ?? body.document_id;
  const title = document.createElement(id ? "a" : "strong");
  title.textContent = name;
  if (id) title.href = `/giay-to/${id}`;
  const said = document.createElement("span");
  said.className = "quiet";
  said.textContent = status === 201 ? "Đã nhận, đang chờ xử lý." : status === 200 ? "Tệp này đã được nộp trước đây." : body.detail;
  return [title, document.createElement("br"), said];
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  drawing.append(use);
  return drawing;
}

// fetch() does not tell how much of a request has been sent.
function send(address, file, code, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const lost = () => resolve({ status: 0, body: { detail: "Mất kết nối với máy chủ. Hãy nộp lại tệp này; nộp lại không tạo bản trùng." } });
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total); });
    request.addEventListener("error", lost);
    request.addEventListener("load", () => {
      try {
        resolve({ status: request.status, body: JSON.parse(request.responseText) });
      } catch {
        lost();
      }
    });
    const body = new FormData();
    if (code.trim()) body.append("dossier_code", code.trim());
    body.append("file", file);
    request.open("POST", address);
    request.send(body);
  });
}
