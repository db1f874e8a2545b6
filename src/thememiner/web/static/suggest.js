// Offers names of themes and agencies while one types. Without it the box works just as well.
"use strict";
const box = document.getElementById("q");
const list = document.getElementById("suggestions");
let waiting = 0;
let asked = "";

async function offer() {
  const typed = box.value.trim();
  if (typed.length < 2 || typed.includes(":") || typed === asked) return;
  asked = typed;
  const answer = await fetch(`/suggest.json?q=${encodeURIComponent(typed)}`);
  if (!answer.ok || typed !== asked) return;
  const options = (await answer.json()).map(({ value, label }) => {
    const option = document.createElement("option");
    option.value = value;
    option.label = label;
    return option;
  });
  list.replaceChildren(...options);
}

box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 150);
});
