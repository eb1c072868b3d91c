// drawings.js - LOOK.md's marks and shapes, as SVG that is put together and never parsed from text.

const NS = "http://www.w3.org/2000/svg";
const INK = "#1B1B20", WHITE = "#fff", SON = "#931A1A", CHE = "#17573A";

function make(name, attributes) {
  const made = document.createElementNS(NS, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  return made;
}

function star(rays, outer, inner) {
  const points = [];
  for (let i = 0; i < 2 * rays; i++) {
    const radius = i % 2 === 0 ? outer : inner, angle = (i * Math.PI) / rays;
    points.push(`${(radius * Math.sin(angle)).toFixed(1)},${(-radius * Math.cos(angle)).toFixed(1)}`);
  }
  return points.join(" ");
}

// Strokes of two lengths around a ring, as on the drum; here they say nothing.
function ring() {
  let path = "";
  for (let i = 0; i < 80; i++) {
    const angle = (i * Math.PI) / 40, long = (i * 7919) % 5 < 2 ? 96 : 88;
    const [x, y] = [Math.sin(angle), -Math.cos(angle)];
    path += `M${(74 * x).toFixed(1)} ${(74 * y).toFixed(1)}L${(long * x).toFixed(1)} ${(long * y).toFixed(1)}`;
  }
  return path;
}

const line = { fill: "none", stroke: INK, "stroke-width": 3, "stroke-linecap": "round", "stroke-linejoin": "round" };
const SHAPES = {
  mark: ["-102 -102 204 204", () => [make("circle", { r: 93, fill: "none", stroke: SON, "stroke-width": 10 }),
                                     make("polygon", { points: star(14, 76, 27), fill: SON })]],
  good: ["-102 -102 204 204", () => [make("circle", { r: 100, fill: WHITE }), make("path", { d: ring(), stroke: CHE, "stroke-width": 3.6 }),
                                     make("circle", { r: 62, fill: CHE }),
                                     make("path", { d: "M-28 2L-8 24L32-24", fill: "none", stroke: WHITE, "stroke-width": 15, "stroke-linecap": "round", "stroke-linejoin": "round" })]],
  bad: ["-102 -102 204 204", () => [make("polygon", { points: "-40,-96 40,-96 96,-40 96,40 40,96 -40,96 -96,40 -96,-40", fill: WHITE }),
                                    make("path", { d: "M-38-38L38 38M38-38L-38 38", stroke: SON, "stroke-width": 26, "stroke-linecap": "round" })]],
  unsure: ["-102 -102 204 204", () => [make("path", { d: "M0-88L94 84H-94Z", fill: WHITE, stroke: INK, "stroke-width": 10, "stroke-linejoin": "round" }),
                                       make("path", { d: "M-22-16c0-30 44-30 44 0c0 20-22 20-22 40", fill: "none", stroke: INK, "stroke-width": 14, "stroke-linecap": "round" }),
                                       make("circle", { cy: 54, r: 9, fill: INK })]],
  clock: ["0 0 48 48", () => [make("circle", { cx: 24, cy: 24, r: 18, ...line }), make("path", { d: "M24 13v11l8 6", ...line })]],
  photo: ["0 0 48 48", () => [make("path", { d: "M6 14h9l4-6h10l4 6h9v26H6Z", ...line, stroke: "currentColor" }), make("circle", { cx: 24, cy: 26, r: 8, ...line, stroke: "currentColor" })]],
  code: ["0 0 48 48", () => [make("path", { d: "M7 7h13v13H7ZM28 7h13v13H28ZM7 28h13v13H7Z", ...line, stroke: "currentColor" }),
                             make("path", { d: "M28 28h5v5h-5ZM36 28h5v5h-5ZM32 36h9v5h-9ZM12 12h3v3h-3ZM33 12h3v3h-3ZM12 33h3v3h-3Z", fill: "currentColor" })]],
};

export function draw(name) {
  const [viewBox, shapes] = SHAPES[name], svg = make("svg", { viewBox, class: "drawing " + name, "aria-hidden": "true" });
  shapes().forEach((shape) => svg.append(shape));
  return svg;
}
