// Shapes of what the server sends; `lineage_explorer/views/elements.py` and `components/screen.py` describe them.

import type cytoscape from "cytoscape";

export interface NodeData {
  id: string;
  label: string;
  title: string;
  subtitle: string;
  lines: string;
  brief: string;
  lineage_type: string;
  type: string;
  role: "start" | "match" | "path" | "group";
  type_title: string;
  icon: string;
  family: string;
  account: string;
  source: string;
  created: string;
  status: string;
  within?: string;
  beyond?: ExpansionBadges;
  count?: number;
  names?: string[];
}

export interface ExpansionBadges {
  expanded?: ("up" | "down")[];
  contracted?: boolean;
  limits?: ("up" | "down")[];
  unseen?: Partial<Record<"up" | "down", number>>;
  more?: ("up" | "down")[];
}

export interface GraphNode {
  data: NodeData;
  classes: string;
  position: cytoscape.Position;
}

export interface GraphEdge {
  data: Record<string, unknown> & { id: string; source: string; target: string };
  classes: string;
}

export interface Elements {
  flow: "right" | "down";
  nodes: GraphNode[];
  edges: GraphEdge[];
  lanes: { at: number; title: string }[];
}

export interface Drawing {
  asked: string;
  start: string;
  placement: string;
  pages: number;
  elements: Elements | null;
}

export interface SavedDrawing extends Drawing {
  state: string;
  vertices: string;
  associations: string;
  key: string;
}

export interface Progress {
  pages: number;
  entities: number;
  more: boolean;
  /** What is waited for, if a call is slow. */
  note?: string;
}

export interface ScreenPayload {
  drawing?: Drawing;
  shown: Record<string, string>;
  progress: Progress | null;
  named: boolean;
  /** Address of the entity that the start stands for. */
  moved?: string;
}

declare global {
  interface Window {
    cytoscape: typeof cytoscape;
  }
}
