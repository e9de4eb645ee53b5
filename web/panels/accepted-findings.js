// Lets a reader accept findings of the checks, with a reason: kept in this browser, and saved as a file for `check`.

import { createButton, createElement } from "../dom/create-element.js";
import { findTarget } from "../dom/get-element.js";
import { readStoredJson, writeStoredJson } from "../state/stored-json.js";

/** @typedef {{ rule: string, arn: string, reason: string, name: string, expires: string }} Acceptance */

const FILE_NAME = "accepted-findings.json";
const CLEANING_MS = 60_000;
const SEVERITIES = ["error", "warning", "note"];
const getStorage = () => window.localStorage;

/** @param {Acceptance} acceptance @param {string} today as 2026-11-28 */
export const isExpired = ({ expires }, today) => Boolean(expires) && expires < today;

/**
 * Return the acceptances with one more, which replaces that of the same finding.
 *
 * @param {readonly Acceptance[]} acceptances
 * @param {Acceptance} added
 */
export const addAcceptance = (acceptances, added) => [...removeAcceptance(acceptances, added.rule, added.arn), added];

/** @param {readonly Acceptance[]} acceptances @param {string} rule @param {string} arn */
export const removeAcceptance = (acceptances, rule, arn) =>
  acceptances.filter((each) => each.rule !== rule || each.arn !== arn);

/** @param {readonly Acceptance[]} acceptances @param {string} rule @param {string} arn @param {string} today */
export const findAcceptance = (acceptances, rule, arn, today) =>
  acceptances.find((each) => each.rule === rule && each.arn === arn && !isExpired(each, today));

/** Return an acceptance in words. @param {Acceptance} acceptance */
export const describeAcceptance = ({ name, reason, expires }) =>
  `Accepted by ${name}${expires ? ` until ${expires}` : ""}: ${reason}`;

/** @param {string} label @param {string} name @param {string} type */
function createField(label, name, type) {
  const input = Object.assign(createElement("input"), { name, type, required: type === "text", maxLength: 300 });
  return createElement("label", "", `${label} `, input);
}

/** Return the form that asks why a finding is accepted. */
function createForm() {
  const submit = Object.assign(createElement("button", "button", "Accept"), { type: "submit" });
  const form = createElement(
    "form",
    "accept-form",
    createField("Reason", "reason", "text"),
    createField("Your name", "name", "text"),
    createField("Until (may be empty)", "expires", "date"),
    submit,
    createButton("button cancel", "Cancel"),
  );
  form.setAttribute("aria-label", "Accept this finding");
  return form;
}

/** @param {HTMLElement} finding @param {Acceptance | undefined} acceptance */
function showAcceptance(finding, acceptance) {
  finding.classList.toggle("accepted", Boolean(acceptance));
  finding.querySelector(".acceptance")?.remove();
  const button = finding.querySelector(".accept");
  if (button) button.textContent = acceptance ? "Count it again" : "Accept…";
  if (acceptance) finding.append(createElement("p", "acceptance", describeAcceptance(acceptance)));
}

/** Count what is open, and what is accepted, at the top and of each rule. @param {Element} checks */
function countFindings(checks) {
  const all = /** @type {HTMLElement[]} */ ([...checks.querySelectorAll(".finding")]);
  const isOpen = (/** @type {HTMLElement} */ { classList }) => !classList.contains("accepted");
  const counts = { accepted: all.filter((each) => !isOpen(each)).length };
  for (const severity of SEVERITIES)
    Object.assign(counts, {
      [severity]: all.filter((each) => isOpen(each) && each.dataset.severity === severity).length,
    });
  for (const [kind, count] of Object.entries(counts)) {
    const place = /** @type {HTMLElement | null} */ (checks.querySelector(`[data-count="${kind}"]`));
    const words = kind === "accepted" || count === 1 ? kind : `${kind}s`;
    place?.replaceChildren(createElement("b", "", `${count}`), ` ${words}`);
    place?.classList.toggle("none", !count);
  }
  checks.querySelector(".checks-sentence")?.toggleAttribute("hidden", counts.accepted > 0); // it counts all of them
  for (const rule of checks.querySelectorAll(".check.found")) {
    const findings = /** @type {HTMLElement[]} */ ([...rule.querySelectorAll(".finding")]);
    rule.classList.toggle(
      "all-accepted",
      findings.every((each) => !isOpen(each)),
    );
  }
}

/** @param {readonly Acceptance[]} acceptances */
function saveFile(acceptances) {
  const text = `${JSON.stringify(acceptances, null, 2)}\n`;
  const link = createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = FILE_NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), CLEANING_MS);
}

/** Wire the buttons of findings. @param {string} key name of the acceptances in the storage */
export function wireAcceptedFindings(key) {
  /** @returns {Acceptance[]} */
  const read = () => readStoredJson(getStorage, key, []);

  function show() {
    for (const checks of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".checks[data-today]"))) {
      const save = /** @type {HTMLElement | null} */ (checks.querySelector(".save-accepted"));
      if (!save) continue; // names are hidden: what was accepted under real names is not shown
      const acceptances = read();
      for (const finding of /** @type {NodeListOf<HTMLElement>} */ (checks.querySelectorAll(".finding"))) {
        const { rule = "", arn = "", accepted } = finding.dataset;
        if (accepted) continue; // in the file that counts for everybody
        showAcceptance(finding, findAcceptance(acceptances, rule, arn, checks.dataset.today ?? ""));
      }
      save.hidden = !acceptances.length;
      checks.querySelector(".accepted-note")?.toggleAttribute("hidden", save.hidden);
      countFindings(checks);
    }
  }

  /** @param {readonly Acceptance[]} acceptances */
  function keep(acceptances) {
    writeStoredJson(getStorage, key, acceptances.length ? acceptances : null);
    show();
  }

  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (findTarget(event, ".checks button"));
    const finding = /** @type {HTMLElement | null} */ (button?.closest(".finding") ?? null);
    if (button?.matches(".save-accepted")) saveFile(read());
    if (button?.matches(".cancel")) button.closest("form")?.remove();
    if (!finding || !button?.matches(".accept")) return;
    const { rule = "", arn = "" } = finding.dataset;
    if (finding.classList.contains("accepted")) return keep(removeAcceptance(read(), rule, arn));
    finding.querySelector("form")?.remove();
    finding.append(createForm());
    finding.querySelector("input")?.focus();
  });
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const finding = /** @type {HTMLElement | null} */ (form.closest(".finding"));
    if (!finding || !form.matches(".accept-form")) return;
    const text = (/** @type {string} */ name) => `${new FormData(form).get(name) ?? ""}`.trim();
    const { rule = "", arn = "" } = finding.dataset;
    if (!text("reason") || !text("name")) return;
    form.remove();
    keep(addAcceptance(read(), { rule, arn, reason: text("reason"), name: text("name"), expires: text("expires") }));
    /** @type {HTMLElement | null} */ (finding.querySelector(".accept"))?.focus();
  });
  document.addEventListener("lineage-inserted", show);
}
