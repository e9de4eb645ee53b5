/* How far reading has got, while it is under way or was stopped; and how long ago it ended. */
(() => {
  const MINUTE = 60_000, HOUR = 60 * MINUTE, LATER = 2 * HOUR; // from then on the time itself says more
  const place = () => document.getElementById("progress");
  const age = () => document.getElementById("age");
  const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const far = ({ pages, entities }) => `${counted(pages, "page", "pages")}, ${counted(entities, "entity", "entities")}`;

  /* `progress` as the server tells it, null where there is none; `seconds` since it was asked for. */
  function progress(progress, seconds) {
    const bar = place();
    bar.hidden = !progress;
    if (!progress) return;
    bar.classList.toggle("stopped", !progress.more);
    const told = progress.more ? `Reading: ${far(progress)}, ${seconds.toFixed(1)} s` : `Stopped after ${far(progress)}`;
    bar.querySelector(".told").textContent = progress.note ? `${told}. ${progress.note}` : told;
  }

  /* --- age ------------------------------------------------------------------------------------- */

  function ago(moment) {
    const passed = Date.now() - moment;
    if (passed < MINUTE) return "just now";
    if (passed < HOUR) return `${counted(Math.floor(passed / MINUTE), "minute", "minutes")} ago`;
    return passed < LATER ? "an hour ago" : moment.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  }

  function tell() {
    const read = age(), moment = new Date(read.dateTime);
    read.textContent = read.dateTime && `Read ${ago(moment)}`;
    read.title = read.dateTime && moment.toISOString();
  }

  function watch() {
    if (!age()) return void requestAnimationFrame(watch);
    new MutationObserver(tell).observe(age(), { attributeFilter: ["datetime"] });
    setInterval(tell, MINUTE / 4);
  }

  watch();
  window.lineage = Object.assign(window.lineage || {}, { progress });
})();
