// Gives the figures of a timeline the page's colors: the server names them, and knows no theme.

/**
 * @typedef {object} Figure a figure of Plotly, with names of colors in `meta` and in the names of shapes
 * @property {any[]} data
 * @property {any} layout
 */

/** @typedef {(name: string) => string} ReadToken */

/** @type {Record<string, { token: string, opacity: number }>} */
const SHAPES = {
  lane: { token: "--band", opacity: 1 },
  run: { token: "--accent", opacity: 0.14 },
  now: { token: "--accent", opacity: 1 },
};

/**
 * @param {any} trace
 * @param {ReadToken} read
 * @param {boolean} hasRoom
 */
function colorTrace(trace, read, hasRoom) {
  const { meta = {} } = trace;
  const color = meta.inks ? meta.inks.map((/** @type {string} */ ink) => read(`--${ink}`)) : read(`--${meta.ink}`);
  const marker = { ...trace.marker, color };
  if (meta.open) marker.pattern = { shape: meta.open.map((/** @type {boolean} */ isOpen) => (isOpen ? "/" : "")) };
  if (trace.type === "scatter") marker.line = { width: 1, color: read("--canvas") };
  return {
    ...trace,
    ...(hasRoom || trace.mode !== "markers+text" ? {} : { mode: "markers" }),
    marker,
    ...(trace.line ? { line: { ...trace.line, color } } : {}),
    ...(trace.type === "scatter" && trace.text ? { textfont: { color: read("--ink") } } : {}),
  };
}

/**
 * Return a figure in the page's colors.
 *
 * @param {Figure} figure
 * @param {ReadToken} read returns the value of a design token
 * @param {object} options
 * @param {boolean} options.canDrag whether dragging selects; on touch screens it scrolls
 * @param {boolean} [options.hasRoom] whether there is room for names beside marks
 */
export function colorFigure({ data, layout }, read, { canDrag, hasRoom = true }) {
  const [ink, quiet, line] = ["--ink", "--ink-quiet", "--line"].map(read);
  const axis = { gridcolor: line, linecolor: line, tickcolor: line, automargin: false };
  const shapes = (layout.shapes ?? []).map((/** @type {any} */ shape) => {
    const { token, opacity } = SHAPES[shape.name] ?? SHAPES.lane;
    return shape.type === "line"
      ? { ...shape, opacity, line: { color: read(token), width: 1.5 } }
      : { ...shape, opacity, fillcolor: read(token) };
  });
  return {
    data: data.map((trace) => colorTrace(trace, read, hasRoom)),
    layout: {
      ...layout,
      ...(canDrag ? {} : { dragmode: false }),
      shapes,
      annotations: (layout.annotations ?? []).map((/** @type {any} */ note) => ({
        ...note,
        font: { ...note.font, color: quiet },
      })),
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: read("--font"), size: 12, color: ink },
      hoverlabel: { bgcolor: read("--card"), bordercolor: read("--line-card"), font: { color: ink }, align: "left" },
      selections: [],
      xaxis: { ...layout.xaxis, ...axis },
      yaxis: { ...layout.yaxis, ...axis },
    },
  };
}

const MINUTE_MS = 60_000;

/** @param {number} moment in milliseconds since 1970 */
const formatMinute = (moment) => `${new Date(moment).toISOString().slice(0, 16)}Z`;

/**
 * Parse a moment of Plotly, which has no zone and means UTC.
 *
 * @param {string | number} moment
 */
export const parseMoment = (moment) =>
  typeof moment === "number"
    ? moment
    : Date.parse(`${moment.replace(" ", "T")}${moment.includes(":") ? "" : "T00:00"}`.replace(/([T\d:.]+)$/, "$1Z"));

/**
 * Return the minutes around a span, as the address has them.
 *
 * @param {readonly (string | number)[]} span
 * @returns {[string, string]}
 */
export function roundOutward(span) {
  const [begin, end] = span.map(parseMoment).sort((a, b) => a - b);
  return [
    formatMinute(Math.floor(begin / MINUTE_MS) * MINUTE_MS),
    formatMinute(Math.ceil(end / MINUTE_MS) * MINUTE_MS),
  ];
}
