import * as fc from "fast-check";

/**
 * Every property test draws from one known seed, so that a run fails for what was changed and for nothing else.
 * `PROPERTY_SEED=<integer>` draws other cases: do so by hand, with many seeds, when a property or a generator changes.
 */
const asked = process.env["PROPERTY_SEED"];
const seed = asked === undefined ? 20_261_123 : Number(asked);
if (!Number.isSafeInteger(seed)) throw new Error(`PROPERTY_SEED must be an integer, not ${asked}`);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
