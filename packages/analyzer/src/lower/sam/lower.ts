import type { MappingNode } from "../../parse/node.js";
import { openTemplate } from "../cloudformation.js";
import type { LowerContext } from "../context.js";
import type { Environment, Project } from "../template.js";
import { expandTemplate } from "./template.js";

/** What the SAM expansion has to know of a deployment. */
export interface SamDeployment {
  readonly environment: Environment;
  /** The value that a parameter has unless someone says otherwise: the given one, else the default. */
  readonly parameter: (name: string) => string | undefined;
}

/** The front end for AWS SAM templates. */
export async function lowerSam(entry: string, context: LowerContext): Promise<Project | undefined> {
  const open = await openTemplate(entry, context);
  if (!open) return undefined;
  const root = expandSam(open.root, open, context);
  return {
    framework: "sam",
    entry,
    templates: [
      { path: entry, framework: "sam", root, parameterValues: open.parameterValues, environment: open.environment },
    ],
  };
}

/**
 * Expands the `AWS::Serverless::*` resources of a template to CloudFormation. Whatever SAM would reject is reported,
 * and the rest expanded as far as possible.
 */
export function expandSam(root: MappingNode, deployment: SamDeployment, context: LowerContext): MappingNode {
  return expandTemplate(root, deployment.parameter, deployment.environment.region, context);
}
