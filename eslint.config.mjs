import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      "fixtures/",
      "**/*.generated.ts",
      "**/*.mjs",
      "vitest.config.ts",
      "packages/*/bin/",
      "**/*.cjs",
      "**/*.d.cts",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      "no-restricted-globals": [
        "error",
        {
          name: "process",
          message: "Only src/index.ts of a program knows the process; take what you need as an argument.",
        },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-base-to-string": ["error", { checkUnknown: false }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Interfaces that hold state behind methods are written as classes only where state has to be followed.
      "@typescript-eslint/no-extraneous-class": "error",
    },
  },
  { files: ["packages/{cli,mcp}/src/index.ts"], rules: { "no-restricted-globals": "off" } },
  {
    files: ["**/test/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off", "no-restricted-globals": "off" },
  },
);
