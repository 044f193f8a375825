#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";

// Node 20 optimises functions so eagerly that a short run pays more for it than it gains; see docs/decisions/0004.
if (process.versions.node.startsWith("20.")) setFlagsFromString("--interrupt-budget=1000000");

const { run } = await import("../dist/index.js");

process.exitCode = await run(process.argv.slice(2));
