import { known, readString, readText } from "../../evaluate/read.js";
import type { Linker } from "./linker.js";

/**
 * Aliases and versions lead to their function or state machine. Runs before the other linkers: what names an alias then
 * finds the function, with the alias as qualifier.
 */
export const aliasLinker: Linker = {
  types: [
    "AWS::Lambda::Alias",
    "AWS::Lambda::Version",
    "AWS::StepFunctions::StateMachineAlias",
    "AWS::StepFunctions::StateMachineVersion",
  ],
  link(resource, { graph, locator }) {
    const { properties, type } = resource;
    const isFunction = type.startsWith("AWS::Lambda::");
    const owner = isFunction
      ? readText(properties, "FunctionName")
      : [
          ...readText(properties, "StateMachineArn"),
          ...readText(properties, "DeploymentPreference", "StateMachineVersionArn"),
          ...readText(properties, "RoutingConfiguration", "0", "StateMachineVersionArn"),
        ];
    const qualifier = type.endsWith("Alias") ? known(readString(properties, "Name"))[0]?.value : undefined;
    for (const { value, origin, when } of known(owner)) {
      const found = locator.declared(value, isFunction ? ["function"] : ["state-machine", "state-machine-version"]);
      if (!found) continue;
      locator.aliases.set(resource.id, { ...found, qualifier: qualifier ?? resource.logicalId });
      graph.connect("contains", found.resource, resource, { origin, when });
    }
  },
};
