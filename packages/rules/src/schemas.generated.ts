// Written by scripts/generate.mjs; do not edit.

/** The JSON Schema of a checklist pack, as shipped in schema/pack-1.json. */
export const packSchema = {
  $id: "https://assay.dev/schema/pack-1.json",
  $schema: "http://json-schema.org/draft-07/schema#",
  $ref: "#/definitions/Pack",
  definitions: {
    Pack: {
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
              description: "The first month, `2025-02`.",
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
        questions: {
          type: "array",
          items: {
            $ref: "#/definitions/Question",
          },
          description: "For lenses.",
        },
        lens: {
          type: "string",
          description: "The lens's name in the Well-Architected Tool, `serverless`.",
        },
        criteria: {
          type: "array",
          items: {
            $ref: "#/definitions/Criterion",
          },
        },
      },
      required: ["id", "title", "version", "published", "source", "validity", "criteria"],
      additionalProperties: false,
      description: "A checklist as data.",
    },
    Question: {
      type: "object",
      properties: {
        id: {
          type: "string",
          description: "As the Well-Architected Tool calls it: `ops_q1`.",
        },
        title: {
          type: "string",
        },
        pillar: {
          type: "string",
        },
        none: {
          type: "string",
          description: "The choice that stands for none of the others: `ops_q1_no`.",
        },
      },
      required: ["id", "title", "pillar", "none"],
      additionalProperties: false,
      description: "A question of a Well-Architected lens; criteria are its choices.",
    },
    Criterion: {
      type: "object",
      properties: {
        id: {
          type: "string",
          description: "Ours where the source numbers its items only in part.",
        },
        section: {
          type: "string",
          description: "The heading in the source under which the requirement stands.",
        },
        title: {
          type: "string",
          description: "The requirement in a few words of our own.",
        },
        kind: {
          $ref: "#/definitions/CriterionKind",
        },
        question: {
          type: "string",
          description: "For lenses: the question that this is a choice of.",
        },
        level: {
          $ref: "#/definitions/ChoiceLevel",
          description: "For lenses: how much it matters.",
        },
        measure: {
          type: "string",
          description: "The measure that answers it from the repository.",
        },
        atLeast: {
          type: "number",
          description: "The number that the measure has to reach, for measures that count.",
        },
        policy: {
          $ref: "#/definitions/Policy",
          description: "Which part of what the measure counts has to be satisfied; `any` when missing.",
        },
        rules: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Rules whose failing findings are gaps of this criterion.",
        },
        practice: {
          type: "number",
          description:
            "The share of the resources that the item's checks look at that has to be free of gaps of medium or higher severity, accepted ones apart, before the repository alone answers it; below that a person has to explain. Missing: gaps are counted and change nothing.",
        },
        answers: {
          type: "array",
          items: {
            type: "string",
          },
          description: "The answers of evidence.yaml that it needs, all of them; the item's own id when missing.",
        },
        document: {
          type: "boolean",
          const: true,
          description: "An answer in words does not do: a document has to be attached to it.",
        },
        asks: {
          type: "string",
          description: "What a person has to supply or confirm.",
        },
      },
      required: ["id", "section", "title", "kind"],
      additionalProperties: false,
      description: "One item of a checklist.",
    },
    CriterionKind: {
      type: "string",
      enum: ["static", "assist", "human"],
      description:
        "Who can answer a criterion: the repository, the repository with a person's confirmation, or a person alone.",
    },
    ChoiceLevel: {
      type: "string",
      enum: ["required", "good", "best"],
      description:
        "How much a choice of a Well-Architected lens matters: without a required one the question is a high risk.",
    },
    Policy: {
      anyOf: [
        {
          type: "string",
          const: "any",
        },
        {
          type: "string",
          const: "all",
        },
        {
          type: "number",
        },
      ],
      description:
        "How much of what is counted has to be as it should: at least one, everything, or a share from 0 to 1.",
    },
  },
};

/** The JSON Schema of evidence.yaml, as shipped in schema/evidence-1.json. */
export const evidenceSchema = {
  $id: "https://assay.dev/schema/evidence-1.json",
  $schema: "http://json-schema.org/draft-07/schema#",
  $ref: "#/definitions/EvidenceFile",
  definitions: {
    EvidenceFile: {
      type: "object",
      properties: {
        version: {
          type: "number",
          const: 1,
        },
        $schema: {
          type: "string",
          description: "Where an editor finds the schema; not used here.",
        },
        title: {
          type: "string",
          description: "How the workload is called in reports.",
        },
        answers: {
          anyOf: [
            {
              $ref: "#/definitions/Answers",
            },
            {
              type: "null",
            },
          ],
        },
        criteria: {
          anyOf: [
            {
              type: "object",
              additionalProperties: {
                $ref: "#/definitions/CriterionAnswer",
              },
            },
            {
              type: "null",
            },
          ],
          description: "Answers to items of checklists, by the item's id.",
        },
      },
      required: ["version"],
      additionalProperties: false,
      description: "The file `evidence.yaml`: what only people can say, in their words, with their names.",
    },
    Answers: {
      type: "object",
      properties: {
        partner: {
          $ref: "#/definitions/GivenAnswer",
          description: "The consulting partner's name.",
        },
        membership: {
          $ref: "#/definitions/GivenAnswer",
          description: "The partner's level in the partner network.",
        },
        microsite: {
          $ref: "#/definitions/GivenAnswer",
          description: "Address of the AWS-branded microsite about the service; not the home page.",
        },
        homePage: {
          $ref: "#/definitions/GivenAnswer",
          description: "Address of the partner's home page, from which the microsite can be reached.",
        },
        customer: {
          $ref: "#/definitions/GivenAnswer",
          description: "The customer's name.",
        },
        accountId: {
          $ref: "#/definitions/GivenAnswer",
          description: "The AWS account of the workload: twelve digits, in quotes.",
        },
        inProduction: {
          $ref: "#/definitions/GivenAnswer%3Cboolean%3E",
          description: "Whether the workload is in production rather than in pilot or proof of concept.",
        },
        problem: {
          $ref: "#/definitions/GivenAnswer",
          description: "The problem that was to be solved.",
        },
        proposal: {
          $ref: "#/definitions/GivenAnswer",
          description: "What the partner proposed.",
        },
        awsServices: {
          $ref: "#/definitions/GivenAnswer",
          description: "How AWS services are used as part of the solution.",
        },
        thirdParty: {
          $ref: "#/definitions/GivenAnswer",
          description: 'Third-party applications or solutions; "none" is an answer.',
        },
        start: {
          $ref: "#/definitions/GivenAnswer",
          description: "First day of the project, `2026-01-31`.",
        },
        end: {
          $ref: "#/definitions/GivenAnswer",
          description: "Last day of the project.",
        },
        outcomes: {
          $ref: "#/definitions/GivenAnswer",
          description: "Outcomes and results for the customer.",
        },
        lessons: {
          $ref: "#/definitions/GivenAnswer",
          description: "Lessons learned.",
        },
        diagram: {
          $ref: "#/definitions/GivenAnswer",
          description: "The architecture diagram: attach the file as evidence.",
        },
        useCase: {
          $ref: "#/definitions/GivenAnswer",
          description: "The use case of AWS Lambda: web backend, data processing, media …",
        },
        microserviceType: {
          $ref: "#/definitions/GivenAnswer",
          description: "The type of serverless micro-service.",
        },
        eventsPerMonth: {
          $ref: "#/definitions/GivenAnswer",
          description: "Estimated number of events per month for these functions.",
        },
        challenges: {
          $ref: "#/definitions/GivenAnswer",
          description: 'Challenges or customer objections that were overcome; "none" is an answer.',
        },
        public: {
          $ref: "#/definitions/GivenAnswer%3Cboolean%3E",
          description: "Whether the case study may be shown to the public.",
        },
        referenceTitle: {
          $ref: "#/definitions/GivenAnswer",
          description: "Title of the public reference.",
        },
        referenceUrl: {
          $ref: "#/definitions/GivenAnswer",
          description: "Address of the public reference.",
        },
        referenceAsset: {
          $ref: "#/definitions/GivenAnswer",
          description:
            "Kind of the public reference: case study, white paper, news article, blog post, video, customer quote, logo page.",
        },
        referenceText: {
          $ref: "#/definitions/GivenAnswer",
          description:
            "The sentence of the public reference that names the customer, the partner and the AWS workload.",
        },
      },
      additionalProperties: false,
      description: "What people say of a case study. Every answer is optional: what is missing is listed as open.",
    },
    GivenAnswer: {
      type: "object",
      properties: {
        value: {
          type: ["string", "null"],
          description: "Nothing: not answered yet.",
        },
        by: {
          type: "string",
          description: "Who answers.",
        },
        date: {
          type: "string",
          description: "The day of the answer, `2026-11-20`.",
        },
        evidence: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Files (relative to the folder of this file) or addresses that show it.",
        },
      },
      required: ["value", "by", "date"],
      additionalProperties: false,
      description: "An answer with the person who gives it.",
    },
    "GivenAnswer<boolean>": {
      type: "object",
      properties: {
        value: {
          type: ["boolean", "null"],
          description: "Nothing: not answered yet.",
        },
        by: {
          type: "string",
          description: "Who answers.",
        },
        date: {
          type: "string",
          description: "The day of the answer, `2026-11-20`.",
        },
        evidence: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Files (relative to the folder of this file) or addresses that show it.",
        },
      },
      required: ["value", "by", "date"],
      additionalProperties: false,
      description: "An answer with the person who gives it.",
    },
    CriterionAnswer: {
      type: "object",
      properties: {
        value: {
          type: ["string", "null"],
          description: "Nothing: not answered yet.",
        },
        by: {
          type: "string",
          description: "Who answers.",
        },
        date: {
          type: "string",
          description: "The day of the answer, `2026-11-20`.",
        },
        evidence: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Files (relative to the folder of this file) or addresses that show it.",
        },
        verdict: {
          type: "string",
          enum: ["met", "not-met", "not-applicable"],
          description: "Overrules what the repository says; `value` is the reason and the report shows both.",
        },
      },
      additionalProperties: false,
      required: ["by", "date", "value"],
      description: "An answer to one item of a checklist.",
    },
  },
};

/** The JSON Schema of an assessment, as shipped in schema/assessment-1.json. */
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
        answers: {
          type: "array",
          items: {
            $ref: "#/definitions/AssessedAnswer",
          },
          description: "Every answer of evidence.yaml, also those that no chosen checklist asks for.",
        },
        title: {
          type: "string",
          description: "How the workload is called in reports.",
        },
        provenance: {
          $ref: "#/definitions/Provenance",
          description: "What the assessment was made from; missing for `scan`.",
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
        "answers",
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
        excerpt: {
          type: "string",
          description:
            "The line itself, so that a sentence can be checked on the page; missing when it is long. Secrets are blanked.",
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
                  description: "The first month, `2025-02`.",
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
            lens: {
              type: "string",
              description: "The lens's name in the Well-Architected Tool, `serverless`.",
            },
          },
          required: ["id", "title", "version", "published", "source", "validity"],
          additionalProperties: false,
        },
        warning: {
          type: "string",
          description: "Set when the day of the report lies outside the pack's validity.",
        },
        questions: {
          type: "array",
          items: {
            $ref: "#/definitions/Question",
          },
          description: "For lenses: the questions that items are choices of.",
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
    Question: {
      type: "object",
      properties: {
        id: {
          type: "string",
          description: "As the Well-Architected Tool calls it: `ops_q1`.",
        },
        title: {
          type: "string",
        },
        pillar: {
          type: "string",
        },
        none: {
          type: "string",
          description: "The choice that stands for none of the others: `ops_q1_no`.",
        },
      },
      required: ["id", "title", "pillar", "none"],
      additionalProperties: false,
      description: "A question of a Well-Architected lens; criteria are its choices.",
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
        question: {
          type: "string",
          description: "For lenses: the question that the item is a choice of, and how much it matters.",
        },
        level: {
          $ref: "#/definitions/ChoiceLevel",
        },
        verdict: {
          $ref: "#/definitions/Verdict",
        },
        basis: {
          type: "string",
          enum: ["static", "supplied", "mixed", "none"],
          description: "What the verdict rests on: the repository, a person, both, or nothing yet.",
        },
        statement: {
          type: "string",
          description: "What the repository (or the person) says, in one or two sentences with the numbers.",
        },
        count: {
          type: "object",
          properties: {
            satisfied: {
              type: "number",
            },
            unknown: {
              type: "number",
            },
            total: {
              type: "number",
            },
            required: {
              type: "number",
            },
          },
          required: ["satisfied", "unknown", "total", "required"],
          additionalProperties: false,
          description: "What was counted, and how many of it the item asks for.",
        },
        evidence: {
          type: "array",
          items: {
            $ref: "#/definitions/Location",
          },
        },
        table: {
          $ref: "#/definitions/AssessedTable",
        },
        gaps: {
          type: "array",
          items: {
            type: "string",
          },
          description:
            "Fingerprints of the failing findings that belong to the item and that nobody accepts: practice gaps.",
        },
        accepted: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Fingerprints of those that somebody accepts.",
        },
        needs: {
          type: "array",
          items: {
            type: "string",
          },
          description:
            "The names of the answers that it needs from people; the item's own id where it has no named ones.",
        },
        answers: {
          type: "array",
          items: {
            $ref: "#/definitions/AssessedAnswer",
          },
          description: "What people answered.",
        },
        draft: {
          type: "string",
          description: "Sentences made from the graph for a person to correct; a draft is no answer.",
        },
        overruled: {
          type: "object",
          properties: {
            verdict: {
              $ref: "#/definitions/Verdict",
            },
            by: {
              type: "string",
            },
            date: {
              type: "string",
            },
            reason: {
              type: "string",
            },
          },
          required: ["verdict", "by", "date", "reason"],
          additionalProperties: false,
          description: "The verdict of the repository, where a person overrules it.",
        },
        asks: {
          type: "string",
          description: "What a person still has to supply.",
        },
      },
      required: [
        "id",
        "section",
        "title",
        "kind",
        "verdict",
        "basis",
        "statement",
        "evidence",
        "gaps",
        "accepted",
        "needs",
        "answers",
      ],
      additionalProperties: false,
      description: "The answer to one item of a checklist.",
    },
    CriterionKind: {
      type: "string",
      enum: ["static", "assist", "human"],
      description:
        "Who can answer a criterion: the repository, the repository with a person's confirmation, or a person alone.",
    },
    ChoiceLevel: {
      type: "string",
      enum: ["required", "good", "best"],
      description:
        "How much a choice of a Well-Architected lens matters: without a required one the question is a high risk.",
    },
    Verdict: {
      type: "string",
      enum: ["met", "not-met", "needs-input", "not-applicable"],
    },
    AssessedTable: {
      type: "object",
      properties: {
        columns: {
          type: "array",
          items: {
            type: "string",
          },
        },
        rows: {
          type: "array",
          items: {
            type: "object",
            properties: {
              id: {
                type: "string",
                description: "Id in the graph.",
              },
              name: {
                type: "string",
              },
              location: {
                $ref: "#/definitions/Region",
              },
              cells: {
                type: "array",
                items: {
                  $ref: "#/definitions/AssessedCell",
                },
                description: "As many as there are columns.",
              },
            },
            required: ["id", "name", "location", "cells"],
            additionalProperties: false,
          },
        },
      },
      required: ["columns", "rows"],
      additionalProperties: false,
      description: "What a criterion says of each function (or trigger, stack …), as a table.",
    },
    AssessedCell: {
      type: "object",
      properties: {
        text: {
          type: "string",
        },
        state: {
          type: "string",
          enum: ["known", "default", "unknown", "absent"],
          description: "`default`: a documented default that nobody wrote. `absent`: not set, none found.",
        },
        location: {
          $ref: "#/definitions/Region",
          description: "Where it is written, or what it follows from.",
        },
      },
      required: ["text", "state"],
      additionalProperties: false,
      description: "One cell of a criterion's table.",
    },
    AssessedAnswer: {
      type: "object",
      properties: {
        field: {
          type: "string",
          description: "The name of the answer: `customer`, or the id of a criterion.",
        },
        title: {
          type: "string",
          description: "The question in a few words.",
        },
        value: {
          type: ["string", "number", "boolean"],
        },
        by: {
          type: "string",
        },
        date: {
          type: "string",
          description: "`2026-11-20`",
        },
        evidence: {
          type: "array",
          items: {
            $ref: "#/definitions/AttachedEvidence",
          },
        },
        problems: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Why the answer does not count (yet).",
        },
        location: {
          $ref: "#/definitions/Region",
        },
      },
      required: ["field", "title", "value", "by", "date", "evidence", "problems", "location"],
      additionalProperties: false,
      description: "What a person answered in evidence.yaml.",
    },
    AttachedEvidence: {
      type: "object",
      properties: {
        target: {
          type: "string",
          description: "As written: a path, relative to the folder of evidence.yaml, or an address.",
        },
        sha256: {
          type: "string",
          description: "Of the file; missing for addresses and for files that are not there.",
        },
        bytes: {
          type: "number",
        },
        problem: {
          type: "string",
          description: "Why it does not count: there is no such file.",
        },
      },
      required: ["target"],
      additionalProperties: false,
      description: "A file or address that somebody attached to an answer.",
    },
    Provenance: {
      type: "object",
      properties: {
        commit: {
          $ref: "#/definitions/Commit",
        },
        inputs: {
          type: "array",
          items: {
            $ref: "#/definitions/ReadInput",
          },
        },
        leftOut: {
          type: "array",
          items: {
            type: "object",
            properties: {
              path: {
                type: "string",
              },
              reason: {
                type: "string",
              },
            },
            required: ["path", "reason"],
            additionalProperties: false,
          },
          description: "Files and folders that were in scope and not read, with the reason.",
        },
        options: {
          type: "object",
          additionalProperties: {
            anyOf: [
              {
                type: "string",
              },
              {
                type: "boolean",
              },
              {
                type: "array",
                items: {
                  type: "string",
                },
              },
            ],
          },
          description: 'What the person chose, by option: `{ "stage": "prod" }`.',
        },
        paths: {
          type: "array",
          items: {
            type: "string",
          },
          description: "The paths given, relative to the root.",
        },
        configuration: {
          $ref: "#/definitions/ReadInput",
          description: "SHA-256 of the configuration and of evidence.yaml, where there are such files.",
        },
        answers: {
          $ref: "#/definitions/ReadInput",
        },
        packs: {
          type: "array",
          items: {
            type: "object",
            properties: {
              id: {
                type: "string",
              },
              version: {
                type: "string",
              },
              sha256: {
                type: "string",
              },
            },
            required: ["id", "version", "sha256"],
            additionalProperties: false,
          },
          description: "The checklists that were answered, each with the digest of its content.",
        },
        rules: {
          type: "object",
          properties: {
            count: {
              type: "number",
            },
            sha256: {
              type: "string",
            },
          },
          required: ["count", "sha256"],
          additionalProperties: false,
          description: "The rules that were at hand: how many, and the digest of their ids, severities and titles.",
        },
        asOf: {
          type: "string",
          description: "The day by which suppressions and validity were judged; missing when nothing depends on it.",
        },
        redacted: {
          type: "array",
          items: {
            type: "string",
          },
          description: "What was blanked.",
        },
        digest: {
          type: "string",
          description: "SHA-256 of this document without this field.",
        },
      },
      required: ["inputs", "leftOut", "options", "paths", "packs", "rules", "redacted", "digest"],
      additionalProperties: false,
      description: "What a report was made from and with: all that is needed to make it again.",
    },
    Commit: {
      type: "object",
      properties: {
        id: {
          type: "string",
        },
        branch: {
          type: "string",
        },
        url: {
          type: "string",
          description:
            "The address of the repository in a browser, without credentials: `https://github.com/owner/name`.",
        },
        prefix: {
          type: "string",
          description:
            "The path of the scanned folder inside the work tree, with a `/` at the end; empty for its root.",
        },
      },
      required: ["id", "prefix"],
      additionalProperties: false,
      description: "The commit that was checked out, as git's own files say.",
    },
    ReadInput: {
      type: "object",
      properties: {
        path: {
          type: "string",
        },
        bytes: {
          type: "number",
        },
        sha256: {
          type: "string",
        },
        state: {
          type: "string",
          enum: ["tracked", "modified", "untracked"],
          description: "Against git's index, where there is one: the same, changed since it was added, or not in it.",
        },
      },
      required: ["path", "bytes", "sha256"],
      additionalProperties: false,
      description: "A file that was read.",
    },
  },
};
