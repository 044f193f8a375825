import {
  authoredFunctions,
  functionFacts,
  known,
  nameOf,
  readEntries,
  readText,
  resourcesIn,
  type Edge,
  type Resource,
  type ResourceGraph,
} from "@assay/analyzer";
import { fails, judge, passes } from "../judge.js";
import { at, defineRule } from "../rule.js";

export const databaseConnectionsUnlimited = defineRule({
  id: "database-connections-unlimited",
  title: "Nothing limits how many connections a function opens to a database",
  topic: "concurrency",
  severity: "medium",
  why: "Each execution environment opens connections of its own. A peak of invocations uses up the connections of a relational database, and then every client of it fails. RDS Proxy shares connections; reserved concurrency limits them.",
  remedy: {
    sam: "Connect through an `AWS::RDS::DBProxy`, or set `ReservedConcurrentExecutions` to what the database can bear.",
    serverless:
      "Connect through an `AWS::RDS::DBProxy` under `resources`, or set `reservedConcurrency` to what the database can bear.",
    cdk: "Connect through `database.addProxy(…)`, or set `reservedConcurrentExecutions` to what the database can bear.",
    cloudformation:
      "Connect through an `AWS::RDS::DBProxy`, or set `ReservedConcurrentExecutions` to what the database can bear.",
  },
  references: ["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html"],
  aliases: [],
  covers: ["C5", "B6"],
  examples: [
    {
      framework: "sam",
      bad: example("!GetAtt Database.Endpoint.Address"),
      good: example("!GetAtt Proxy.Endpoint"),
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) {
      const direct = connections(fn, graph);
      const proxies = graph.from(fn, "configures").filter(({ to }) => to.kind === "database-proxy");
      const [first] = direct;
      if (!first && proxies.length === 0) continue;
      const places = [...direct, ...proxies].map(({ to, origin, variable }) => ({
        origin,
        says: `${variable}: ${nameOf(to)}`,
      }));
      const reserved = { name: "reserved concurrency", value: functionFacts(fn).reservedConcurrency };
      yield* judge<[number]>(
        fn,
        graph.world,
        [reserved],
        (executions) => {
          if (!first)
            return passes(`${nameOf(fn)} connects through ${proxies.map(({ to }) => nameOf(to)).join(", ")}.`);
          const databases = [...new Set(direct.map(({ to }) => nameOf(to)))].join(", ");
          return executions === undefined
            ? fails(`${nameOf(fn)} connects to ${databases} without a proxy and reserves no concurrency.`)
            : passes(`${nameOf(fn)} connects to ${databases} from at most ${executions} executions.`);
        },
        { places: [...places, at(fn, nameOf(fn))], confidence: "likely" },
      );
    }
  },
});

/** Variables that hold the address of a relational database. */
function connections(fn: Resource, graph: ResourceGraph): readonly Edge<"configures">[] {
  const addresses = new Set(
    readEntries(fn.properties, "Environment", "Variables")
      .filter(({ view }) =>
        known(readText(view)).some(({ value }) =>
          resourcesIn(value).some(({ attribute }) => /^(Read)?Endpoint(\.|$)/.test(attribute)),
        ),
      )
      .map(({ key }) => key),
  );
  return graph
    .from(fn, "configures")
    .filter(
      ({ to, variable }) => to.kind === "database" && to.type.startsWith("AWS::RDS::") && addresses.has(variable),
    );
}

function example(host: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties: { DBInstanceClass: db.t4g.micro, Engine: postgres, AllocatedStorage: "20" }
  Proxy:
    Type: AWS::RDS::DBProxy
    Properties: { DBProxyName: orders, EngineFamily: POSTGRESQL }
  Read:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: read.handler
      CodeUri: src/
      Environment: { Variables: { DB_HOST: ${host} } }
`;
}
