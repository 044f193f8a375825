/** A SAM template with one function whose policies hold one statement: what most examples about IAM are. */
export function samPolicy(statement: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Resources:
  Report:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: report.handler
      CodeUri: src/
      Policies:
        - Statement:
            - ${statement.trim().replaceAll("\n", "\n              ")}
`;
}

/** A CloudFormation template with a role that has this trust policy statement. */
export function roleTrusting(statement: string): string {
  return `Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - ${statement.trim().replaceAll("\n", "\n            ")}
`;
}

/** A CloudFormation template with a queue and a policy for it. */
export function queuePolicy(statement: string): string {
  return `Resources:
  Orders:
    Type: AWS::SQS::Queue
  OrdersPolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Orders]
      PolicyDocument:
        Statement:
          - ${statement.trim().replaceAll("\n", "\n            ")}
`;
}

/** A CloudFormation template with a permission to invoke a function. */
export function permission(properties: string): string {
  return `Resources:
  Report:
    Type: AWS::Lambda::Function
    Properties: { Runtime: python3.13, Handler: report.handler, Code: { ZipFile: "" }, Role: arn:aws:iam::123456789012:role/report }
  Uploads:
    Type: AWS::SNS::Topic
  Allowed:
    Type: AWS::Lambda::Permission
    Properties:
      ${properties.trim().replaceAll("\n", "\n      ")}
`;
}
