import { resourceId, type Action, type Analysis, type Statement, type Text, type TextPart } from "@assay/analyzer";
import { samPolicy } from "../iam/example.js";
import { judge } from "../iam/judge.js";
import { overlap } from "../iam/overlap.js";
import { count } from "../iam/words.js";
import { defineRule } from "../rule.js";

export const actionResourceMismatch = defineRule({
  id: "action-resource-mismatch",
  title: "A statement allows an action on resources that it does not work on",
  topic: "iam",
  severity: "medium",
  why: "`s3:GetObject` works on objects (`bucket/*`) and `s3:ListBucket` on buckets. On the ARN of something else an action allows nothing, and the function is refused although the policy seems to allow it.",
  remedy: {
    sam: 'Name what the action works on, for example `!Sub "${Reports.Arn}/*"` for objects, or use a SAM policy template.',
    serverless: "Name what the action works on, for example the bucket's ARN with `/*` for objects.",
    cdk: "Use `grant…` methods, or `bucket.arnForObjects('*')` for objects.",
    cloudformation: 'Name what the action works on, for example `!Sub "${Reports.Arn}/*"` for objects.',
  },
  references: [
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html",
  ],
  aliases: ["cfn-lint:I3510"],
  differs:
    "Statements in which a resource is not known are left alone, as are actions that can do without a resource. `GetAtt` and `Ref` of buckets are followed.",
  covers: ["I3"],
  examples: [
    {
      framework: "sam",
      bad: samPolicy("Effect: Allow\nAction: s3:GetObject\nResource: arn:aws:s3:::reports"),
      good: samPolicy("Effect: Allow\nAction: s3:GetObject\nResource: arn:aws:s3:::reports/*"),
    },
  ],
  check: (analysis) =>
    judge(analysis, {
      kinds: ["identity"],
      needs: ["Action", "Resource"],
      wrong: (statement) => without(statement, analysis),
      fails: (name, wrong) => `${name} allows ${wrong}, but names no resource that it works on.`,
      passes: (name, statements) =>
        `The ${count(statements.length, "statement")} of ${name} name resources that their actions work on.`,
    }),
});

/** The actions of a statement that work on none of its resources. */
function without(statement: Statement, { actions, graph }: Analysis): readonly string[] {
  const { effect, resources, unknown } = statement;
  if (effect === "Deny" || resources.length === 0 || unknown.length > 0 || statement.origin.why === "generated")
    return [];
  const patterns = resources.map((text) => arnPattern(text, graph));
  if (patterns.some((found) => found === undefined)) return [];
  return statement.actions.filter((written) => {
    const found = actions.matchingActions(written) ?? [];
    return found.length > 0 && found.every((action) => needsResource(action) && !worksOnAny(action, patterns));
  });
}

function needsResource({ resources }: Action): boolean {
  return resources.length > 1 || resources[0]?.required === true;
}

function worksOnAny({ resources }: Action, patterns: readonly (string | undefined)[]): boolean {
  return patterns.some((written) => written !== undefined && resources.some(({ arn }) => names(written, arn)));
}

/** Whether a written ARN can be one of a type's. Names of buckets have no slash, whatever `*` says. */
function names(written: string, arn: string): boolean {
  if (written === "*") return true;
  const isBucket = arn === "s3:::*";
  const [ours, theirs] = [fields(written), fields(arn)];
  return ours.every((field, i) => overlap(field, theirs[i] ?? "")) && !(isBucket && ours[3]?.includes("/"));
}

/** Service, region, account and resource. */
function fields(arn: string): readonly string[] {
  const [service = "", region = "", account = "", ...rest] = arn.split(":");
  return [service, region, account, rest.join(":")];
}

/** A resource of a statement without `arn:` and the partition, with `*` for what is not known; `undefined` for no ARN. */
function arnPattern(text: Text, graph: Analysis["graph"]): string | undefined {
  const [first, ...rest] = text.map((part) => (typeof part === "string" ? part : shownSymbol(part, graph)));
  if (first === undefined) return undefined;
  if (first === BUCKET) return isArn(text) ? ["s3:::", first, ...rest].join("") : undefined;
  const whole = [first, ...rest].join("");
  if (whole === "*" && typeof text[0] === "string") return "*";
  const [start, partition, ...parts] = whole.split(":");
  return start === "arn" && partition !== undefined && parts.length >= 4 ? parts.join(":") : undefined;
}

/** Stands for the name of a bucket that is declared: a letter that no type of ARN spells. */
const BUCKET = "\u0001";

function shownSymbol(part: Exclude<TextPart, string>, graph: Analysis["graph"]): string {
  const resource = part.kind === "resource" ? graph.resource(resourceId(part.stack, part.logicalId)) : undefined;
  return resource?.type === "AWS::S3::Bucket" ? BUCKET : "*";
}

function isArn([first]: Text): boolean {
  return typeof first === "object" && first.kind === "resource" && first.attribute === "Arn";
}
