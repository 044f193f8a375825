import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@assay/source"] },
  ssr: { resolve: { conditions: ["@assay/source"] } },
  test: { include: ["packages/*/test/**/*.test.ts", "scripts/test/**/*.test.ts"], testTimeout: 60_000 },
});
