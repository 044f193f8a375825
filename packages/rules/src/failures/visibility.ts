import {
  functionFacts,
  nameOf,
  queueFacts,
  readNumber,
  withDefault,
  type Alternative,
  type Edge,
  type ResourceGraph,
} from "@assay/analyzer";
import { because, notApplicable, unknown, valueAt, type EvidenceList, type Finding } from "../rule.js";
import { worstOf } from "./judge.js";

/** What a rule compares, in seconds: all of it known. */
export interface Visibility {
  readonly trigger: Edge<"triggers">;
  readonly visibility: number;
  readonly timeout: number;
  /** The batching window of the mapping. */
  readonly window: number;
  /** `The visibility timeout of Q is 30 s, the timeout of Fn 10 s`, and the window where there is one. */
  readonly numbers: string;
  readonly said: { readonly key: string; readonly when: Edge["when"]; readonly evidence: EvidenceList };
}

/** Compares the visibility timeout of each queue with the function that reads it, where both are declared. */
export function* judgeVisibility(graph: ResourceGraph, judge: (facts: Visibility) => Finding): Iterable<Finding> {
  for (const trigger of graph.edges("triggers"))
    if (trigger.event === "sqs") yield* visibilityOf(trigger, graph, judge);
}

function visibilityOf(
  trigger: Edge<"triggers">,
  graph: ResourceGraph,
  judge: (facts: Visibility) => Finding,
): readonly Finding[] {
  const { from: queue, to: fn, via } = trigger;
  const key = fn.id;
  const place = { origin: trigger.origin, says: `${nameOf(fn)} reads ${nameOf(queue)}` };
  if (!queue.stack || !fn.stack) {
    const outside = queue.stack ? fn : queue;
    const message = `The visibility timeout of ${nameOf(queue)} for ${nameOf(fn)} is not known: ${nameOf(outside)} is not declared in the scanned inputs.`;
    return [
      queue.stack
        ? notApplicable(queue, { key, message, evidence: [place] })
        : unknown(fn, { key: queue.id, message, evidence: [place] }),
    ];
  }
  const { visibilityTimeout } = queueFacts(queue);
  const { timeout: timeouts } = functionFacts(fn);
  const windows = withDefault(
    via ? readNumber(via.properties, "MaximumBatchingWindowInSeconds") : [],
    via ?? queue,
    0,
    "Lambda default",
  );
  return worstOf<[number, number, number]>(
    graph,
    trigger.when,
    [visibilityTimeout, timeouts, windows],
    ([visibility, timeout, window], when) => {
      const evidence: EvidenceList = [
        valueAt(visibility, "visibility timeout", "s"),
        valueAt(timeout, "timeout", "s"),
        ...(isNone(window) ? [] : [valueAt(window, "batching window", "s")]),
        place,
      ];
      const said = { key, when, evidence };
      if (visibility.state !== "known" || timeout.state !== "known" || window.state !== "known") {
        const open = [visibility, timeout, window].filter(({ state }) => state === "unknown");
        const message = `Whether the visibility timeout of ${nameOf(queue)} fits ${nameOf(fn)} is not known: ${because(...open)}.`;
        return unknown(queue, { ...said, message });
      }
      const numbers = `The visibility timeout of ${nameOf(queue)} is ${visibility.value} s, the timeout of ${nameOf(fn)} ${timeout.value} s${window.value > 0 ? `, the batching window ${window.value} s` : ""}`;
      return judge({
        trigger,
        visibility: visibility.value,
        timeout: timeout.value,
        window: window.value,
        numbers,
        said,
      });
    },
  );
}

function isNone(window: Alternative<number>): boolean {
  return window.state === "known" && window.value === 0;
}
