import { both, known, nameOf, readItems, readNumber, readString, type Resource, type View } from "@assay/analyzer";
import { at, defineRule, fail, pass, unknown, worst, type Finding } from "../rule.js";

export const securityGroupOpenIngress = defineRule({
  id: "security-group-open-ingress",
  title: "A security group lets the whole internet in",
  topic: "vpc",
  severity: "medium",
  profile: "strict",
  why: "A function needs no ingress at all: nobody connects to it through its network interface. A security group of a database or cache that is open to everyone makes the network no protection any more. Only load balancers are meant to be open.",
  remedy: {
    sam: "Name the security group that may connect in `SourceSecurityGroupId` instead of `CidrIp: 0.0.0.0/0`.",
    serverless: "Name the security group that may connect in `SourceSecurityGroupId` instead of `CidrIp: 0.0.0.0/0`.",
    cdk: "Use `connections.allowFrom(fn, port)` instead of `Peer.anyIpv4()`.",
    cloudformation:
      "Name the security group that may connect in `SourceSecurityGroupId` instead of `CidrIp: 0.0.0.0/0`.",
  },
  references: ["https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"],
  aliases: ["cfn_nag:W2"],
  covers: ["V4"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: functions
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 0.0.0.0/0 }]
`,
      good: `Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: functions
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.0.0/16 }]
`,
    },
  ],
  *check({ graph }) {
    for (const group of graph.ofType("AWS::EC2::SecurityGroup")) {
      const rules = readItems(group.properties, "SecurityGroupIngress");
      const findings = rules.map(({ view, when }) => judge(group, view, both(group.when, when) ?? when));
      const message = `${nameOf(group)} lets nobody from the whole internet in.`;
      yield worst(findings) ?? pass(group, { message, evidence: [at(group, nameOf(group))] });
    }
    for (const ingress of graph.ofType("AWS::EC2::SecurityGroupIngress"))
      yield judge(ingress, ingress.properties, ingress.when);
  },
});

function judge(subject: Resource, rule: View, when: Finding["when"]): Finding {
  const sources = [...readString(rule, "CidrIp"), ...readString(rule, "CidrIpv6")];
  const open = known(sources).find(({ value }) => value === "0.0.0.0/0" || /^(0*:)*:?0*\/0$/.test(value));
  const place = at(subject, nameOf(subject));
  if (open) {
    const places = [{ origin: open.origin, says: open.value }, place] as const;
    const scenario = both(when, open.when) ?? when;
    const message = `${nameOf(subject)} lets ${open.value} in on ${portsOf(rule)}.`;
    return fail(subject, { message, evidence: places, when: scenario });
  }
  const hidden = sources.find(({ state }) => state === "unknown");
  return hidden?.state === "unknown"
    ? unknown(subject, {
        message: `Whom ${nameOf(subject)} lets in on ${portsOf(rule)} is not known: ${hidden.because}.`,
        evidence: [place],
        when,
      })
    : pass(subject, { message: `${nameOf(subject)} lets nobody from the whole internet in.`, evidence: [place], when });
}

function portsOf(rule: View): string {
  const protocol = known(readString(rule, "IpProtocol"))[0]?.value;
  const from = known(readNumber(rule, "FromPort"))[0]?.value;
  const to = known(readNumber(rule, "ToPort"))[0]?.value;
  if (protocol === "-1" || from === undefined) return "all ports";
  return to === undefined || from === to ? `port ${from}` : `ports ${from} to ${to}`;
}
