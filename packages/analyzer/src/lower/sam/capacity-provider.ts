import { at, mappingAt } from "../../parse/node.js";
import { draft, generatedFrom, type Draft } from "../draft.js";
import { propertiesOrigin } from "./code.js";
import { becomes, handedDown, type Expansion } from "./expansion.js";
import { getAtt } from "./intrinsics.js";
import type { Generated, SamResource } from "./model.js";
import { managedPolicyArn } from "./partition.js";
import { checkProperties, resourceProperties } from "./properties.js";
import { role } from "./role.js";
import { tagList } from "./tags.js";
import { given, present } from "./value.js";

const TAG = { "lambda:createdBy": "SAM" };

/** A capacity provider for functions on managed instances, and the role that operates it. */
export function expandCapacityProvider(provider: SamResource, sam: Expansion): Generated[] {
  const { id, node, properties } = provider;
  const owner = { id, prefix: "", origin: propertiesOrigin(provider) };
  checkProperties(properties, resourceProperties["AWS::Serverless::CapacityProvider"] ?? {}, owner, sam);
  checkInstances(provider, sam);
  const tags = mappingAt(properties, "Tags");
  const roleTags = given(properties, "PropagateTags") ? tagList(tags, TAG) : tagList(undefined, TAG);
  const own = given(properties, "OperatorRole");
  const operator = role(
    {
      id: `${id}OperatorRole`,
      trust: "lambda.amazonaws.com",
      policies: [
        {
          managed: [
            draft(
              managedPolicyArn(sam.partition, "AWSLambdaManagedEC2ResourceOperator"),
              generatedFrom(node.origin, "SAM operator role"),
            ),
          ],
        },
      ],
      tags: roleTags,
    },
    generatedFrom(node.origin, "SAM operator role"),
    handedDown(node),
  );
  const vpc = given(properties, "VpcConfig");
  const made = becomes(provider, "AWS::Lambda::CapacityProvider", {
    CapacityProviderName: given(properties, "CapacityProviderName"),
    VpcConfig: vpc && { SubnetIds: at(vpc, "SubnetIds"), SecurityGroupIds: present(vpc, "SecurityGroupIds") },
    PermissionsConfig: { CapacityProviderOperatorRoleArn: own ?? getAtt(operator.id, "Arn") },
    Tags: tagList(tags, TAG),
    InstanceRequirements: instanceRequirements(provider),
    CapacityProviderScalingConfig: scaling(provider),
    KmsKeyArn: given(properties, "KmsKeyArn"),
  });
  return own ? [made] : [operator, made];
}

function checkInstances(provider: SamResource, sam: Expansion): void {
  const requirements = at(provider.properties, "InstanceRequirements");
  const excluded = present(requirements, "ExcludedTypes");
  if (present(requirements, "AllowedTypes") && excluded)
    sam.rejectProperty(provider.id, excluded, "'AllowedTypes' and 'ExcludedTypes' cannot be given together");
}

function instanceRequirements({ properties }: SamResource): Draft {
  const written = given(properties, "InstanceRequirements");
  return (
    written && {
      Architectures: present(written, "Architectures"),
      AllowedInstanceTypes: present(written, "AllowedTypes"),
      ExcludedInstanceTypes: present(written, "ExcludedTypes"),
    }
  );
}

/** Scaling is automatic unless a target for the use of the processors is given. */
function scaling({ properties }: SamResource): Draft {
  const written = given(properties, "ScalingConfig");
  if (!written) return undefined;
  const target = present(written, "AverageCPUUtilization");
  const policy = { PredefinedMetricType: "LambdaCapacityProviderAverageCPUUtilization", TargetValue: target };
  return {
    MaxVCpuCount: present(written, "MaxVCpuCount"),
    ScalingMode: target ? "Manual" : "Auto",
    ScalingPolicies: target && [policy],
  };
}
