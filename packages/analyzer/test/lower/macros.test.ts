import { describe, expect, it } from "vitest";
import { lowerRepository, memoryRepository, regionOf, toJson, type MappingNode, type Settings } from "@assay/analyzer";

const lowered = async (files: Record<string, string>, settings: Partial<Settings> = {}) => {
  const { projects, problems } = await lowerRepository(memoryRepository(files), { parameters: new Map(), ...settings });
  const root = projects.find(({ entry }) => entry === "template.yaml")!.templates[0]!.root;
  return {
    root,
    resources: (toJson(root) as { Resources: unknown }).Resources,
    problems: problems.map(({ code, level, span }) => `${level} ${code} ${span.file.path}:${regionOf(span).startLine}`),
  };
};
const include = (location: string) =>
  `{ Fn::Transform: { Name: AWS::Include, Parameters: { Location: ${location} } } }`;
const topic = (properties: string) => `Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties: ${properties}\n`;

describe("AWS::Include", () => {
  it("puts a local file in its place; what it says wins over what stands beside it", async () => {
    const files = {
      "template.yaml": topic(
        "{ Own: 1, Fn::Transform: { Name: AWS::Include, Parameters: { Location: parts/t.yaml } } }",
      ),
      "parts/t.yaml": "TopicName: included\nOwn: 2\n",
    };
    const { resources, root, problems } = await lowered(files);
    expect(resources).toEqual({ T: { Type: "AWS::SNS::Topic", Properties: { Own: 2, TopicName: "included" } } });
    expect(problems).toEqual([]);
    const name = root.entries.get("Resources");
    const text = JSON.stringify(toJson(name!));
    expect(text).toContain("included");
  });
  it("gives included nodes their own place and what brought them in", async () => {
    const { root } = await lowered({ "template.yaml": topic(include("p.json")), "p.json": '{"TopicName": "x"}' });
    const properties = ["Resources", "T", "Properties", "TopicName"].reduce(
      (node, key) => node.entries.get(key) as MappingNode,
      root,
    );
    expect(properties.origin.why).toBe("included");
    expect(properties.origin.span.file.path).toBe("p.json");
    expect(properties.origin.cause?.span.file.path).toBe("template.yaml");
  });
  it.each<[string, Record<string, string>, string[]]>([
    ["a missing file", { "template.yaml": topic(include("nope.yaml")) }, ["warning included-file template.yaml:4"]],
    [
      "a path out of the repository",
      { "template.yaml": topic(include("../../etc/passwd")) },
      ["warning path-escapes template.yaml:4"],
    ],
    ["an absolute path", { "template.yaml": topic(include("/etc/passwd")) }, ["warning path-escapes template.yaml:4"]],
    [
      "a bucket",
      { "template.yaml": topic(include("s3://bucket/part.yaml")) },
      ["warning include-remote template.yaml:4"],
    ],
    [
      "a file that includes itself",
      { "template.yaml": topic(include("a.yaml")), "a.yaml": include("a.yaml") },
      ["error include-cycle a.yaml:1"],
    ],
    [
      "a file with an error of its own",
      { "template.yaml": topic(include("a.yaml")), "a.yaml": "a: [\n" },
      ["error yaml-syntax a.yaml:2"],
    ],
    [
      "another macro",
      { "template.yaml": `Transform: [Custom]\n${topic("{}")}` },
      ["warning unknown-macro template.yaml:1"],
    ],
  ])("%s", async (_, files, expected) => {
    expect((await lowered(files)).problems).toEqual(expected);
  });
});

describe("Fn::ForEach", () => {
  const loop = (
    collection: string,
    head = "Transform: AWS::LanguageExtensions\n",
  ) => `${head}Parameters: { Names: { Type: CommaDelimitedList, Default: "a,b-c" }, Open: { Type: CommaDelimitedList } }
Resources:
  Fn::ForEach::Topics:
    - Name
    - ${collection}
    - Topic&{Name}:
        Type: AWS::SNS::Topic
        Properties: { TopicName: !Sub "x-\${Name}", Other: !Ref Name }
`;
  const topics = (...names: string[]) =>
    Object.fromEntries(
      names.map((name) => [
        `Topic${name.replace("-", "")}`,
        { Type: "AWS::SNS::Topic", Properties: { TopicName: { "Fn::Sub": `x-${name}` }, Other: name } },
      ]),
    );
  it("unrolls literal lists and list parameters", async () => {
    expect((await lowered({ "template.yaml": loop("[a, b]") })).resources).toEqual(topics("a", "b"));
    expect((await lowered({ "template.yaml": loop("!Ref Names") })).resources).toEqual(topics("a", "b-c"));
    expect(
      (await lowered({ "template.yaml": loop("!Ref Open") }, { parameters: new Map([["Open", "z"]]) })).resources,
    ).toEqual(topics("z"));
  });
  it("says when the list is not known", async () => {
    expect((await lowered({ "template.yaml": loop("!Ref Open") })).problems).toEqual([
      "warning foreach-unresolved template.yaml:4",
    ]);
    expect((await lowered({ "template.yaml": loop("[a]").replace("    - Name\n", "") })).problems).toEqual([
      "warning foreach-unresolved template.yaml:4",
    ]);
  });
});

describe("samconfig.toml", () => {
  const template =
    "Parameters: { Names: { Type: CommaDelimitedList, Default: d } }\nTransform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::L: [N, !Ref Names, { 'T${N}': { Type: AWS::SNS::Topic } }]\n";
  const ids = async (toml: string, settings?: Partial<Settings>) =>
    Object.keys((await lowered({ "template.yaml": template, "samconfig.toml": toml }, settings)).resources as object);
  it.each([
    [
      "a string of overrides",
      '[default.deploy.parameters]\nparameter_overrides = "Names=\\"a,b\\" Other=1"',
      ["Ta", "Tb"],
    ],
    [
      "the older spelling",
      '[default.deploy.parameters]\nparameter_overrides = "ParameterKey=Names,ParameterValue=c"',
      ["Tc"],
    ],
    ["a list of overrides", '[default.global.parameters]\nparameter_overrides = ["Names=e"]', ["Te"]],
    ["nothing of use", "version = 0.1", ["Td"]],
  ])("%s", async (_, toml, expected) => {
    expect(await ids(toml)).toEqual(expected);
  });
  it("another environment, and a given parameter above all", async () => {
    const toml =
      '[default.deploy.parameters]\nparameter_overrides = "Names=a"\n[prod.deploy.parameters]\nparameter_overrides = "Names=p"';
    expect(await ids(toml, { configEnv: "prod" })).toEqual(["Tp"]);
    expect(await ids(toml, { parameters: new Map([["Names", "g"]]) })).toEqual(["Tg"]);
  });
  it("locates an error", async () => {
    const { problems } = await lowered({ "template.yaml": template, "samconfig.toml": "version = 0.1\nbroken = [\n" });
    expect(problems).toEqual(["error toml-syntax samconfig.toml:3"]);
  });
});
