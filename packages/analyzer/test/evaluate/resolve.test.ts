import { describe, expect, it } from "vitest";
import {
  analyze,
  describeScenario,
  memoryRepository,
  readText,
  regionOf,
  showText,
  type Analysis,
} from "@assay/analyzer";

const TEMPLATE = `
Parameters:
  Stage: { Type: String, Default: dev, AllowedValues: [dev, prod] }
  Free: { Type: String }
  Choice: { Type: String, AllowedValues: [a, b] }
  List: { Type: CommaDelimitedList, Default: "x, y" }
  Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /shared/name }
Mappings:
  Sizes:
    dev: { memory: 128 }
    prod: { memory: 1024 }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  Never: !Equals [a, b]
Resources:
  Name: { Type: "AWS::SSM::Parameter", Properties: { Name: /shared/name, Type: String, Value: !GetAtt Queue.Arn } }
  Queue: { Type: "AWS::SQS::Queue" }
  Subject:
    Type: Custom::Subject
    Properties:
      Value: VALUE
Outputs:
  Exported: { Value: !GetAtt Queue.Arn, Export: { Name: !Sub "\${AWS::StackName}-queue" } }
  Plain: { Value: !Ref Queue, Export: { Name: the-queue } }
`;

const evaluate = async (value: string, parameters: Record<string, string> = {}): Promise<string> => {
  const files = { "template.yaml": TEMPLATE.replace("VALUE", value) };
  const analysis = await analyze(memoryRepository(files), {
    parameters: new Map(Object.entries(parameters)),
    region: undefined,
  });
  return shown(analysis);
};

function shown({ graph }: Analysis): string {
  const subject = graph.resources.find((resource) => resource.logicalId === "Subject");
  return readText(subject!.properties, "Value")
    .map((alternative) => {
      const text =
        alternative.state === "known"
          ? showText(alternative.value)
          : alternative.state === "unknown"
            ? `? ${alternative.because}`
            : "-";
      return alternative.when.length > 0 ? `${text} when ${describeScenario(alternative.when)}` : text;
    })
    .join(" | ");
}

describe("values", () => {
  it.each([
    ["a literal", "x", "x"],
    ["a parameter with a default", "!Ref Stage", "dev"],
    ["a parameter without a value", "!Ref Free", "${Free}"],
    ["a parameter without a value but with allowed ones", "!Ref Choice", "a when Choice=a | b when Choice=b"],
    ["a resource", "!Ref Queue", "${Queue}"],
    ["an attribute", "!GetAtt Queue.Arn", "${Queue.Arn}"],
    ["a pseudo parameter", "!Ref AWS::Region", "${AWS::Region}"],
    ["nothing", "!Ref AWS::NoValue", "-"],
    ["something that does not exist", "!Ref Nobody", "? nothing is called Nobody"],
    [
      "Sub with a parameter, an attribute and an escape",
      '!Sub "${Stage}/${Queue.Arn}/${!Stage}"',
      "dev/${Queue.Arn}/${Stage}",
    ],
    ["Sub with its own values", '!Sub ["${A}-${Stage}", { A: !Ref Free }]', "${Free}-dev"],
    ["Join leaves out what is not there", '!Join ["-", [a, !Ref AWS::NoValue, b]]', "a-b"],
    ["If on an open condition", "!If [IsProd, big, small]", "big when IsProd | small when not IsProd"],
    ["If inside If on the same condition", "!If [IsProd, !If [IsProd, a, b], c]", "a when IsProd | c when not IsProd"],
    ["If on a constant condition", "!If [Never, a, b]", "b"],
    ["If inside Sub", '!Sub ["${A}-x", { A: !If [IsProd, p, d] }]', "p-x when IsProd | d-x when not IsProd"],
    ["If on a condition that does not exist", "!If [Nope, a, b]", "? there is no condition Nope"],
    ["Select", "!Select [1, [a, b]]", "b"],
    ["Select from a list parameter", "!Select [1, !Ref List]", "y"],
    ["Select past the end", "!Select [7, [a]]", "? Fn::Select finds no item 7"],
    ["Split of a text with references", '!Select [1, !Split ["/", !Sub "a/${Queue}b"]]', "${Queue}b"],
    [
      "a mapping chosen by a parameter gives each entry",
      "!FindInMap [Sizes, !Ref Stage, memory]",
      "128 when Stage=dev | 1024 when Stage=prod",
    ],
    ["a mapping without the key", "!FindInMap [Sizes, qa, memory]", "? Fn::FindInMap finds no entry"],
    ["a default for a mapping without the key", "!FindInMap [Sizes, qa, memory, { DefaultValue: 7 }]", "7"],
    ["an import of the same repository", "!ImportValue the-queue", "${Queue}"],
    ["an import from elsewhere", "!ImportValue other", "${other}"],
    ["a parameter of an SSM type that the repository fills", "!Ref Stored", "${Queue.Arn}"],
    ["a dynamic reference that the repository fills", '"{{resolve:ssm:/shared/name:1}}"', "${Queue.Arn}"],
    [
      "a dynamic reference that it does not fill",
      '"{{resolve:secretsmanager:db:SecretString:password}}"',
      "${secretsmanager:db:SecretString:password}",
    ],
    ["a list where a string is needed", "[a]", "? it is not a string"],
    ["an unknown function", "!Base64 x", "? Fn::Base64 is not evaluated"],
    ["the length of a list", "!Length [a, b]", "2"],
  ])("%s", async (_, value, expected) => {
    expect(await evaluate(value)).toBe(expected);
  });

  it("follows given parameters, and then only one branch", async () => {
    expect(await evaluate("!If [IsProd, big, small]", { Stage: "prod" })).toBe("big");
    expect(await evaluate("!FindInMap [Sizes, !Ref Stage, memory]", { Stage: "prod" })).toBe("1024");
  });

  it("cites the default of a parameter and where it is used", async () => {
    const analysis = await analyze(memoryRepository({ "template.yaml": TEMPLATE.replace("VALUE", "!Ref Stage") }), {
      parameters: new Map(),
    });
    const subject = analysis.graph.resources.find((resource) => resource.logicalId === "Subject");
    const [value] = readText(subject!.properties, "Value");
    expect(regionOf(value!.origin.span).startLine).toBe(3);
    expect(regionOf(value!.origin.cause!.span).startLine).toBe(21);
  });
});

describe("nested stacks", () => {
  const nested = (child: string, value = "!GetAtt Child.Outputs.Out") =>
    analyze(
      memoryRepository({
        "template.yaml": TEMPLATE.replace("VALUE", value).replace(
          "Resources:",
          "Resources:\n  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yaml, Parameters: { Given: !Ref Queue, Stage: !Ref Stage } } }",
        ),
        "child.yaml": child,
      }),
      { parameters: new Map() },
    );
  const child = (value: string) => `
Parameters: { Given: { Type: String }, Stage: { Type: String, Default: none }, Own: { Type: String, Default: own } }
Conditions: { IsProd: !Equals [!Ref Stage, prod] }
Resources: { Inner: { Type: "AWS::SNS::Topic" } }
Outputs: { Out: { Value: ${value} } }
`;
  it.each([
    ["an output is a resource of the nested stack", "!Ref Inner", "${Inner}"],
    ["a parameter is what the parent gives", "!Ref Given", "${Queue}"],
    ["a parameter that the parent leaves out has its default", "!Ref Own", "own"],
    ["a condition follows the parent's parameter", "!If [IsProd, p, d]", "p when IsProd | d when not IsProd"],
  ])("%s", async (_, output, expected) => {
    expect(shown(await nested(child(output)))).toBe(expected);
  });
  it("says so when the output is missing", async () => {
    expect(shown(await nested(child("x"), "!GetAtt Child.Outputs.Nope"))).toBe(
      "? the nested stack Child has no output Nope",
    );
  });
  it("knows that conditions of parent and child on the same parameter go together", async () => {
    const analysis = await nested(
      child("!If [IsProd, p, d]"),
      '!Join ["", [!If [IsProd, P, D], !GetAtt Child.Outputs.Out]]',
    );
    const subject = analysis.graph.resources.find((resource) => resource.logicalId === "Subject");
    const possible = readText(subject!.properties, "Value").filter(({ when }) => analysis.world.satisfiable(when));
    expect(possible.map((alternative) => (alternative.state === "known" ? showText(alternative.value) : "?"))).toEqual([
      "Pp",
      "Dd",
    ]);
  });
});

describe("hostile input", () => {
  it.each([
    [
      "outputs that depend on each other",
      {
        "a.yaml": stack("b.yaml", "!GetAtt Child.Outputs.Out"),
        "b.yaml":
          "Parameters: { P: { Type: String } }\nResources: { T: { Type: AWS::SNS::Topic } }\nOutputs: { Out: { Value: !Ref P } }",
      },
    ],
    [
      "an export that imports itself",
      {
        "a.yaml":
          "Resources: { T: { Type: AWS::SNS::Topic, Properties: { TopicName: !ImportValue me } } }\nOutputs: { O: { Value: !ImportValue me, Export: { Name: me } } }",
      },
    ],
    [
      "a condition that depends on itself",
      { "a.yaml": "Conditions: { A: !Not [!Condition A] }\nResources: { T: { Type: AWS::SNS::Topic, Condition: A } }" },
    ],
    ["stacks that nest each other", { "a.yaml": stack("b.yaml", "x"), "b.yaml": stack("a.yaml", "x") }],
    [
      "an SSM parameter that is its own value",
      {
        "a.yaml":
          'Resources: { S: { Type: AWS::SSM::Parameter, Properties: { Name: /s, Value: "{{resolve:ssm:/s}}" } }, T: { Type: AWS::SNS::Topic, Properties: { TopicName: "{{resolve:ssm:/s}}" } } }',
      },
    ],
  ])("%s ends", async (_, files) => {
    const { graph } = await analyze(memoryRepository(files), { parameters: new Map() });
    expect(graph.resources.length).toBeGreaterThan(0);
  });
  it("says that a stack nests itself", async () => {
    const { problems } = await analyze(
      memoryRepository({ "a.yaml": stack("b.yaml", "x"), "b.yaml": stack("a.yaml", "x") }),
      { parameters: new Map() },
    );
    expect(problems.map((problem) => problem.code)).toEqual(["nested-cycle"]);
  });
});

function stack(url: string, value: string): string {
  return `Resources: { Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url}, Parameters: { P: ${value} } } } }`;
}
