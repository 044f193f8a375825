import { alarmCoverage } from "../alarms/coverage.js";
import { alarmExample, alarmRemedy } from "../alarms/example.js";
import needs from "../data/alarm-coverage.json" with { type: "json" };
import { defineRule } from "../rule.js";

export const queueAlarmMissing = defineRule({
  id: "queue-alarm-missing",
  title: "Nobody is told when a queue is not worked off",
  topic: "monitoring",
  severity: "low",
  profile: "strict",
  why: "Messages that arrive faster than they are processed wait longer and longer, without one error. The age of the oldest message says how late the work is.",
  remedy: alarmRemedy(
    "`ApproximateAgeOfOldestMessage` of `AWS/SQS`",
    "QueueName",
    "`queue.metricApproximateAgeOfOldestMessage()`",
  ),
  references: [
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
  ],
  aliases: [],
  covers: ["O11", "B7"],
  examples: [
    {
      framework: "cloudformation",
      bad: `Resources:
  Orders:
    Type: AWS::SQS::Queue
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: work.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/work
  WorkOnOrders:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Orders.Arn, FunctionName: !Ref Work }
`,
      good: `Resources:
  Orders:
    Type: AWS::SQS::Queue
  Work:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: work.handler
      Code: { ZipFile: "" }
      Role: arn:aws:iam::123456789012:role/work
  WorkOnOrders:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Orders.Arn, FunctionName: !Ref Work }
${alarmExample("OrdersWait", "AWS/SQS", "ApproximateAgeOfOldestMessage", "{ Name: QueueName, Value: !GetAtt Orders.QueueName }")}`,
    },
  ],
  *check({ graph }) {
    for (const queue of graph.ofKind("queue"))
      if (queue.stack && queue.owner === undefined && graph.from(queue, "triggers").length > 0)
        yield alarmCoverage(queue, needs.queue, graph);
  },
});
