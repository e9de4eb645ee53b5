// Types of what the server sends (lineage_explorer/explore/graph_payload.py, components/screen_response.py,
// lineage_explorer/query/address.py) and of what the page keeps.

/** Side of a card: upstream or downstream. */
export type Side = "up" | "down";

/** How far and in which direction a card is expanded, as the address spells it. */
export type Reach = "up" | "down" | "both" | "all-up" | "all-down" | "all";

/** What is requested of reading, as the header spells it. */
export type ReadMode = "on" | "again" | "anew" | "names" | "stop";

/** Grammar of the address. */
export interface UrlGrammar {
  /** Parameters, by what they mean. */
  names: Record<
    | "start"
    | "direction"
    | "question"
    | "view"
    | "color_mode"
    | "line_style"
    | "orientation"
    | "hidden_kinds"
    | "open_groups"
    | "expanded"
    | "collapsed"
    | "compared"
    | "paths"
    | "path_number"
    | "redaction"
    | "created_after"
    | "created_before"
    | "moves",
    string
  >;
  /** Values that are left out, by parameter. */
  defaults: Record<string, string>;
  /** Parameters that a new focus drops. */
  dropped_by_focus: string[];
  /** Parameters that a new focus drops unless it is on a highlighted path. */
  dropped_off_path: string[];
  /** Parameters that change what is shown, not what is read. */
  view_only: string[];
}

export interface Point {
  x: number;
  y: number;
}

/** Badges about vertices beyond a card; `unseen` counts known neighbors that are not shown. */
export interface ExpansionBadges {
  expanded?: Side[];
  contracted?: boolean;
  limits?: Side[];
  unseen?: Partial<Record<Side, number>>;
}

/**
 * Numbers of neighbors that are not shown; `more` has the sides at which there can be more. `why` says why they are not
 * known, if they are not.
 */
export interface NeighborCounts {
  unseen: Partial<Record<Side, number>>;
  more: Side[];
  why?: string;
}

/** Data of a node: an entity, or a group with `count` and the first `names` of its members. */
export interface NodeData {
  id: string;
  label: string;
  title: string;
  /** What tells the entity apart from others of its title; may be empty. */
  subtitle: string;
  /** The subtitle as the card shows it beside its badge. */
  small: string;
  brief: string;
  /** The words that the card shows at the present zoom. */
  drawn?: string;
  /** Width of the card, in units of the graph. */
  width: number;
  lineage_type: string;
  type: string;
  role: "start" | "match" | "path" | "group";
  type_title: string;
  icon: string;
  family: string;
  account: string;
  source_uri: string;
  created: string;
  status: string;
  badge?: { state: string; word: string };
  /** Number of findings of the checks, once the lineage was checked. */
  findings?: number;
  author: string;
  within?: string;
  beyond?: ExpansionBadges;
  count?: number;
  names?: string[];
}

/** Data of an edge: an association, or a bridge with `via` and `over`. */
export interface EdgeData {
  id: string;
  source: string;
  target: string;
  association: string;
  course: { weights: number[]; distances: number[] } | null;
  ports?: { source: string; target: string };
  count?: number;
  via?: string;
  over?: string;
}

export interface NodeElement {
  data: NodeData;
  classes: string;
  position: Point;
}

export interface EdgeElement {
  data: EdgeData;
  classes: string;
}

/**
 * Heading of a column or a stage; `at` is its center along the flow, `sides` are those of its band, in units of the
 * graph, and `count` is the number of its cards.
 */
export interface Heading {
  title: string;
  at: number;
  sides?: [number, number];
  count?: number;
}

export interface Elements {
  flow: "right" | "down";
  nodes: NodeElement[];
  edges: EdgeElement[];
  lanes: Heading[];
}

/** A graph as the server lays it out; without elements on the first screen. */
export interface Drawing {
  key: string;
  asked: string;
  placement: string;
  state: string;
  view: string;
  start: string;
  vertices: number;
  associations: number;
  pages: number;
  elements: Elements | null;
}

/** A graph in a saved page. */
export type SavedDrawing = Omit<Drawing, "asked" | "placement" | "pages"> & { asked?: string };

/** How far reading has got; `more` if the page should ask again, `note` on what is waited for. */
export interface Progress {
  pages: number;
  entities: number;
  more: boolean;
  note?: string;
}

/** What the page shows at an address; `shown` has values by "id.property", or HTML by "id.html". */
export interface Screen {
  drawing: Drawing | null;
  shown: Record<string, unknown>;
  progress: Progress | null;
  named: boolean;
  /** Address of the entity that the start stands for. */
  moved?: string;
}

/** Whether the whole graph is fitted into the window, or only where its names can be read. */
export interface Fit {
  whole: boolean;
}

/** A view of the graph; with `fit`, it is fitted again when the window changes. */
export interface View {
  zoom: number;
  pan: Point;
  fit?: Fit | null;
}

export interface Margins {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A canvas, and the view that it shows; lengths in pixels. */
export interface Viewport extends View {
  width: number;
  height: number;
  minZoom: number;
  maxZoom: number;
  margins: Margins;
  isOverview?: boolean; // whether all is to be seen even where names can hardly be read
}

export interface Bounds {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
  w: number;
  h: number;
}

/** A box on the canvas, in pixels. */
export type RenderedBox = Pick<Bounds, "x1" | "x2" | "y1" | "y2">;

/** A card and its center. */
export interface PlacedNode {
  data: { id: string; width?: number };
  position: Point;
}

/** A view in the window, and where its focus stood in the graph. */
export interface SavedCamera extends View {
  focus: Point;
}

/** How a table was sorted, and how far it was scrolled. */
export interface SavedTable {
  column?: number;
  down?: boolean;
  top?: number;
}

/** A former focus, and the address at which it was seen. */
export interface Crumb {
  name: string;
  kind: string;
  start: string;
  search: string;
}

/** What React renders: an element, text, or nothing. */
export type ReactNode = object | string | false | null | undefined;

/** The part of React that the page's controls use. */
export interface React {
  createElement(tag: string, props: Record<string, unknown> | null, ...children: ReactNode[]): ReactNode;
  useState<Value>(initial: Value): [Value, (value: Value) => void];
  useEffect(run: () => undefined | (() => void), inputs: readonly unknown[]): void;
}

/** Changes properties of a component of Dash. */
export type SetProps = (props: Record<string, unknown>) => void;
