/** An order comes in by HTTP, is charged from a queue, and reported over night; nothing keeps a report that fails. */
export const ORDERS = `Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs22.x, MemorySize: 512, CodeUri: . } }
Resources:
  Create:
    Type: AWS::Serverless::Function
    Properties:
      Handler: create.handler
      Timeout: 10
      Policies: [ { SQSSendMessagePolicy: { QueueName: !GetAtt Charges.QueueName } } ]
      Events:
        Post: { Type: HttpApi, Properties: { Path: /orders, Method: POST } }
  Charge:
    Type: AWS::Serverless::Function
    Properties:
      Handler: charge.handler
      Timeout: 20
      Events:
        Work: { Type: SQS, Properties: { Queue: !GetAtt Charges.Arn } }
  Report:
    Type: AWS::Serverless::Function
    Properties:
      Handler: report.handler
      Events:
        Nightly:
          Type: Schedule
          Properties:
            Schedule: rate(1 day)
            DeadLetterConfig: { Arn: !GetAtt Undelivered.Arn }
      EventInvokeConfig:
        DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Unreported.Arn } }
  Charges:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 30
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Uncharged.Arn, maxReceiveCount: 5 }
  Uncharged: { Type: AWS::SQS::Queue }
  Undelivered: { Type: AWS::SQS::Queue }
  Unreported: { Type: AWS::SQS::Queue }
`;

/** Functions that exist only to be many. */
export function many(count: number): string {
  const one = (index: number) =>
    `  F${index}: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs16.x, Handler: a.b, CodeUri: . } }\n`;
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${Array.from({ length: count }, (_, index) => one(index)).join("")}`;
}
