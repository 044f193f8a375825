const remedy = "Move the handler below src/handlers.";

/** The APIs of @assay/rules and @assay/analyzer are handed in, so that nothing has to be installed. */
export const rules = ({ at, defineRule, fail, pass }, { known, nameOf, readString }) => [
  defineRule({
    id: "function-handler-folder",
    title: "A handler lies outside of src/handlers",
    topic: "management",
    severity: "info",
    why: "Whoever looks for a handler should know where to look.",
    remedy: { sam: remedy, serverless: remedy, cdk: remedy, cloudformation: remedy },
    references: ["https://example.com/our-conventions"],
    aliases: [],
    covers: [],
    examples: [],
    *check({ graph }) {
      for (const fn of graph.ofKind("function")) {
        for (const handler of known(readString(fn.properties, "Handler"))) {
          const says = `handler ${handler.value}`;
          const evidence = [{ origin: handler.origin, says }, at(fn, `function ${nameOf(fn)}`)];
          const message = `The handler of ${nameOf(fn)} is ${handler.value}.`;
          yield handler.value.startsWith("src/handlers/")
            ? pass(fn, { message, evidence })
            : fail(fn, { message, evidence });
        }
      }
    },
  }),
];
