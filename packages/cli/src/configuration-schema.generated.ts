// Written by scripts/generate.mjs; do not edit.

/** The JSON Schema of the configuration file, as shipped in schema/config-1.json. */
export const configurationSchema = {
  $id: "https://assay.dev/schema/config-1.json",
  $schema: "http://json-schema.org/draft-07/schema#",
  $ref: "#/definitions/Configuration",
  definitions: {
    Configuration: {
      type: "object",
      properties: {
        profile: {
          $ref: "#/definitions/Profile",
        },
        rules: {
          $ref: "#/definitions/RuleSettings",
        },
        overrides: {
          type: "array",
          items: {
            $ref: "#/definitions/Override",
          },
        },
        suppress: {
          type: "array",
          items: {
            $ref: "#/definitions/ConfiguredSuppression",
          },
        },
        version: {
          type: "number",
          const: 1,
        },
        $schema: {
          type: "string",
          description: "Where an editor finds the schema; not used here.",
        },
        inputs: {
          type: "object",
          properties: {
            include: {
              type: "array",
              items: {
                type: "string",
              },
            },
            exclude: {
              type: "array",
              items: {
                type: "string",
              },
            },
            region: {
              type: "string",
            },
            stage: {
              type: "string",
            },
            parameters: {
              type: "object",
              additionalProperties: {
                type: ["string", "number", "boolean"],
              },
            },
          },
          additionalProperties: false,
          description: "What is analysed, unless the command line says otherwise.",
        },
        checklists: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Ids of checklists that ship with Assay, or paths of packs of your own.",
        },
        failOn: {
          anyOf: [
            {
              $ref: "#/definitions/Severity",
            },
            {
              type: "string",
              const: "never",
            },
          ],
        },
        customRules: {
          type: "array",
          items: {
            $ref: "#/definitions/DeclaredRule",
          },
          description: "Rules of your own.",
        },
      },
      required: ["version"],
      additionalProperties: false,
      description: "The file `assay.config.yaml`. Data only: nothing that a repository configures is ever run.",
    },
    Profile: {
      type: "string",
      enum: ["recommended", "strict", "evidence"],
      description:
        "Which runs include a rule: `recommended` is what most people want to hear of; `strict` adds what is good practice but no mistake; `evidence` adds statements that only a report needs.",
    },
    RuleSettings: {
      type: "object",
      additionalProperties: {
        anyOf: [
          {
            type: "string",
            const: "on",
          },
          {
            type: "string",
            const: "off",
          },
          {
            $ref: "#/definitions/RuleSetting",
          },
        ],
      },
      description: "Settings by rule id, by a glob over ids (`queue-*`), or by topic (`topic:vpc`); later entries win.",
    },
    RuleSetting: {
      type: "object",
      properties: {
        severity: {
          $ref: "#/definitions/Severity",
        },
        options: {
          type: "object",
          additionalProperties: {
            $ref: "#/definitions/OptionValue",
          },
        },
      },
      additionalProperties: false,
      description: "What the user says of a rule: on or off, or with another severity or options.",
    },
    Severity: {
      type: "string",
      enum: ["info", "low", "medium", "high", "critical"],
    },
    OptionValue: {
      anyOf: [
        {
          type: "number",
        },
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
      description: "A value that the user may set for a rule.",
    },
    Override: {
      type: "object",
      properties: {
        paths: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Globs over file paths; a finding belongs to the file that it points at.",
        },
        stacks: {
          type: "array",
          items: {
            type: "string",
          },
          description: "Globs over stack ids.",
        },
        rules: {
          $ref: "#/definitions/RuleSettings",
        },
      },
      required: ["rules"],
      additionalProperties: false,
      description: "Settings for a part of the repository only.",
    },
    ConfiguredSuppression: {
      type: "object",
      properties: {
        rule: {
          type: "string",
          description: "A rule's id, or a glob over ids.",
        },
        resource: {
          type: "string",
          description: "A glob over the name or id of the subject; every subject when missing.",
        },
        reason: {
          type: "string",
        },
        expires: {
          type: "string",
          description: "The last day on which it holds, `2027-03-31`.",
        },
        owner: {
          type: "string",
        },
        ticket: {
          type: "string",
        },
      },
      required: ["rule", "reason"],
      additionalProperties: false,
      description: "An accepted finding, in the configuration. A reason is required.",
    },
    DeclaredRule: {
      type: "object",
      properties: {
        id: {
          type: "string",
          description: "Its name; not that of a rule that exists.",
        },
        title: {
          type: "string",
          description: "What is wrong, as a headline.",
        },
        topic: {
          $ref: "#/definitions/Topic",
        },
        severity: {
          $ref: "#/definitions/Severity",
        },
        why: {
          type: "string",
        },
        remedy: {
          type: "string",
          description: "What to do.",
        },
        on: {
          type: "object",
          properties: {
            kind: {
              type: "string",
            },
            type: {
              type: "string",
            },
          },
          additionalProperties: false,
          description: "Which resources it is about: by what they are to a reader, by CloudFormation type, or both.",
        },
        require: {
          $ref: "#/definitions/Requirement",
        },
      },
      required: ["id", "title", "topic", "severity", "why", "remedy", "on", "require"],
      additionalProperties: false,
      description: "A rule that a repository declares in its configuration: one property of one kind of resource.",
    },
    Topic: {
      type: "string",
      enum: ["sizing", "iam", "failures", "management", "vpc", "concurrency", "monitoring", "integrations", "security"],
      description: "The characteristics that section 2.1 of the Lambda checklist asks for, and what surrounds them.",
    },
    Requirement: {
      type: "object",
      properties: {
        property: {
          type: "string",
          description: "Keys joined by dots; `Tags[Key=team].Value` chooses a member of a list.",
        },
        set: {
          type: "boolean",
          description: "It has to be there, or must not be.",
        },
        equals: {
          type: ["string", "number", "boolean"],
        },
        oneOf: {
          type: "array",
          items: {
            type: ["string", "number", "boolean"],
          },
        },
        matches: {
          type: "string",
          description: "A regular expression.",
        },
        atLeast: {
          type: "number",
        },
        atMost: {
          type: "number",
        },
      },
      required: ["property"],
      additionalProperties: false,
      description: "What the property has to be.",
    },
  },
};
