import { Argument, Command, Option } from "commander";
import type { EvidenceOptions } from "./assessment.js";
import type { BaselineOptions } from "./commands/baseline.js";
import type { CaseStudyOptions } from "./commands/case-study.js";
import type { CommentCommandOptions } from "./commands/comment.js";
import type { DiagramOptions } from "./commands/diagram.js";
import type { DiffOptions } from "./commands/diff.js";
import type { ExpandOptions } from "./commands/expand.js";
import type { InventoryOptions } from "./commands/inventory.js";
import type { PortfolioOptions } from "./commands/portfolio.js";
import type { RenderOptions } from "./commands/render.js";
import type { ReportOptions } from "./commands/report.js";
import type { ScanOptions } from "./commands/scan.js";
import type { VerifyOptions } from "./commands/verify.js";
import { repeat, withInputs, type InputOptions } from "./inputs.js";
import { UsageError, type Io } from "./io.js";
import { redactions, type Redaction } from "./redactions.js";
import { formats } from "./render/formats.js";

const REPORT_FORMATS = ["markdown", "html", "pdf", "docx", "xlsx", "json", "wa-tool", "in-toto"];

/** The command line. Every command is loaded when it is chosen; its exit code goes to `done`. */
export function program(version: string, io: Io, done: (code: number) => void): Command {
  const assay = new Command("assay")
    .description(
      "Static analyser for serverless repositories on AWS: facts, findings and evidence, each with file and line.",
    )
    .version(version)
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .exitOverride()
    .addHelpText("after", EXIT_CODES);
  withJudgement(
    withInputs(assay.command("scan", { isDefault: true }).description("list findings").argument("[paths...]")),
  )
    .addOption(new Option("-f, --format <format>", "output format").choices(formats).default("pretty"))
    .option("-o, --output <format=path>", "also write this format to a file (repeatable)", repeat)
    .option("--show-passed", "also list what passes")
    .option("--base <ref>", "only what is new since this branch left that git ref; nothing is checked out")
    .option("--baseline <file>", "only what is not in this baseline or saved assessment")
    .action(async (paths: string[], options: ScanOptions) => {
      const { scan } = await import("./commands/scan.js");
      done(await scan(paths, options, io, version));
    });
  withJudgement(
    withInputs(
      assay
        .command("diff")
        .description("say what a change does to functions, permissions, exposure and failure handling")
        .argument("<base>", "a git ref, a folder or a saved report")
        .argument("[head]", "the same; the working tree when it is left out"),
    ),
  )
    .addOption(
      new Option("-f, --format <format>", "output format").choices(["pretty", "markdown", "json"]).default("pretty"),
    )
    .option("-o, --output <format=path>", "also write this format to a file (repeatable)", repeat)
    .option("--checklist <id>", "compare the verdicts of this checklist, or `all` (repeatable)", repeat)
    .action(async (base: string, head: string | undefined, options: DiffOptions) => {
      const { diff } = await import("./commands/diff.js");
      done(await diff(base, head, options, io, version));
    });
  withRedaction(
    withEvidence(
      withInputs(assay.command("report").description("write the evidence for a checklist").argument("[paths...]")),
    ),
  )
    .addOption(new Option("-f, --format <format>", "output format").choices(REPORT_FORMATS).default("markdown"))
    .option("-o, --output <file>", "write to a file")
    .action(async (paths: string[], options: ReportOptions) => {
      const { report } = await import("./commands/report.js");
      done(await report(paths, options, io, version));
    });
  evidenceCommands(assay, io, done, version);
  withBaseline(assay, io, version, done);
  assay
    .command("comment")
    .description("write a saved assessment as a comment on a pull or merge request")
    .addArgument(new Argument("<host>", "where").choices(["github", "gitlab"]))
    .argument("<report>", "what `assay scan -o json=FILE` wrote")
    .option("--repository <name>", "OWNER/NAME, or the id or path of the project (from CI variables)")
    .option("--number <number>", "of the pull or merge request (from CI variables)")
    .option("--tag <tag>", "tells several comments on one request apart", "default")
    .addOption(
      new Option("--behavior <behavior>", "what happens to an older comment")
        .choices(["update", "new", "hide-and-new"])
        .default("update"),
    )
    .option("--artifact-url <url>", "where the whole report is")
    .option("--api-url <url>", "the host's API (from CI variables)")
    .option("--dry-run", "print the comment only")
    .action(async (host: "github" | "gitlab", report: string, options: CommentCommandOptions) => {
      const { commentOn } = await import("./commands/comment.js");
      done(await commentOn(host, report, options, io));
    });
  withInputs(
    assay.command("inventory").description("list the functions with what matters about each").argument("[paths...]"),
  )
    .addOption(
      new Option("-f, --format <format>", "output format")
        .choices(["table", "json", "csv", "markdown"])
        .default("table"),
    )
    .action(async (paths: string[], options: InventoryOptions) => {
      const { inventory } = await import("./commands/inventory.js");
      done(await inventory(paths, options, io));
    });
  withInputs(assay.command("graph").description("print the resource graph as JSON").argument("[paths...]")).action(
    async (paths: string[], options: InputOptions) => {
      const { graph } = await import("./commands/graph.js");
      done(await graph(paths, options, io));
    },
  );
  withInputs(assay.command("diagram").description("draw the architecture").argument("[paths...]"))
    .addOption(
      new Option("-f, --format <format>", "output format")
        .choices(["svg", "mermaid", "dot", "drawio", "json", "png"])
        .default("svg"),
    )
    .option("-o, --output <file>", "write to a file; several pages are numbered")
    .action(async (paths: string[], options: DiagramOptions) => {
      const { diagram } = await import("./commands/diagram.js");
      done(await diagram(paths, options, io));
    });
  withInputs(
    assay.command("expand").description("print the templates as CloudFormation gets them").argument("[paths...]"),
  )
    .addOption(new Option("-f, --format <format>", "output format").choices(["json", "yaml"]).default("json"))
    .option("-o, --output <folder>", "write one file per template into this folder")
    .action(async (paths: string[], options: ExpandOptions) => {
      const { expand } = await import("./commands/expand.js");
      done(await expand(paths, options, io));
    });
  withInputs(
    assay.command("doctor").description("say what was found, what was left out and why").argument("[paths...]"),
  ).action(async (paths: string[], options: InputOptions) => {
    const { doctor } = await import("./commands/doctor.js");
    done(await doctor(paths, options, io, version));
  });
  assay
    .command("rules")
    .description("list the rules")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => {
      const { rules } = await import("./commands/rules.js");
      done(rules(options, io));
    });
  assay
    .command("explain")
    .description("say why a rule matters and what to do")
    .argument("<rule>", "its id, or the name that another tool uses for it")
    .action(async (name: string) => {
      const { explain } = await import("./commands/rules.js");
      done(await explain(name, io));
    });
  assay
    .command("lsp")
    .description("serve an editor with the language server protocol, over standard input and output")
    .option("--stdio", "what editors say for that; there is no other way")
    .action(async () => {
      const { lsp } = await import("./commands/lsp.js");
      done(await lsp(io, version));
    });
  return assay;
}

/** The commands around a report: what people answer, what becomes of saved reports. */
function evidenceCommands(assay: Command, io: Io, done: (code: number) => void, version: string): void {
  withEvidence(
    withInputs(
      assay.command("init").description("write evidence.yaml with what only people can answer").argument("[paths...]"),
    ),
  ).action(async (paths: string[], options: EvidenceOptions) => {
    const { init } = await import("./commands/init.js");
    done(await init(paths, options, io, version));
  });
  withRedaction(
    withEvidence(withInputs(assay.command("case-study").description("draft the case study").argument("[paths...]"))),
  )
    .addOption(new Option("-f, --format <format>", "output format").choices(["markdown"]).default("markdown"))
    .option("-o, --output <file>", "write to a file")
    .action(async (paths: string[], options: CaseStudyOptions) => {
      const { caseStudy } = await import("./commands/case-study.js");
      done(await caseStudy(paths, options, io, version));
    });
  assay
    .command("portfolio")
    .description("compare saved reports: the strongest two, what each lacks, an action plan")
    .argument("<reports...>", "what `assay report -f json` wrote")
    .addOption(new Option("-f, --format <format>", "output format").choices(["markdown", "json"]).default("markdown"))
    .option("--from <day>", "the day from which the five business days of the plan count")
    .option("-o, --output <file>", "write to a file")
    .action(async (files: string[], options: PortfolioOptions) => {
      const { portfolio } = await import("./commands/portfolio.js");
      done(await portfolio(files, options, io));
    });
  assay
    .command("render")
    .description("write a saved report in another format")
    .argument("<report>", "what `assay report -f json` wrote")
    .addOption(new Option("-f, --format <format>", "output format").choices(REPORT_FORMATS).default("html"))
    .option("--graph <file>", "what `assay graph` wrote, for the diagrams")
    .option("-o, --output <file>", "write to a file")
    .action(async (file: string, options: RenderOptions) => {
      const { render } = await import("./commands/render.js");
      done(await render(file, options, io));
    });
  assay
    .command("verify")
    .description("check a saved report: its digest, its inputs, and whether it comes out the same again")
    .argument("<report>", "what `assay report -f json` wrote")
    .option("--root <folder>", "the folder that the report's paths are relative to")
    .action(async (file: string, options: VerifyOptions) => {
      const { verify } = await import("./commands/verify.js");
      done(await verify(file, options, io, version));
    });
}

/** The options by which a report is filled. */
function withEvidence(command: Command): Command {
  return withJudgement(command)
    .option("--checklist <id>", "this checklist, or `all` (repeatable)", repeat)
    .option("--pack <file>", "a checklist of your own (repeatable)", repeat)
    .option("--answers <file>", "the answers of people; evidence.yaml when it is there")
    .option("--title <text>", "how the workload is called");
}

function withRedaction(command: Command): Command {
  return command.option("--redact <what>", `blank ${redactions.join(", ")} (separated by commas)`, (text: string) => {
    const kinds = text.split(",").map((kind) => kind.trim());
    for (const kind of kinds)
      if (!isRedaction(kind)) throw new UsageError(`--redact knows ${redactions.join(", ")}, not '${kind}'.`);
    return kinds;
  });
}

function isRedaction(kind: string): kind is Redaction {
  return (redactions as readonly string[]).includes(kind);
}

function withBaseline(assay: Command, io: Io, version: string, done: (code: number) => void): void {
  const baseline = assay.command("baseline").description("accept what is there, so that only new findings count");
  withJudgement(withInputs(baseline.command("create").description("write all failing findings").argument("[paths...]")))
    .option("-o, --output <file>", "the file to write (assay-baseline.json)")
    .action(async (paths: string[], options: BaselineOptions) => {
      const { createBaseline } = await import("./commands/baseline.js");
      done(await createBaseline(paths, options, io, version));
    });
  withJudgement(
    withInputs(baseline.command("prune").description("drop the findings that are no more").argument("[paths...]")),
  )
    .option("--baseline <file>", "the file to prune (assay-baseline.json)")
    .action(async (paths: string[], options: BaselineOptions) => {
      const { pruneBaseline } = await import("./commands/baseline.js");
      done(await pruneBaseline(paths, options, io, version));
    });
}

function withJudgement(command: Command): Command {
  const levels = ["never", "info", "low", "medium", "high", "critical"];
  const profiles = ["recommended", "strict", "evidence"];
  return command
    .addOption(new Option("--fail-on <severity>", "exit with 1 when a finding is at least this severe").choices(levels))
    .addOption(new Option("--profile <profile>", "which rules run").choices(profiles))
    .option("--rules <module>", "a JavaScript module with rules of your own; it is run (repeatable)", repeat)
    .option("--strict", "exit with 3 when anything could not be read");
}

const EXIT_CODES = `
Exit codes:
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  wrong usage, or an error of assay itself
  3  nothing to analyse, or analysis incomplete with --strict
`;
