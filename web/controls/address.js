// Keeps the address that callbacks of Dash see in step with the browser's history.

/** @import { SetProps } from "../types.d.ts" */
import { useEffect } from "./react.js";

const CHANGES = ["popstate", "_dashprivate_pushstate"]; // the browser's, and those of the page's own scripts

/** @param {{ search?: string, setProps: SetProps }} props */
export function renderAddress({ search, setProps }) {
  useEffect(() => {
    const read = () => setProps({ search: window.location.search });
    for (const name of CHANGES) window.addEventListener(name, read);
    read();
    return () => {
      for (const name of CHANGES) window.removeEventListener(name, read);
    };
  }, []);
  useEffect(() => {
    const isNew = search !== undefined && search !== window.location.search;
    if (isNew) window.history.pushState({}, "", window.location.pathname + search);
    return undefined;
  }, [search]);
  return null;
}

/** Render nothing: what it holds is for callbacks. */
export const renderMemory = () => null;
