// Zooming, moving and finding in the picture of the network. Without this the picture stands still and the table says the same.
"use strict";
(() => {
  const svg = document.getElementById("network");
  if (!svg) return;
  const scene = document.getElementById("scene");
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const view = { x: 0, y: 0, scale: 1 };

  function draw() {
    view.scale = Math.min(Math.max(view.scale, 1), 12);
    view.x = Math.min(Math.max(view.x, 0), width - width / view.scale);
    view.y = Math.min(Math.max(view.y, 0), height - height / view.scale);
    svg.setAttribute("viewBox", [view.x, view.y, width / view.scale, height / view.scale].join(" "));
    scene.classList.toggle("zoomed", view.scale > 2.5);
  }

  function zoom(factor, x = view.x + width / view.scale / 2, y = view.y + height / view.scale / 2) {
    const before = view.scale;
    view.scale = Math.min(Math.max(before * factor, 1), 12);
    view.x = x - (x - view.x) * (before / view.scale);
    view.y = y - (y - view.y) * (before / view.scale);
    draw();
  }

  function at(event) {
    const box = svg.getBoundingClientRect();
    return [view.x + ((event.clientX - box.left) / box.width) * (width / view.scale),
            view.y + ((event.clientY - box.top) / box.height) * (height / view.scale)];
  }

  const bar = document.createElement("div");
  bar.className = "zoom";
  const step = 60;
  const moves = [
    ["Zoom in", () => zoom(1.5)], ["Zoom out", () => zoom(1 / 1.5)],
    ["Left", () => { view.x -= step / view.scale; draw(); }], ["Right", () => { view.x += step / view.scale; draw(); }],
    ["Up", () => { view.y -= step / view.scale; draw(); }], ["Down", () => { view.y += step / view.scale; draw(); }],
    ["Whole picture", () => { view.x = view.y = 0; view.scale = 1; draw(); }],
  ];
  for (const [name, act] of moves) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "secondary";
    button.textContent = name;
    button.addEventListener("click", act);
    bar.append(button);
  }
  svg.parentElement.prepend(bar);

  // The wheel zooms only with Ctrl held, so that the page can still be scrolled past the picture.
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, ...at(event));
  }, { passive: false });

  let held = null;
  let moved = false;
  svg.addEventListener("pointerdown", (event) => { held = { at: at(event), id: event.pointerId }; moved = false; });
  svg.addEventListener("pointermove", (event) => {
    if (!held || view.scale === 1) return;
    const [x, y] = at(event);
    const [dx, dy] = [held.at[0] - x, held.at[1] - y];
    if (!moved && Math.hypot(dx, dy) * view.scale < 4) return;
    if (!moved) { moved = true; svg.setPointerCapture(held.id); svg.classList.add("grabbed"); }
    view.x += dx; view.y += dy;
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, () => { held = null; svg.classList.remove("grabbed"); });
  }
  svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  // Typing a name shows at once where it stands.
  const box = document.getElementById("q");
  const nodes = [...svg.querySelectorAll("[data-label]")];
  box.addEventListener("input", () => {
    const words = box.value.trim().toLowerCase();
    for (const node of nodes) {
      const meant = words !== "" && node.dataset.label.toLowerCase().includes(words);
      node.classList.toggle("near", meant);
      node.classList.toggle("dim", words !== "" && !meant);
    }
  });
})();
