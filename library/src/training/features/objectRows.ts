// objectRows: rows as objects.
import { defineFeature, type Feature } from "../features.ts";
import { setColumns, withoutObjects } from "../rows/columns.ts";

/** Rows as objects with a number for each column, and `model.columns`. See {@link use}. */
export const objectRows: Feature = defineFeature("objectRows", { setColumns, withoutObjects });
