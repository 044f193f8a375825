import { known, nameOf, readBoolean, readItems, readString, type Resource } from "@assay/analyzer";
import { at, defineRule, fail, notApplicable, pass, unknown, type Finding } from "../rule.js";

const url = (methods: string) => `Transform: AWS::Serverless-2016-10-31
Resources:
  Webhook:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: webhook.handler
      CodeUri: src/
      FunctionUrlConfig:
        AuthType: AWS_IAM
        Cors:
          AllowOrigins: ["*"]
          AllowMethods: ${methods}
`;

export const functionUrlOpenCors = defineRule({
  id: "function-url-open-cors",
  title: "A function URL lets every web page call it with every method",
  topic: "iam",
  severity: "low",
  why: "With `*` for origins and methods, any page that a user opens can call the function from the user's browser; with credentials allowed as well, in the user's name.",
  remedy: {
    sam: "List the origins in `FunctionUrlConfig.Cors.AllowOrigins`, and the methods in `AllowMethods`.",
    serverless: "List `allowedOrigins` and `allowedMethods` under `url.cors` instead of `cors: true`.",
    cdk: "List `allowedOrigins` and `allowedMethods` in `cors`.",
    cloudformation: "List the origins in `Cors.AllowOrigins`, and the methods in `AllowMethods`.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors"],
  aliases: ["checkov:CKV2_AWS_75", "prowler:awslambda_function_url_cors_policy"],
  differs:
    "Every origin together with credentials fails whatever the methods are. The finding is about the URL, checkov's about its function.",
  covers: ["I22"],
  examples: [{ framework: "sam", bad: url('["*"]'), good: url("[GET]") }],
  *check({ graph }) {
    for (const resource of graph.ofType("AWS::Lambda::Url"))
      if (resource.stack && resource.owner === undefined) yield judge(resource);
  },
});

function judge(resource: Resource): Finding {
  const name = nameOf(resource);
  const place = at(resource, name);
  const values = (property: string) =>
    readItems(resource.properties, "Cors", property).flatMap(({ view }) => readString(view));
  const [origins, methods] = [values("AllowOrigins"), values("AllowMethods")];
  if (origins.length === 0)
    return notApplicable(resource, { message: `${name} lets no other origin call it.`, evidence: [place] });
  const everyOrigin = known(origins).find(({ value }) => value === "*");
  const everyMethod = known(methods).find(({ value }) => value === "*");
  const credentials = known(readBoolean(resource.properties, "Cors", "AllowCredentials")).find(({ value }) => value);
  if (everyOrigin && (everyMethod ?? credentials)) {
    const more = [everyMethod && "every method", credentials && "credentials"]
      .filter((text) => text !== undefined)
      .join(" and ");
    return fail(resource, {
      message: `${name} lets every origin call it with ${more}.`,
      evidence: [{ origin: everyOrigin.origin, says: "every origin" }, place],
    });
  }
  if ([...origins, ...methods].some(({ state }) => state === "unknown"))
    return unknown(resource, {
      message: `Which origins ${name} lets call it is known at deployment only.`,
      evidence: [place],
    });
  const listed = known(origins).map(({ value }) => value);
  return pass(resource, { message: `${name} lets ${listed.join(", ")} call it.`, evidence: [place] });
}
