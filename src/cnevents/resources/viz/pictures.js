// Draws each specification of the page into its figure. `ast: true` runs Vega's expressions without eval.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const ink = dark ? "#d7dae0" : "#24292f";
const quiet = dark ? "#4b5563" : "#d0d7de";
const config = {
  title: { color: ink },
  text: { fill: ink },
  axis: { labelColor: ink, titleColor: ink, gridColor: quiet, tickColor: quiet, domainColor: quiet },
  legend: { labelColor: ink, titleColor: ink },
};
// The fields that are filled, one a line; `sanitize` escapes what comes from a text.
function card(value, sanitize) {
  const rows = Object.entries(value).filter(([, said]) => said && said !== "undefined" && said !== "null");
  const cells = rows.map(([name, said]) =>
    `<tr><td class="key">${sanitize(name)}</td><td class="value">${sanitize(said)}</td></tr>`);
  return `<table>${cells.join("")}</table>`;
}
const options = {
  ast: true,
  config,
  renderer: "svg",
  actions: { export: true, source: false, compiled: false, editor: false },
  tooltip: { theme: dark ? "dark" : "light", formatTooltip: card },
};
// On a dark ground much must be bright and little dim.
function read(text) {
  const spec = JSON.parse(text);
  const scale = spec.encoding?.color?.scale;
  if (dark && scale?.scheme === "blues") scale.reverse = true;
  return spec;
}
for (const place of document.querySelectorAll("[data-picture]")) {
  const spec = document.querySelector(`script[data-spec="${place.dataset.picture}"]`);
  window.vegaEmbed(place, read(spec.textContent), options).then(
    () => { place.dataset.drawn = "yes"; },
    (error) => { place.textContent = String(error); console.error(error); },
  );
}
