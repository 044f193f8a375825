import { at, type MappingNode, type Node } from "../../../parse/node.js";
import { generatedFrom } from "../../draft.js";
import { generate, handedDown, type Expansion } from "../expansion.js";
import { getAtt, ref } from "../intrinsics.js";
import { hashable, hashedId } from "../logical-id.js";
import type { Drafts, Generated, SamResource } from "../model.js";
import { expect } from "../properties.js";
import { given, literal, present } from "../value.js";
import { recordSetGroup } from "./record-sets.js";

/** The hosted zone of all CloudFront distributions, hence of edge-optimised domain names. */
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

/** A custom domain name of a REST API with its base paths and records. */
export function restDomain(resource: SamResource, sam: Expansion): Generated[] {
  const written = at(resource.properties, "Domain");
  const domain = written && sam.values.parameters(written);
  if (!expect(domain, "mapping", "Domain", resource, sam)) return [];
  const name = present(domain, "DomainName");
  for (const property of ["DomainName", "CertificateArn"])
    if (!present(domain, property)) sam.reject(resource.id, domain, `'Domain.${property}' is required`);
  const endpoint = present(domain, "EndpointConfiguration");
  const type = endpoint ? literal(endpoint) : "REGIONAL";
  if (endpoint && !["EDGE", "REGIONAL", "PRIVATE"].includes(type ?? ""))
    sam.reject(resource.id, endpoint, "'Domain.EndpointConfiguration' has to be EDGE, REGIONAL or PRIVATE");
  const isPrivate = type === "PRIVATE";
  const id = hashedId(isPrivate ? "ApiGatewayDomainNameV2" : "ApiGatewayDomainName", hashable(name));
  const made: Generated[] = [
    domainName(id, resource, domain, type ?? "REGIONAL", sam),
    ...basePaths(id, resource, domain, isPrivate, sam),
  ];
  const route53 = present(domain, "Route53");
  if (route53)
    made.push(
      ...recordSetGroup(resource, { name, route53, target: aliasTarget(id, type, route53) }, sam.recordSets, sam),
    );
  return isPrivate ? [...made, ...accessAssociation(id, resource, domain, sam)] : made;
}

function domainName(id: string, resource: SamResource, domain: MappingNode, type: string, sam: Expansion): Generated {
  const certificate = present(domain, "CertificateArn");
  const isPrivate = type === "PRIVATE";
  const [policy, ownership] = [given(domain, "Policy"), given(domain, "OwnershipVerificationCertificateArn")];
  if (policy && !isPrivate)
    sam.rejectProperty(resource.id, policy, "'Domain.Policy' cannot be given unless the endpoint is PRIVATE");
  if (ownership && isPrivate) {
    const reason = "'Domain.OwnershipVerificationCertificateArn' cannot be given when the endpoint is PRIVATE";
    sam.rejectProperty(resource.id, ownership, reason);
  }
  const properties: Drafts = {
    DomainName: present(domain, "DomainName"),
    RegionalCertificateArn: type === "REGIONAL" ? certificate : undefined,
    CertificateArn: type === "REGIONAL" ? undefined : certificate,
    EndpointConfiguration: {
      Types: [present(domain, "EndpointConfiguration") ?? type],
      IpAddressType: given(domain, "IpAddressType"),
    },
    MutualTlsAuthentication: isPrivate ? undefined : mutualTls(resource, domain, sam),
    SecurityPolicy: given(domain, "SecurityPolicy"),
    EndpointAccessMode: given(domain, "EndpointAccessMode"),
    Policy: policy,
    OwnershipVerificationCertificateArn: ownership,
  };
  const kind = isPrivate ? "AWS::ApiGateway::DomainNameV2" : "AWS::ApiGateway::DomainName";
  return generate(id, kind, properties, generatedFrom(domain.origin, "SAM Domain"), handedDown(resource.node));
}

/** Where the certificates of callers are checked against. */
export function mutualTls(resource: SamResource, domain: MappingNode, sam: Expansion): MappingNode | undefined {
  const written = given(domain, "MutualTlsAuthentication");
  if (!expect(written, "mapping", "Domain.MutualTlsAuthentication", resource, sam)) return undefined;
  for (const [name, value] of written.entries)
    if (name !== "TruststoreUri" && name !== "TruststoreVersion")
      sam.rejectProperty(resource.id, value, `'Domain.MutualTlsAuthentication' has no property '${name}'`);
  return { ...written, entries: new Map([...written.entries].filter(([, value]) => given(value))) };
}

function basePaths(
  id: string,
  resource: SamResource,
  domain: MappingNode,
  isPrivate: boolean,
  sam: Expansion,
): Generated[] {
  const origin = generatedFrom(domain.origin, "SAM Domain");
  const mapping = (mappingId: string, basePath: Node | string | undefined) =>
    generate(
      mappingId,
      isPrivate ? "AWS::ApiGateway::BasePathMappingV2" : "AWS::ApiGateway::BasePathMapping",
      {
        [isPrivate ? "DomainNameArn" : "DomainName"]: ref(id),
        RestApiId: ref(resource.id),
        Stage: ref(`${resource.id}.Stage`),
        BasePath: basePath,
      },
      origin,
      handedDown(resource.node),
    );
  const written = given(domain, "BasePath");
  const paths =
    written?.kind === "sequence" ? written.items : literal(written) !== undefined && written ? [written] : [];
  if (paths.length === 0) return [mapping(`${resource.id}BasePathMapping`, undefined)];
  const normalize = at(domain, "NormalizeBasePath");
  const keepsSymbols = normalize !== undefined && !given(normalize);
  return paths.map((path) => {
    const text = literal(path);
    if (text === undefined) sam.reject(resource.id, path, "'Domain.BasePath' has to be a string or a list of strings");
    const plain = (text ?? "").replace(/[^\p{L}\p{N}]/gu, "");
    return mapping(`${resource.id}${plain}BasePathMapping`, keepsSymbols ? path : plain);
  });
}

function aliasTarget(id: string, type: string | undefined, route53: Node): Drafts {
  if (type === "REGIONAL")
    return { HostedZoneId: getAtt(id, "RegionalHostedZoneId"), DNSName: getAtt(id, "RegionalDomainName") };
  if (type === "EDGE") {
    const name = present(route53, "DistributionDomainName") ?? getAtt(id, "DistributionDomainName");
    return { HostedZoneId: CLOUDFRONT_ZONE, DNSName: name };
  }
  return {
    HostedZoneId: present(route53, "VpcEndpointHostedZoneId"),
    DNSName: present(route53, "VpcEndpointDomainName"),
  };
}

/** Lets a VPC endpoint reach a private domain name. */
function accessAssociation(id: string, resource: SamResource, domain: MappingNode, sam: Expansion): Generated[] {
  const written = present(domain, "AccessAssociation");
  if (!expect(written, "mapping", "Domain.AccessAssociation", resource, sam)) return [];
  const endpoint = present(written, "VpcEndpointId");
  const properties = {
    DomainNameArn: ref(id),
    AccessAssociationSourceType: "VPCE",
    AccessAssociationSource: endpoint,
  };
  const ownId = hashedId("DomainNameAccessAssociation", [hashable(endpoint) ?? null, id]);
  const origin = generatedFrom(written.origin, "SAM Domain");
  return [
    generate(ownId, "AWS::ApiGateway::DomainNameAccessAssociation", properties, origin, handedDown(resource.node)),
  ];
}
