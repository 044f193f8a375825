import { expect, it } from "vitest";
import { parse, usedNames } from "../../src/index.js";

it("collects what a template uses of what it declares", () => {
  const { root } = parse({
    path: "template.yaml",
    text: `Conditions: { C: !Equals [!Ref P1, a], D: !Not [!Condition C] }
Resources:
  A:
    Type: AWS::SNS::Topic
    Condition: D
    DependsOn: [B]
    Properties:
      TopicName: !If [E, !Sub "\${P2}-\${B.Name}", !FindInMap [M, !Ref P3, x]]
      DisplayName: "plain \${P4}"
      Tags: [{ Key: a, Value: !GetAtt G.Arn }]
`,
  });
  if (!root) throw new Error("the text is a template");
  const { references, conditions, mappings, isOpen } = usedNames(root);
  expect([...references].sort()).toEqual(["B", "G", "P1", "P2", "P3", "P4"]);
  expect([...conditions].sort()).toEqual(["C", "D", "E"]);
  expect([...mappings]).toEqual(["M"]);
  expect(isOpen).toBe(false);
});

it.each(["Resources: { 'Fn::Transform': { Name: M } }", "A: !FindInMap [!Ref P, a, b]"])(
  "cannot tell for %s",
  (text) => {
    const { root } = parse({ path: "template.yaml", text });
    expect(root && usedNames(root).isOpen).toBe(true);
  },
);
