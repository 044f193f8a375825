import type { Draft } from "../../../draft.js";
import { md5 } from "../../digest.js";

/**
 * A logical id as the CDK makes it: the path's parts joined, with a digest of the path.
 * https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/private/uniqueid.ts
 */
export function cdkId(...path: readonly string[]): string {
  let name = "";
  for (const part of path) {
    const plain = part.replace(/[^A-Za-z0-9]/g, "");
    if (part !== "Resource" && !name.endsWith(plain)) name += plain;
  }
  return name + md5(path.join("/")).slice(0, 8).toUpperCase();
}

export const queueId = (key: string) => cdkId(key, "Queue", "Resource");
export const deadLetterId = (key: string) => cdkId(key, "Dlq", "Resource");
export const bucketId = (key: string) => cdkId(key, "Bucket", "Resource");
export const busId = (key: string) => cdkId(key, "Bus", "Resource");
export const tableId = (key: string) => cdkId(key, "Table", "Resource");
export const arnOf = (id: string): Draft => ({ "Fn::GetAtt": [id, "Arn"] });
