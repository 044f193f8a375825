import { known, nameOf, originOf, readEntries, readItems, readString } from "@assay/analyzer";
import { authored } from "../judge.js";
import { at, defineRule, fail, pass } from "../rule.js";

export const apiMethodSettingsIgnored = defineRule({
  id: "api-method-settings-ignored",
  title: "Settings of the methods of a stage have no effect",
  topic: "integrations",
  severity: "medium",
  why: "API Gateway drops an entry of `MethodSettings` that sets nothing, without a word, and refuses one whose path does not begin with a slash.",
  remedy: {
    sam: "Begin `ResourcePath` with `/` (`/*` for all), and name a setting such as `LoggingLevel` in each entry of `MethodSettings`.",
    serverless:
      "Under `resources`, begin `ResourcePath` with `/`, and name a setting in each entry of `MethodSettings`.",
    cdk: "Begin the keys of `methodOptions` with `/`, and set an option for each.",
    cloudformation:
      "Begin `ResourcePath` with `/` (`/*` for all), and name a setting in each entry of `MethodSettings`.",
  },
  references: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html",
  ],
  aliases: ["cfn-lint:E3723", "cfn-lint:W3705"],
  covers: ["N2"],
  examples: [
    {
      framework: "cloudformation",
      bad: example("{ HttpMethod: '*', ResourcePath: '/*' }"),
      good: example("{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: INFO }"),
    },
  ],
  *check({ graph }) {
    for (const stage of authored(graph, "AWS::ApiGateway::Stage")) {
      for (const { key, view, when } of readItems(stage.properties, "MethodSettings")) {
        const set = readEntries(view).filter((entry) => entry.key !== "HttpMethod" && entry.key !== "ResourcePath");
        const path = known(readString(view, "ResourcePath"))[0]?.value;
        const said = {
          key: `setting ${key}`,
          when: [...stage.when, ...when],
          evidence: [{ origin: originOf(view), says: "method settings" }, at(stage, nameOf(stage))] as const,
        };
        if (set.length === 0)
          yield fail(stage, { ...said, message: `An entry of the method settings of ${nameOf(stage)} sets nothing.` });
        else if (path !== undefined && !path.startsWith("/"))
          yield fail(stage, {
            ...said,
            message: `The path ${path} in the method settings of ${nameOf(stage)} does not begin with a slash.`,
          });
        else
          yield pass(stage, {
            ...said,
            message: `${nameOf(stage)} sets ${set.map((entry) => entry.key).join(", ")} for ${path ?? "a path"}.`,
          });
      }
    }
  },
});

function example(settings: string): string {
  return `Resources:
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: abc
      StageName: prod
      MethodSettings: [${settings}]
`;
}
