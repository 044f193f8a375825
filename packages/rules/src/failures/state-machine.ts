import { hasDefinition, nameOf, readTasks, type Resource, type ResourceGraph, type Task } from "@assay/analyzer";
import { at, fail, notApplicable, pass, unknown, type EvidenceList, type Finding } from "../rule.js";
import { authored } from "./mapping.js";

/** How a rule over the task states of state machines decides and speaks. */
export interface TaskRule {
  /** Whether the rule is about a task. */
  readonly concerns: (task: Task) => boolean;
  readonly isRight: (task: Task) => boolean;
  /** `Lambda tasks` */
  readonly tasks: string;
  readonly wrong: string;
  readonly right: string;
}

/** One finding for each state machine of the author. */
export function* judgeTasks(graph: ResourceGraph, rule: TaskRule): Iterable<Finding> {
  for (const machine of authored(graph, "AWS::StepFunctions::StateMachine")) yield judge(machine, rule);
}

function judge(machine: Resource, { concerns, isRight, tasks, wrong, right }: TaskRule): Finding {
  const name = nameOf(machine);
  const place = at(machine, `state machine ${name}`);
  const all = readTasks(machine.properties);
  if (all.length === 0 && !hasDefinition(machine.properties))
    return unknown(machine, {
      message: `The ${tasks} of ${name} are not known: its definition cannot be read.`,
      evidence: [place],
    });
  const concerned = all.filter(concerns);
  if (concerned.length === 0) return notApplicable(machine, { message: `${name} has no ${tasks}.`, evidence: [place] });
  const bad = concerned.filter((task) => !isRight(task));
  const counted = `${bad.length} of ${concerned.length} ${tasks} of ${name}`;
  const [first, ...others] = bad.map((task) => ({ origin: task.origin, says: `state ${task.name}` }));
  if (!first) {
    const evidence: EvidenceList = [
      place,
      ...concerned.slice(0, 3).map((task) => ({ origin: task.origin, says: `state ${task.name}` })),
    ];
    return pass(machine, {
      message: `${concerned.length} of ${concerned.length} ${tasks} of ${name} ${right}.`,
      evidence,
    });
  }
  return fail(machine, {
    message: `${counted} ${wrong}: ${bad.map((task) => task.name).join(", ")}.`,
    evidence: [first, ...others, place],
  });
}
