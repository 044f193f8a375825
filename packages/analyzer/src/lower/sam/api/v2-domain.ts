import { at, type MappingNode, type Node } from "../../../parse/node.js";
import { generatedFrom } from "../../draft.js";
import { generate, type Expansion } from "../expansion.js";
import { getAtt, ref } from "../intrinsics.js";
import { hashable, hashedId } from "../logical-id.js";
import type { Drafts, Generated, RecordSets, SamResource } from "../model.js";
import { expect } from "../properties.js";
import { given, literal, present } from "../value.js";
import { recordSetGroup } from "./record-sets.js";
import { mutualTls } from "./rest-domain.js";

/** A custom domain name of an HTTP or WebSocket API with its mappings and records. */
export function v2Domain(
  resource: SamResource,
  tag: string,
  attributes: Drafts,
  groups: Map<string, RecordSets>,
  sam: Expansion,
): Generated[] {
  const written = at(resource.properties, "Domain");
  const domain = written && sam.values.parameters(written);
  if (!expect(domain, "mapping", "Domain", resource, sam)) return [];
  const [name, certificate] = [present(domain, "DomainName"), present(domain, "CertificateArn")];
  if (!name || !certificate) sam.reject(resource.id, domain, "'Domain' needs 'DomainName' and 'CertificateArn'");
  const endpoint = present(domain, "EndpointConfiguration");
  if (endpoint && literal(endpoint) !== "REGIONAL")
    sam.reject(resource.id, endpoint, "'Domain.EndpointConfiguration' has to be REGIONAL");
  const id = hashedId("ApiGatewayDomainNameV2", hashable(name));
  const configuration = {
    CertificateArn: certificate,
    EndpointType: endpoint ?? "REGIONAL",
    OwnershipVerificationCertificateArn: given(domain, "OwnershipVerificationCertificateArn"),
    SecurityPolicy: given(domain, "SecurityPolicy"),
  };
  const properties = {
    DomainName: name,
    DomainNameConfigurations: [configuration],
    MutualTlsAuthentication: mutualTls(resource, domain, sam),
    Tags: { [tag]: "SAM" },
  };
  const origin = generatedFrom(domain.origin, "SAM Domain");
  const made = [
    generate(id, "AWS::ApiGatewayV2::DomainName", properties, origin, attributes),
    ...mappings(id, resource, domain, attributes, sam),
  ];
  const route53 = present(domain, "Route53");
  const target = { HostedZoneId: getAtt(id, "RegionalHostedZoneId"), DNSName: getAtt(id, "RegionalDomainName") };
  return route53 ? [...made, ...recordSetGroup(resource, { name, route53, target }, groups, sam)] : made;
}

function mappings(
  id: string,
  resource: SamResource,
  domain: MappingNode,
  attributes: Drafts,
  sam: Expansion,
): Generated[] {
  const written = given(domain, "BasePath");
  const paths: readonly Node[] =
    written?.kind === "sequence" ? written.items : literal(written) !== undefined && written ? [written] : [];
  const origin = generatedFrom(domain.origin, "SAM Domain");
  const mapping = (mappingId: string, key: string | undefined) =>
    generate(
      mappingId,
      "AWS::ApiGatewayV2::ApiMapping",
      { DomainName: ref(id), ApiId: ref(resource.id), Stage: ref(`${resource.id}.Stage`), ApiMappingKey: key },
      origin,
      attributes,
    );
  if (paths.length === 0) return [mapping(`${resource.id}ApiMapping`, undefined)];
  return paths.map((path) => {
    const text = literal(path) ?? "";
    if (literal(path) === undefined || /[^0-9a-zA-Z/\-_]/.test(text))
      sam.reject(resource.id, path, "'Domain.BasePath' has to be made of letters, digits, /, - and _");
    return mapping(`${resource.id}${text.replace(/[-_/]+/g, "")}ApiMapping`, text.replace(/^\/+|\/+$/g, ""));
  });
}
