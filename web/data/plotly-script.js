// Loads Plotly, once, when the first timeline is opened: it is larger than all of the page.

/**
 * @typedef {object} Plotly
 * @property {(place: HTMLElement, data: object[], layout: object, config: object) => Promise<unknown>} newPlot
 * @property {(place: HTMLElement) => void} purge
 */

/** @type {Promise<Plotly> | null} */
let loading = null;

/**
 * @param {string} address
 * @returns {Promise<Plotly>}
 */
export function loadPlotly(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(/** @type {any} */ (window).Plotly));
    script.addEventListener("error", () => {
      loading = null;
      script.remove();
      reject(new Error("Plotly's script could not be loaded"));
    });
    document.head.append(script);
  });
  return loading;
}
