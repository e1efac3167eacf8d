// objectRows: rows as objects.

import type { Feature } from "../features.ts";
import { checkedColumns, withoutObjects } from "../rows/columns.ts";

/** Rows as objects with a number for each column, and `model.columns`. See {@link use}. */
export const objectRows = {
  feature: "objectRows",
  parts: { checkedColumns, withoutObjects },
} as const satisfies Feature;
