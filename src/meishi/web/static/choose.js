// Says how many are ticked for a form that stands elsewhere on the page. Without this script, ticks work all the same.
"use strict";

const chosen = document.getElementById("chosen");

const count = () => {
  const ticked = document.querySelectorAll("input[form][name=contact_id]:checked").length;
  chosen.textContent = ticked ? chosen.dataset.some.replace("{count}", ticked) : chosen.dataset.none;
};

if (chosen) {
  document.addEventListener("change", count);
  // The browser remembers ticks when one comes back.
  window.addEventListener("pageshow", count);
}
