// The grammar of the address as the server sends it; tests/web/test_bundles.py holds it to lineage_explorer/query.

import { readFileSync } from "node:fs";

/** @type {import("../types.d.ts").UrlGrammar} */
export const GRAMMAR = JSON.parse(readFileSync(new URL("./url-grammar.json", import.meta.url), "utf8"));
