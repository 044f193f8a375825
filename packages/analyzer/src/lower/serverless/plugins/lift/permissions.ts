import type { Drafts } from "../../stack.js";
import { arnOf, bucketId, queueId, tableId } from "./ids.js";

/** What a construct lets the functions do. */
export function permissionOf(type: string | undefined, key: string): Drafts | undefined {
  switch (type) {
    case "queue":
      return { Action: ["sqs:SendMessage", "sqs:ChangeMessageVisibility"], Resource: [arnOf(queueId(key))] };
    case "storage": {
      const bucket = arnOf(bucketId(key));
      return { Action: STORAGE_ACTIONS, Resource: [bucket, { "Fn::Join": ["/", [bucket, "*"]] }] };
    }
    case "database/dynamodb-single-table": {
      const table = arnOf(tableId(key));
      return { Action: TABLE_ACTIONS, Resource: [table, { "Fn::Join": ["/", [table, "index/*"]] }] };
    }
    default:
      return undefined;
  }
}

const STORAGE_ACTIONS = [
  "s3:PutObject",
  "s3:GetObject",
  "s3:DeleteObject",
  "s3:ListBucket",
  "s3:GetObjectAcl",
  "s3:PutObjectAcl",
  "s3:GetObjectTagging",
  "s3:PutObjectTagging",
  "s3:DeleteObjectTagging",
  "s3:GetObjectAttributes",
  "s3:AbortMultipartUpload",
  "s3:ListMultipartUploadParts",
  "s3:ListBucketMultipartUploads",
  "s3:RestoreObject",
];
const TABLE_ACTIONS = [
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:PutItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:UpdateItem",
  "dynamodb:ConditionCheckItem",
];
