import type { Sources } from "../../../parse/sources.js";
import type { Span } from "../../../source/span.js";
import type { Creations } from "./creations.js";
import { entriesOf } from "./entry.js";
import { Evaluator } from "./evaluator.js";
import { Modules } from "./modules.js";
import { literalOf, matches } from "./patterns.js";
import type { MethodCall } from "./values.js";

/** Where the author's program creates the construct of a path, and how much of the path that construct is. */
export interface FoundSource {
  readonly span: Span;
  readonly authoredPath: string;
}

/** The methods by which a construct gets a resource besides its own, by type, or by id for a role's policy. */
const ADDED_BY: ReadonlyMap<string, RegExp> = new Map([
  ["DefaultPolicy", /^(grant\w*|addToRolePolicy|addToPrincipalPolicy|addToPolicy)$/],
  ["AWS::Lambda::EventSourceMapping", /^addEventSource(Mapping)?$/],
  [
    "AWS::Lambda::Permission",
    /^(addTarget|addSubscription|add\w*Notification|addPermission|addFunctionUrl|grantInvoke\w*)$/,
  ],
  ["AWS::Lambda::EventInvokeConfig", /^configureAsyncInvoke$/],
  ["AWS::Lambda::Url", /^addFunctionUrl$/],
  ["AWS::SNS::Subscription", /^addSubscription$/],
  ["AWS::SNS::TopicPolicy", /^addToResourcePolicy$/],
  ["AWS::SQS::QueuePolicy", /^(addToResourcePolicy|addSubscription)$/],
  ["AWS::S3::BucketPolicy", /^addToResourcePolicy$/],
  ["AWS::Events::EventBusPolicy", /^addToResourcePolicy$/],
  ["Custom::S3BucketNotifications", /^add\w*Notification$/],
]);

/** The author's program, read for the places where it creates constructs. */
export class SourceSearch {
  private readonly creations: Creations;

  private constructor(creations: Creations) {
    this.creations = creations;
  }

  /** Reads the program of an assembly; `undefined` when none is found that is TypeScript or JavaScript. */
  static async open(assemblyFolder: string, sources: Sources): Promise<SourceSearch | undefined> {
    const entries = entriesOf(assemblyFolder, sources);
    if (entries.length === 0) return undefined;
    const { default: typescript } = await import("typescript");
    const modules = new Modules(typescript, sources);
    const evaluator = new Evaluator(typescript, modules);
    for (const entry of entries) {
      const module = modules.open(entry);
      if (module) evaluator.run(module);
    }
    return new SourceSearch(evaluator.creations);
  }

  /** The stacks that the program creates under ids which are known. */
  get stacks(): readonly { readonly path: string; readonly span: Span }[] {
    return this.creations.stacks.flatMap(({ path, span }) => {
      const ids = path.map(literalOf);
      return ids.includes(undefined) ? [] : [{ path: ids.join("/"), span }];
    });
  }

  /** The creation on the path, below the stack; the call that added the resource where that is known. */
  find(path: string, type: string | undefined, stackPath: string): FoundSource | undefined {
    const segments = path.split("/").map((segment) => segment.replace(/\.NestedStack$/, ""));
    const match = this.creations.find(segments);
    const stackDepth = stackPath === "" ? 0 : stackPath.split("/").length;
    if (!match || match.depth <= stackDepth) return undefined;
    const authored = segments.slice(0, match.depth);
    const isOwn = /^(Resource|Default)?$/.test(segments.slice(match.depth).join("/"));
    const kind = segments.includes("DefaultPolicy", match.depth) ? "DefaultPolicy" : (type ?? "");
    const method = isOwn ? undefined : ADDED_BY.get(kind);
    const call = method && this.creations.calls.find((made) => method.test(made.method) && isAbout(made, authored));
    return { span: (call ?? match.creation).span, authoredPath: authored.join("/") };
  }
}

function isAbout(call: MethodCall, path: readonly string[]): boolean {
  return call.about.some(
    (about) => about.length === path.length && about.every((pattern, i) => matches(pattern, path[i] ?? "")),
  );
}
