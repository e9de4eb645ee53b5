// Whether an entity is on a highlighted path; the graph knows, and addresses depend on it.

/** @type {(id: string) => boolean} */
let isMember = () => false;

/** @param {(id: string) => boolean} lookup */
export function setPathLookup(lookup) {
  isMember = lookup;
}

/** @param {string} id */
export const isOnPath = (id) => isMember(id);
