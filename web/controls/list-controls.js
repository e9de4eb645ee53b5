// Lists the controls that Dash renders, by the names that components/controls.py gives them.

import { renderAddress, renderMemory } from "./address.js";
import { renderChoice, renderSelection } from "./choice.js";
import { renderCheckbox, renderTextField } from "./text-field.js";
import { renderWordField } from "./word-field.js";

export const listControls = () => ({
  Address: renderAddress,
  Checkbox: renderCheckbox,
  Choice: renderChoice,
  Memory: renderMemory,
  Selection: renderSelection,
  TextField: renderTextField,
  WordField: renderWordField,
});
