import {
  firstUnknown,
  authoredFunctions,
  known,
  nameOf,
  readItems,
  readText,
  textKey,
  type Origin,
  type Resource,
} from "@assay/analyzer";
import publishers from "../data/layer-publishers.json" with { type: "json" };
import { at, defineRule, fail, notApplicable, pass, unknown, type Finding } from "../rule.js";

const byAccount: Readonly<Record<string, string>> = publishers.accounts;

export const layerOfOtherAccount = defineRule({
  id: "layer-of-other-account",
  title: "The function runs a layer of an account that nobody knows",
  topic: "management",
  severity: "low",
  profile: "strict",
  why: "A layer is code that runs with the function's permissions. Who owns its account decides what is in the next version, and can withdraw the layer, after which the function cannot be deployed any more.",
  remedy: {
    sam: "Publish the layer in an account of your own (`AWS::Serverless::LayerVersion`), or accept the finding with the owner's name.",
    serverless: "Publish the layer in an account of your own (`layers`), or accept the finding with the owner's name.",
    cdk: "Publish the layer in an account of your own (`LayerVersion`), or accept the finding with the owner's name.",
    cloudformation:
      "Publish the layer in an account of your own (`AWS::Lambda::LayerVersion`), or accept the finding with the owner's name.",
  },
  references: ["https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html"],
  aliases: ["prowler:awslambda_function_using_cross_account_layers"],
  differs: "Layers that AWS and monitoring vendors publish are known by their accounts and are not reported.",
  covers: ["M10"],
  examples: [
    {
      framework: "cloudformation",
      bad: withLayer("arn:aws:lambda:eu-west-1:111122223333:layer:somebodys:3"),
      good: withLayer("arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:7"),
    },
  ],
  *check({ graph }) {
    for (const fn of authoredFunctions(graph)) yield* judge(fn);
  },
});

function* judge(fn: Resource): Iterable<Finding> {
  const own = fn.stack?.template.environment.accountId;
  const layers = readItems(fn.properties, "Layers").flatMap(({ view }) => known(readText(view)));
  if (layers.length === 0) {
    yield notApplicable(fn, { message: `${nameOf(fn)} has no layers.`, evidence: [at(fn, nameOf(fn))] });
    return;
  }
  for (const { value, origin } of layers) {
    const [, account = "", layer = ""] = /^arn:[\w-]+:lambda:[^:]*:(\d{12}):layer:([^:]+)/.exec(textKey(value)) ?? [];
    const said = { key: layer || textKey(value), evidence: places(fn, origin, layer) };
    const open = firstUnknown(value);
    const publisher = byAccount[account];
    if (account === "" && open && open.kind !== "pseudo")
      yield unknown(fn, { ...said, message: `Whose layer ${nameOf(fn)} uses is not known: ${open.because}.` });
    else if (account === "" || account === own)
      yield pass(fn, { ...said, message: `${nameOf(fn)} uses a layer of its own account or application.` });
    else if (publisher !== undefined)
      yield pass(fn, { ...said, message: `${nameOf(fn)} uses the layer ${layer}, published as ${publisher}.` });
    else
      yield fail(fn, {
        ...said,
        message: `${nameOf(fn)} uses the layer ${layer} of the account ${account}.`,
        confidence: own === undefined ? "likely" : "certain",
      });
  }
}

function places(fn: Resource, origin: Origin, layer: string) {
  return [{ origin, says: layer || "layer" }, at(fn, `function ${nameOf(fn)}`)] as const;
}

function withLayer(arn: string): string {
  return `Resources:
  Pay:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: pay.handler
      Code: { ZipFile: "" }
      Layers: ["${arn}"]
`;
}
