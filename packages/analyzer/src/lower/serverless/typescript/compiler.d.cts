import type ts from "typescript";

/** Loads the TypeScript compiler; takes about as long as everything else, so only when a script has to be read. */
export declare function load(): typeof ts;
