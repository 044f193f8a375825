import { at, mappingAt, type MappingNode, type Node } from "../../parse/node.js";
import { draft, generatedFrom } from "../draft.js";
import { propertiesOrigin } from "./code.js";
import { becomes, withAttributes, type Expansion } from "./expansion.js";
import type { Generated, SamResource } from "./model.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { tagList } from "./tags.js";
import { literal, present } from "./value.js";

/** A nested stack: a template, or an application of the Serverless Application Repository. */
export function expandApplication(application: SamResource, sam: Expansion): Generated[] {
  const { id, node, properties } = application;
  const owner = { id, prefix: "", origin: propertiesOrigin(application) };
  checkProperties(properties, resourceProperties["AWS::Serverless::Application"] ?? {}, owner, sam);
  const location = at(properties, "Location");
  const published = location?.kind === "mapping" ? publishedApplication(application, location, sam) : undefined;
  const own = {
    "lambda:createdBy": "SAM",
    "serverlessrepo:applicationId": published?.id,
    "serverlessrepo:semanticVersion": published?.version,
  };
  const tags = mappingAt(properties, "Tags");
  const made = becomes(application, "AWS::CloudFormation::Stack", {
    TemplateURL: published ? undefined : location,
    Parameters: at(properties, "Parameters"),
    NotificationARNs: at(properties, "NotificationARNs"),
    Tags: draft(tagList(tags, own), tags?.origin ?? generatedFrom(node.origin, "SAM")),
    TimeoutInMinutes: at(properties, "TimeoutInMinutes"),
  });
  return [withAttributes(made, { UpdatePolicy: undefined })];
}

interface PublishedApplication {
  readonly id: Node | undefined;
  readonly version: Node | undefined;
}

function publishedApplication(application: SamResource, location: MappingNode, sam: Expansion): PublishedApplication {
  const value = (name: string) => {
    const written = present(location, name);
    const resolved = written && sam.values.mappings(sam.values.parameters(written));
    const text = literal(resolved);
    if (!resolved) sam.reject(application.id, location, `'Location.${name}' is required`);
    else if (resolved.kind !== "scalar")
      sam.reject(
        application.id,
        resolved,
        `'Location.${name}' cannot be resolved; only Ref and Fn::FindInMap can be used`,
      );
    else if (text === undefined || text === "")
      sam.reject(application.id, resolved, `'Location.${name}' has to be a string that is not empty`);
    return resolved;
  };
  return { id: value("ApplicationId"), version: value("SemanticVersion") };
}
