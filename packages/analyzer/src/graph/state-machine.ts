import type { Text, View } from "../evaluate/model.js";
import { textKey } from "../evaluate/text.js";
import type { StateUse } from "./model.js";
import {
  field,
  listItems,
  numberOf,
  readDefinitions,
  stringOf,
  textOf,
  textsIn,
  type Asl,
  type AslMap,
} from "./states-language.js";

/** A task state of a state machine. */
export interface Task extends StateUse {
  /** The service it integrates with: `lambda`, `sqs`, `dynamodb`, … */
  readonly service: string;
  /** The function it invokes. */
  readonly function: Text | undefined;
  /** Texts in its parameters that may name what it acts on. */
  readonly names: readonly Text[];
  /** Waits until somebody returns the task token (`.waitForTaskToken`), or for an activity's worker. */
  readonly isCallback: boolean;
  /** Whether anything ends the waiting: a timeout of the state or of the whole machine, or a heartbeat. */
  readonly isBounded: boolean;
  /** The errors that are retried, `States.ALL` for all of them; undefined where the name is not known. */
  readonly retried: readonly (string | undefined)[];
}

/** The task states of a state machine, those of its branches and maps included; none where no definition is readable. */
export function readTasks(properties: View): readonly Task[] {
  return readDefinitions(properties).flatMap((definition) => {
    const tasks = [...tasksIn(definition, { retried: [], hasCatch: false })];
    const isTimed = field(definition, "TimeoutSeconds") !== undefined;
    return isTimed ? tasks.map((found) => ({ ...found, isBounded: true })) : tasks;
  });
}

/** Whether a definition of a state machine is there to be read. */
export function hasDefinition(properties: View): boolean {
  return readDefinitions(properties).length > 0;
}

/** What a state does about errors, on top of what the states around it do: their retriers and catchers take over. */
interface ErrorHandling {
  readonly retried: readonly (string | undefined)[];
  readonly hasCatch: boolean;
}

function* tasksIn(definition: Asl | undefined, outer: ErrorHandling): Generator<Task> {
  const states = field(definition, "States");
  if (states?.kind !== "map") return;
  for (const [name, state] of states.fields) {
    if (state.kind !== "map") continue;
    const handling = errorHandling(state, outer);
    if (stringOf(field(state, "Type")) === "Task") yield task(name, state, handling);
    for (const branch of listItems(field(state, "Branches"))) yield* tasksIn(branch, handling);
    yield* tasksIn(field(state, "Iterator"), handling);
    yield* tasksIn(field(state, "ItemProcessor"), handling);
  }
}

function errorHandling(state: AslMap, outer: ErrorHandling): ErrorHandling {
  const retriers = listItems(field(state, "Retry"));
  const retried = retriers.flatMap((retrier) => {
    const errors = listItems(field(retrier, "ErrorEquals"));
    return errors.length > 0 ? errors.map(stringOf) : [undefined];
  });
  return {
    retried: [...retried, ...outer.retried],
    hasCatch: listItems(field(state, "Catch")).length > 0 || outer.hasCatch,
  };
}

/** Either `arn:…:states:::<service>:<api>` with the target in its parameters, or the ARN of a function. */
function task(name: string, state: AslMap, { retried, hasCatch }: ErrorHandling): Task {
  const resource = textOf(field(state, "Resource")) ?? [];
  const written = resource.map((part) => (typeof part === "string" ? part : "_")).join("");
  const service = /^arn:[^:]*:states:[^:]*:[^:]*:(?:aws-sdk:)?([\w-]+):/.exec(written)?.[1];
  const parameters = [field(state, "Parameters"), field(state, "Arguments")];
  const named = parameters.map((p) => textOf(field(p, "FunctionName"))).find((text) => text !== undefined);
  // `${Name}` that no substitution gives is no function.
  const direct = resource.length > 0 && !written.startsWith("${") ? resource : undefined;
  return {
    name,
    service: service ?? "lambda",
    function: service === undefined ? direct : service === "lambda" ? named : undefined,
    names: service === undefined || service === "lambda" ? [] : parameters.flatMap(textsIn),
    isCallback: /\.waitForTaskToken$|:activity:/.test(textKey(resource)),
    isBounded: ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"].some(
      (key) => field(state, key) !== undefined,
    ),
    timeout: numberOf(field(state, "TimeoutSeconds")),
    retried,
    hasRetry: retried.length > 0,
    hasCatch,
    origin: state.origin,
  };
}
