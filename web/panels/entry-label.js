// Labels entries of a list of former focuses, so that two of them never look the same.

/** @typedef {{ name: string, kind?: string, arn: string }} Entry */

/** Return what a reader sees of a name. @param {string} name */
const normalizeLook = (name) => name.normalize("NFC").replace(/\p{Default_Ignorable_Code_Point}/gu, "");

const MAX_ID = 8;

/** @param {string} arn */
const getTail = (arn) => arn.slice(arn.lastIndexOf("/") + 1);

/**
 * What tells entries of one name apart, the most telling first.
 *
 * @type {((entry: Entry) => string)[]}
 */
const DETAILS = [
  ({ kind = "" }) => kind,
  ({ kind = "", arn }) => [kind, getTail(arn).slice(0, MAX_ID)].filter(Boolean).join(" · "),
  ({ arn }) => getTail(arn),
  ({ arn }) => arn,
];

/**
 * Return the name of an entry; where several have one name, with what tells it apart.
 *
 * @param {Entry} entry
 * @param {readonly Entry[]} entries
 */
export function labelEntry(entry, entries) {
  const look = normalizeLook(entry.name);
  const others = entries.filter(({ name, arn }) => arn !== entry.arn && normalizeLook(name) === look);
  if (!others.length) return entry.name;
  const isTelling = (/** @type {(entry: Entry) => string} */ getDetail) => {
    const details = [entry, ...others].map(getDetail).map(normalizeLook);
    return details.every(Boolean) && new Set(details).size === details.length;
  };
  return `${entry.name} (${(DETAILS.find(isTelling) ?? DETAILS[DETAILS.length - 1])(entry)})`;
}
