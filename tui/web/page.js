// Starts the terminal once its font is there (it measures the font only once), gives it the keyboard,
// and opens the page anew after the end.
"use strict";
document.getElementById("again").addEventListener("click", () => location.reload());

const body = document.body;
new MutationObserver((_, observer) => {
  const field = document.querySelector(".xterm-helper-textarea");
  if (!field || !body.classList.contains("-first-byte")) return;
  field.focus();
  observer.disconnect();
}).observe(body, { attributes: true, attributeFilter: ["class"] });

document.fonts.load('16px "Roboto Mono"', "a年").catch(() => []).then(() => {
  const script = document.createElement("script");
  script.src = "static/textual.js";
  script.addEventListener("load", () => {
    if (document.readyState === "complete") window.onload();
  });
  document.head.append(script);
});
