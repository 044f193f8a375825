// Written by scripts/generate.mjs; do not edit.

/** The JSON Schema of an assessment, as shipped in schema/assessment-1.json of @assay/rules. */
export const assessmentSchema = {
  $id: "https://assay.dev/schema/assessment-1.json",
  $schema: "http://json-schema.org/draft-07/schema#",
  $ref: "#/definitions/Assessment",
  definitions: {
    Assessment: {
      type: "object",
      properties: {
        schema: {
          type: "string",
          const: "https://assay.dev/schema/assessment-1.json",
        },
        tool: {
          type: "object",
          properties: {
            name: {
              type: "string",
              const: "assay",
            },
            version: {
              type: "string",
            },
          },
          required: ["name", "version"],
          additionalProperties: false,
        },
        complete: {
          type: "boolean",
          description: "Whether everything that was found could be read and evaluated.",
        },
        projects: {
          type: "array",
          items: {
            type: "object",
            properties: {
              framework: {
                type: "string",
              },
              entry: {
                type: "string",
              },
              templates: {
                type: "array",
                items: {
                  type: "string",
                },
              },
            },
            required: ["framework", "entry", "templates"],
            additionalProperties: false,
          },
        },
        inputs: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Files that were read.",
        },
        problems: {
          type: "array",
          items: {
            $ref: "#/definitions/AssessedProblem",
          },
        },
        functions: {
          type: "array",
          items: {
            $ref: "#/definitions/FunctionRow",
          },
        },
        findings: {
          type: "array",
          items: {
            $ref: "#/definitions/AssessedFinding",
          },
        },
        rules: {
          type: "array",
          items: {
            $ref: "#/definitions/AssessedRule",
          },
          description: "The rules that have failing findings, or some that they cannot decide.",
        },
        compared: {
          $ref: "#/definitions/Comparison",
          description: "Set when the assessment was compared with another version of the repository.",
        },
        suppressions: {
          type: "array",
          items: {
            $ref: "#/definitions/AssessedSuppression",
          },
        },
        ruleFailures: {
          type: "array",
          items: {
            $ref: "#/definitions/RuleFailure",
          },
        },
        checklists: {
          type: "array",
          items: {
            $ref: "#/definitions/AssessedChecklist",
          },
        },
      },
      required: [
        "schema",
        "tool",
        "complete",
        "projects",
        "inputs",
        "problems",
        "functions",
        "findings",
        "rules",
        "suppressions",
        "ruleFailures",
        "checklists",
      ],
      additionalProperties: false,
      description:
        "All that is known of a repository and what follows from it: the one document that every output is made from.",
    },
    AssessedProblem: {
      type: "object",
      properties: {
        file: {
          type: "string",
        },
        startLine: {
          type: "number",
        },
        startColumn: {
          type: "number",
        },
        endLine: {
          type: "number",
        },
        endColumn: {
          type: "number",
        },
        code: {
          type: "string",
        },
        level: {
          $ref: "#/definitions/ProblemLevel",
        },
        message: {
          type: "string",
        },
        help: {
          type: "string",
        },
        change: {
          $ref: "#/definitions/Change",
        },
      },
      required: ["code", "endColumn", "endLine", "file", "help", "level", "message", "startColumn", "startLine"],
      additionalProperties: false,
    },
    ProblemLevel: {
      type: "string",
      enum: ["error", "warning", "note"],
      description:
        "How much of the input a problem costs: `error` means that something was not analysed, `warning` that it was analysed in part or is likely to fail at deployment, `note` is good to know and costs nothing.",
    },
    Change: {
      type: "string",
      enum: ["new", "unchanged"],
      description: "What a comparison says of something that is wrong now.",
    },
    FunctionRow: {
      type: "object",
      properties: {
        id: {
          type: "string",
        },
        project: {
          type: "string",
        },
        framework: {
          type: "string",
        },
        stack: {
          type: "string",
        },
        logicalId: {
          type: "string",
        },
        title: {
          type: "string",
          description: "How people call the function: its construct path or logical id.",
        },
        owner: {
          type: "string",
          description: "The framework or construct that owns the function when it is none of the author's.",
        },
        location: {
          $ref: "#/definitions/Region",
        },
        when: {
          type: "string",
        },
        name: {
          $ref: "#/definitions/ShownValues",
        },
        runtime: {
          $ref: "#/definitions/ShownValues",
        },
        handler: {
          $ref: "#/definitions/ShownValues",
        },
        architecture: {
          $ref: "#/definitions/ShownValues",
        },
        packageType: {
          $ref: "#/definitions/ShownValues",
        },
        memory: {
          $ref: "#/definitions/ShownValues",
          description: "MB",
        },
        timeout: {
          $ref: "#/definitions/ShownValues",
          description: "Seconds",
        },
        tracing: {
          $ref: "#/definitions/ShownValues",
        },
        layers: {
          type: "number",
        },
        triggers: {
          type: "array",
          items: {
            $ref: "#/definitions/ShownTrigger",
          },
        },
        triggerNote: {
          type: "string",
          description: "Said when there is no trigger: that none was found is not that there is none.",
        },
        role: {
          type: "object",
          properties: {
            id: {
              type: "string",
            },
            location: {
              $ref: "#/definitions/Region",
            },
            sharedWith: {
              type: "array",
              items: {
                type: "string",
              },
            },
          },
          required: ["id", "location", "sharedWith"],
          additionalProperties: false,
        },
        grants: {
          type: "array",
          items: {
            $ref: "#/definitions/ShownGrant",
          },
        },
        vpc: {
          $ref: "#/definitions/ShownValues",
        },
        subnets: {
          type: "array",
          items: {
            type: "string",
          },
        },
        securityGroups: {
          type: "array",
          items: {
            type: "string",
          },
        },
        reservedConcurrency: {
          $ref: "#/definitions/ShownValues",
        },
        provisionedConcurrency: {
          type: "array",
          items: {
            type: "object",
            properties: {
              through: {
                type: "string",
              },
              executions: {
                $ref: "#/definitions/ShownValues",
              },
            },
            required: ["through", "executions"],
            additionalProperties: false,
          },
        },
        alarms: {
          type: "array",
          items: {
            type: "object",
            properties: {
              id: {
                type: "string",
              },
              metric: {
                type: "string",
              },
              location: {
                $ref: "#/definitions/Region",
              },
              notifies: {
                type: "array",
                items: {
                  type: "string",
                },
              },
            },
            required: ["id", "metric", "location", "notifies"],
            additionalProperties: false,
          },
        },
        logGroup: {
          type: "object",
          properties: {
            id: {
              type: "string",
            },
            retentionDays: {
              $ref: "#/definitions/ShownValues",
            },
            location: {
              $ref: "#/definitions/Region",
            },
          },
          required: ["id", "retentionDays", "location"],
          additionalProperties: false,
        },
        services: {
          type: "array",
          items: {
            type: "object",
            properties: {
              service: {
                type: "string",
              },
              how: {
                type: "array",
                items: {
                  type: "string",
                },
              },
              resources: {
                type: "array",
                items: {
                  type: "string",
                },
              },
            },
            required: ["service", "how", "resources"],
            additionalProperties: false,
          },
          description: "AWS services that the function connects with, with how.",
        },
      },
      required: [
        "id",
        "project",
        "framework",
        "stack",
        "logicalId",
        "title",
        "location",
        "name",
        "runtime",
        "handler",
        "architecture",
        "packageType",
        "memory",
        "timeout",
        "tracing",
        "layers",
        "triggers",
        "grants",
        "vpc",
        "subnets",
        "securityGroups",
        "reservedConcurrency",
        "provisionedConcurrency",
        "alarms",
        "services",
      ],
      additionalProperties: false,
      description: "Everything about one function that a reviewer asks for.",
    },
    Region: {
      type: "object",
      properties: {
        file: {
          type: "string",
        },
        startLine: {
          type: "number",
        },
        startColumn: {
          type: "number",
        },
        endLine: {
          type: "number",
        },
        endColumn: {
          type: "number",
        },
      },
      required: ["file", "startLine", "startColumn", "endLine", "endColumn"],
      additionalProperties: false,
      description:
        "A place as people and formats name it: lines and columns count from 1, `endColumn` is exclusive (as in SARIF).",
    },
    ShownValues: {
      type: "array",
      items: {
        $ref: "#/definitions/ShownValue",
      },
      description: "One alternative for each scenario that makes a difference.",
    },
    ShownValue: {
      type: "object",
      properties: {
        state: {
          type: "string",
          enum: ["known", "default", "unknown", "absent"],
        },
        value: {
          $ref: "#/definitions/Scalar",
        },
        because: {
          type: "string",
          description: "Why it is unknown.",
        },
        from: {
          type: "string",
          enum: ["globals", "generated", "included", "construct"],
          description: "Who supplied it when the author did not write it here.",
        },
        when: {
          type: "string",
          description: "The scenario in which it is so; missing when it is always so.",
        },
        location: {
          $ref: "#/definitions/Region",
        },
      },
      required: ["state", "location"],
      additionalProperties: false,
      description: "A property as it is shown: known, a documented default, unknown for a reason, or not there.",
    },
    Scalar: {
      type: ["string", "number", "boolean", "null"],
    },
    ShownTrigger: {
      type: "object",
      properties: {
        event: {
          type: "string",
        },
        invocation: {
          type: "string",
        },
        source: {
          type: "string",
        },
        detail: {
          type: "string",
        },
        qualifier: {
          type: "string",
        },
        authorization: {
          type: "string",
        },
        enabled: {
          $ref: "#/definitions/ShownValues",
        },
        maximumConcurrency: {
          $ref: "#/definitions/ShownValues",
        },
        failurePath: {
          type: "object",
          properties: {
            state: {
              type: "string",
            },
            because: {
              type: "string",
            },
            targets: {
              type: "array",
              items: {
                type: "string",
              },
            },
            deliveryTargets: {
              type: "array",
              items: {
                type: "string",
              },
            },
          },
          required: ["state", "because", "targets", "deliveryTargets"],
          additionalProperties: false,
        },
        when: {
          type: "string",
        },
        location: {
          $ref: "#/definitions/Region",
        },
      },
      required: ["event", "invocation", "source", "enabled", "maximumConcurrency", "failurePath", "location"],
      additionalProperties: false,
    },
    ShownGrant: {
      type: "object",
      properties: {
        actions: {
          type: "array",
          items: {
            type: "string",
          },
        },
        resources: {
          type: "array",
          items: {
            type: "string",
          },
        },
        effect: {
          type: "string",
          enum: ["Allow", "Deny"],
        },
        conditional: {
          type: "boolean",
        },
        addedBy: {
          type: "string",
          description: "The framework that adds the statement; missing when the author wrote it.",
        },
        location: {
          $ref: "#/definitions/Region",
        },
      },
      required: ["actions", "resources", "effect", "conditional", "location"],
      additionalProperties: false,
    },
    AssessedFinding: {
      type: "object",
      properties: {
        rule: {
          type: "string",
        },
        title: {
          type: "string",
        },
        topic: {
          $ref: "#/definitions/Topic",
        },
        severity: {
          $ref: "#/definitions/Severity",
        },
        outcome: {
          $ref: "#/definitions/Outcome",
        },
        subject: {
          type: "object",
          properties: {
            id: {
              type: "string",
            },
            name: {
              type: "string",
            },
            kind: {
              type: "string",
            },
            type: {
              type: "string",
            },
          },
          required: ["id", "name", "kind", "type"],
          additionalProperties: false,
        },
        message: {
          type: "string",
        },
        confidence: {
          type: "string",
          enum: ["certain", "likely"],
        },
        when: {
          type: "string",
          description: "The scenario in which it is so; missing when it is always so.",
        },
        fingerprint: {
          type: "string",
          description:
            "Names the finding in this document, and in others: it stays when lines, files or stacks change.",
        },
        change: {
          $ref: "#/definitions/Change",
          description: "Whether what the repository is compared with has the failing finding, too.",
        },
        locations: {
          type: "array",
          items: {
            $ref: "#/definitions/Location",
          },
          description: "The first one is the place to point at.",
        },
        accepted: {
          type: "object",
          properties: {
            by: {
              type: "string",
            },
            reason: {
              type: "string",
            },
            expires: {
              type: "string",
            },
            owner: {
              type: "string",
            },
            ticket: {
              type: "string",
            },
          },
          required: ["by"],
          additionalProperties: false,
          description: "Set when somebody accepts the finding: it stays in reports and counts no more.",
        },
      },
      required: [
        "rule",
        "title",
        "topic",
        "severity",
        "outcome",
        "subject",
        "message",
        "confidence",
        "fingerprint",
        "locations",
      ],
      additionalProperties: false,
      description: "A finding as every output shows it.",
    },
    Topic: {
      type: "string",
      enum: ["sizing", "iam", "failures", "management", "vpc", "concurrency", "monitoring", "integrations", "security"],
      description: "The characteristics that section 2.1 of the Lambda checklist asks for, and what surrounds them.",
    },
    Severity: {
      type: "string",
      enum: ["info", "low", "medium", "high", "critical"],
    },
    Outcome: {
      type: "string",
      enum: ["pass", "fail", "unknown", "not-applicable"],
      description:
        "What a check found out about its subject. Passing is a result, and unknown is never turned into another one.",
    },
    Location: {
      type: "object",
      properties: {
        file: {
          type: "string",
        },
        startLine: {
          type: "number",
        },
        startColumn: {
          type: "number",
        },
        endLine: {
          type: "number",
        },
        endColumn: {
          type: "number",
        },
        says: {
          type: "string",
          description: "What is to be read there.",
        },
        why: {
          type: "string",
          enum: ["globals", "default", "generated", "included", "construct"],
          description: "Why it stands there, when the author did not write it on the spot.",
        },
        by: {
          type: "string",
          description: "What made or defaulted it.",
        },
        via: {
          $ref: "#/definitions/Region",
          description:
            "The place that led to this one: the use of a parameter, the event that a resource is generated from.",
        },
      },
      required: ["endColumn", "endLine", "file", "says", "startColumn", "startLine"],
      additionalProperties: false,
      description: "A place that a statement rests on.",
    },
    AssessedRule: {
      type: "object",
      properties: {
        id: {
          type: "string",
        },
        title: {
          type: "string",
        },
        topic: {
          $ref: "#/definitions/Topic",
        },
        severity: {
          $ref: "#/definitions/Severity",
          description: "Its usual severity; a finding may have another one.",
        },
        why: {
          type: "string",
        },
        remedy: {
          type: "object",
          properties: {
            sam: {
              type: "string",
            },
            serverless: {
              type: "string",
            },
            cdk: {
              type: "string",
            },
            cloudformation: {
              type: "string",
            },
          },
          required: ["sam", "serverless", "cdk", "cloudformation"],
          additionalProperties: false,
        },
        references: {
          type: "array",
          items: {
            type: "string",
          },
        },
        aliases: {
          type: "array",
          items: {
            type: "string",
          },
          description: "What peers call the same check: `checkov:CKV_AWS_116`.",
        },
      },
      required: ["id", "title", "topic", "severity", "why", "remedy", "references", "aliases"],
      additionalProperties: false,
      description: "A rule in its own words, for outputs that explain it.",
    },
    Comparison: {
      type: "object",
      properties: {
        with: {
          type: "string",
          description: "`main (1a2b3c4d5e6f)`, or the path of a baseline.",
        },
        fixed: {
          type: "array",
          items: {
            $ref: "#/definitions/KnownFinding",
          },
        },
        notes: {
          type: "array",
          items: {
            type: "string",
          },
          description: "What limits the comparison.",
        },
      },
      required: ["with", "fixed", "notes"],
      additionalProperties: false,
      description: "What an assessment was compared with, and what is no more.",
    },
    KnownFinding: {
      type: "object",
      properties: {
        fingerprint: {
          type: "string",
        },
        rule: {
          type: "string",
        },
        subject: {
          type: "string",
          description: "The id of the resource.",
        },
        message: {
          type: "string",
        },
      },
      required: ["fingerprint", "rule", "subject", "message"],
      additionalProperties: false,
      description: "A failing finding of another version of the repository, as a baseline keeps it.",
    },
    AssessedSuppression: {
      type: "object",
      properties: {
        tool: {
          type: "string",
          description: "The tool in whose words it is written: `assay`, `cfn_nag`, `checkov`, …",
        },
        rules: {
          type: "array",
          items: {
            type: "string",
          },
        },
        reason: {
          type: "string",
        },
        expires: {
          type: "string",
        },
        owner: {
          type: "string",
        },
        ticket: {
          type: "string",
        },
        state: {
          $ref: "#/definitions/SuppressionState",
        },
        because: {
          type: "string",
          description: "Why it is not honoured.",
        },
        location: {
          $ref: "#/definitions/Region",
          description: "Missing for the configuration.",
        },
        findings: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Fingerprints of the findings that it accepts.",
        },
      },
      required: ["tool", "rules", "state", "findings"],
      additionalProperties: false,
      description: "What somebody accepts, and what became of it.",
    },
    SuppressionState: {
      type: "string",
      enum: ["applied", "unused", "expired", "malformed", "foreign"],
      description:
        "What became of a suppression: it accepts findings (`applied`), there was nothing to accept (`unused`), it is over (`expired`) or cannot be honoured (`malformed`); or it is another tool's and has no equivalent here (`foreign`).",
    },
    RuleFailure: {
      type: "object",
      properties: {
        ruleId: {
          type: "string",
        },
        error: {
          type: "string",
        },
      },
      required: ["ruleId", "error"],
      additionalProperties: false,
      description: "A rule that failed by itself: an error of ours, which costs this rule's findings and no others.",
    },
    AssessedChecklist: {
      type: "object",
      properties: {
        pack: {
          type: "object",
          properties: {
            id: {
              type: "string",
            },
            title: {
              type: "string",
            },
            version: {
              type: "string",
            },
            published: {
              type: "string",
              description: "Year and month of publication.",
            },
            source: {
              type: "string",
              description: "The document that the items come from.",
            },
            validity: {
              type: "object",
              properties: {
                from: {
                  type: "string",
                },
                until: {
                  type: "string",
                  description: "The last month in which it is accepted.",
                },
                note: {
                  type: "string",
                },
              },
              required: ["from"],
              additionalProperties: false,
            },
          },
          required: ["id", "title", "version", "published", "source", "validity"],
          additionalProperties: false,
        },
        criteria: {
          type: "array",
          items: {
            $ref: "#/definitions/AssessedCriterion",
          },
        },
      },
      required: ["pack", "criteria"],
      additionalProperties: false,
    },
    AssessedCriterion: {
      type: "object",
      properties: {
        id: {
          type: "string",
        },
        section: {
          type: "string",
        },
        title: {
          type: "string",
        },
        kind: {
          $ref: "#/definitions/CriterionKind",
        },
        verdict: {
          $ref: "#/definitions/Verdict",
        },
        basis: {
          type: "string",
          enum: ["static", "none"],
          description: "What the verdict rests on: the repository, a person, or nothing yet.",
        },
        statement: {
          type: "string",
        },
        evidence: {
          type: "array",
          items: {
            $ref: "#/definitions/Location",
          },
        },
        gaps: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Fingerprints of the failing findings that belong to the item.",
        },
        asks: {
          type: "string",
          description: "What a person still has to supply.",
        },
      },
      required: ["id", "section", "title", "kind", "verdict", "basis", "statement", "evidence", "gaps"],
      additionalProperties: false,
      description: "The answer to one item of a checklist.",
    },
    CriterionKind: {
      type: "string",
      enum: ["static", "assist", "human"],
      description:
        "Who can answer a criterion: the repository, the repository with a person's confirmation, or a person alone.",
    },
    Verdict: {
      type: "string",
      enum: ["met", "not-met", "needs-input", "not-applicable"],
    },
  },
};
