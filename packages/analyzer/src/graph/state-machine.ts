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
}

/** The task states of a state machine, those of its branches and maps included. */
export function readTasks(properties: View): readonly Task[] {
  return readDefinitions(properties).flatMap((definition) => {
    const tasks = [...tasksIn(definition)];
    const isTimed = field(definition, "TimeoutSeconds") !== undefined;
    return isTimed ? tasks.map((found) => ({ ...found, isBounded: true })) : tasks;
  });
}

function* tasksIn(definition: Asl | undefined): Generator<Task> {
  const states = field(definition, "States");
  if (states?.kind !== "map") return;
  for (const [name, state] of states.fields) {
    if (state.kind !== "map") continue;
    if (stringOf(field(state, "Type")) === "Task") yield task(name, state);
    for (const branch of listItems(field(state, "Branches"))) yield* tasksIn(branch);
    yield* tasksIn(field(state, "Iterator"));
    yield* tasksIn(field(state, "ItemProcessor"));
  }
}

/** Either `arn:…:states:::<service>:<api>` with the target in its parameters, or the ARN of a function. */
function task(name: string, state: AslMap): Task {
  const resource = textOf(field(state, "Resource")) ?? [];
  const head = typeof resource[0] === "string" ? resource[0] : "";
  const service = /^arn:[^:]*:states:[^:]*:[^:]*:(?:aws-sdk:)?([\w-]+):/.exec(head)?.[1];
  const parameters = [field(state, "Parameters"), field(state, "Arguments")];
  const named = parameters.map((p) => textOf(field(p, "FunctionName"))).find((text) => text !== undefined);
  const direct = resource.length > 0 ? resource : undefined;
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
    hasRetry: listItems(field(state, "Retry")).length > 0,
    hasCatch: listItems(field(state, "Catch")).length > 0,
    origin: state.origin,
  };
}
