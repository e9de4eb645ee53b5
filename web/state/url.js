// Reads and changes the address: the page's whole state as a query string, by the grammar that the server sends.

/** @import { Reach, UrlGrammar } from "../types.d.ts" */

/** @typedef {ReturnType<typeof createUrl>} Url */

/**
 * Return the grammar that the page carries as JSON.
 *
 * @returns {UrlGrammar}
 */
export function readUrlGrammar() {
  const element = document.getElementById("url-grammar");
  if (!element) throw new Error("The page has no element “url-grammar”.");
  return JSON.parse(element.textContent ?? "");
}

const COMPARE_VIEW = "compare"; // as `MainView.COMPARE` of query/address.py
const LIST_VIEW = "browse"; // of the account, as `BROWSE_VIEW` of query/browse_query.py

/**
 * Format parameters as the server does: colons and slashes of ARNs stay readable.
 *
 * @param {Iterable<[string, string]>} parameters
 */
export function formatSearch(parameters) {
  const encode = (/** @type {string} */ text) => encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2F", "/");
  return `?${[...parameters].map(([name, value]) => `${name}=${encode(value)}`).join("&")}`;
}

/**
 * Create the reader and writer of the address.
 *
 * Each `with…` returns a changed query string and changes nothing itself.
 *
 * @param {UrlGrammar} grammar
 * @param {{ search: string }} location
 */
export function createUrl(grammar, location) {
  const { names, defaults } = grammar;
  const parse = (search = location.search) => new URLSearchParams(search);

  /**
   * @param {string} name
   * @param {readonly string[]} values
   * @param {readonly string[]} [dropped]
   */
  function withValues(name, values, dropped = []) {
    const parameters = parse();
    for (const other of [name, ...dropped]) parameters.delete(other);
    for (const value of values) parameters.append(name, value);
    return formatSearch(parameters);
  }

  /**
   * @param {string} name
   * @param {string} value left out if it is the default
   * @param {readonly string[]} [dropped]
   */
  function withValue(name, value, dropped = []) {
    const parameters = parse();
    for (const other of dropped) parameters.delete(other);
    if (value === defaults[name]) parameters.delete(name);
    else parameters.set(name, value);
    return formatSearch(parameters);
  }

  return {
    getSearch: () => location.search,

    /** Return the address with some parameters and no others. @param {string[][]} fields */
    formatFields: (fields) => formatSearch(new URLSearchParams(fields)),

    hasStart: (search = location.search) => parse(search).has(names.start),
    /** Whether a list of the account is asked for, and no graph. */
    isList: () => parse().get(names.view) === LIST_VIEW,
    /** Whether an address asks for a picture, and nothing beside it. @param {string} search */
    isPicture(search) {
      const parameters = parse(search);
      return ![names.view, names.question, names.compared].some((name) => parameters.has(name));
    },
    hasQuestion: () => parse().has(names.question),
    getView: () => parse().get(names.view) ?? defaults[names.view],
    getDirection: () => parse().get(names.direction) ?? defaults[names.direction],
    getHiddenKinds: () => parse().getAll(names.hidden_kinds),
    isRedacted: () =>
      parse()
        .getAll(names.redaction)
        .some((value) => value && value !== defaults[names.redaction]),

    /** Return a text that is the same while the same paths are highlighted. */
    getPathsKey: () => [...parse().getAll(names.paths), parse().get(names.path_number)].join(" "),

    /**
     * Return what an address asks to be read, however it is shown.
     *
     * @param {string} search
     */
    getQuery(search) {
      const parameters = parse(search);
      for (const name of grammar.view_only) parameters.delete(name);
      return parameters.toString();
    },

    /**
     * Paths stay highlighted while one walks along them.
     *
     * @param {string} arn
     * @param {boolean} isOnPath whether the entity is on a highlighted path
     */
    withFocus: (arn, isOnPath) =>
      withValue(names.start, arn, [...grammar.dropped_by_focus, ...(isOnPath ? [] : grammar.dropped_off_path)]),

    getStart: (search = location.search) => parse(search).get(names.start),
    getStarts: () => parse().getAll(names.start),

    /** @param {readonly string[]} arns the focus first */
    withStarts: (arns) => withValues(names.start, arns, grammar.dropped_by_focus),

    /** @param {string} group */
    withOpenGroup: (group) => withValues(names.open_groups, [...parse().getAll(names.open_groups), group]),

    /** @param {readonly string[]} kinds the only ones that are hidden then */
    withHiddenKinds: (kinds) => withValues(names.hidden_kinds, kinds),

    /** @param {readonly string[]} ends two entities; none for no paths */
    withPaths: (ends) => withValues(names.paths, ends, [names.path_number]),

    /** @param {string} orientation */
    withOrientation: (orientation) => withValue(names.orientation, orientation, [names.moves]),

    /** Whether a reader moved cards. */
    hasMoves: () => parse().has(names.moves),

    withoutMoves: () => withValues(names.moves, []),

    /**
     * Add a move to what a card was moved before.
     *
     * @param {string} id
     * @param {{ x: number, y: number }} by in layout units
     */
    withMove(id, by) {
      const moves = parse().getAll(names.moves);
      const isOwn = (/** @type {string} */ move) => move.endsWith(`:${id}`);
      const [x, y] = (moves.find(isOwn) ?? "0,0").split(":")[0].split(",").map(Number);
      const move = `${Math.round(x + by.x)},${Math.round(y + by.y)}:${id}`;
      return withValues(names.moves, [...moves.filter((other) => !isOwn(other)), move]);
    },

    /** @param {string} colorMode */
    withColorMode: (colorMode) => withValue(names.color_mode, colorMode),

    /** @param {string} lineStyle */
    withLineStyle: (lineStyle) => withValue(names.line_style, lineStyle),

    /**
     * The default depends on whether a second entity is there.
     *
     * @param {string} view
     */
    withView: (view) =>
      withValues(
        names.view,
        view === (parse().has(names.compared) ? COMPARE_VIEW : defaults[names.view]) ? [] : [view],
      ),

    /**
     * Ask for what was created in a span: another query, without what belonged to the former one.
     *
     * @param {string} after
     * @param {string} before
     */
    withCreated(after, before) {
      const parameters = parse();
      for (const name of grammar.dropped_by_focus) parameters.delete(name);
      parameters.set(names.created_after, after);
      parameters.set(names.created_before, before);
      return formatSearch(parameters);
    },

    /** @param {boolean} isRedacted */
    withRedaction: (isRedacted) => withValue(names.redaction, isRedacted ? "1" : defaults[names.redaction]),

    /**
     * A collapsed entity is shown again first; only then is more expanded from it.
     *
     * @param {string} arn
     * @param {Reach} reach
     */
    withExpansion(arn, reach) {
      const collapsed = parse().getAll(names.collapsed);
      if (collapsed.includes(arn))
        return withValues(
          names.collapsed,
          collapsed.filter((other) => other !== arn),
        );
      return withValues(names.expanded, [...new Set([...parse().getAll(names.expanded), `${reach}:${arn}`])]);
    },

    /**
     * What was expanded goes first; only then what lies beyond the entity.
     *
     * @param {string} arn
     */
    withCollapse(arn) {
      const expanded = parse().getAll(names.expanded);
      const others = expanded.filter((value) => !value.endsWith(`:${arn}`));
      if (others.length < expanded.length) return withValues(names.expanded, others);
      return withValues(names.collapsed, [...new Set([...parse().getAll(names.collapsed), arn])]);
    },
  };
}
