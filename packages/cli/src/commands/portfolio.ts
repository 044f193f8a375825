import { portfolio as compare } from "@assay/rules";
import { exitCode, UsageError, type Io } from "../io.js";
import { print } from "../output.js";
import { portfolioMarkdown } from "../render/portfolio.js";
import { readReport } from "../saved-report.js";

export interface PortfolioOptions {
  readonly format: "markdown" | "json";
  readonly output?: string;
  /** The day from which the five business days count. */
  readonly from?: string;
}

/** `assay portfolio`: several saved reports compared. */
export async function portfolio(files: readonly string[], options: PortfolioOptions, io: Io): Promise<number> {
  const from = options.from ?? io.today;
  if (!/^\d{4}-\d\d-\d\d$/.test(from) || Number.isNaN(Date.parse(from)))
    throw new UsageError(`--from wants a day such as 2026-11-23, not '${from}'.`);
  const reports = await Promise.all(files.map((file) => readReport(file, io)));
  const result = compare(reports, from);
  print(
    options.format === "json" ? `${JSON.stringify(result, null, 2)}\n` : portfolioMarkdown(result),
    options.output,
    io,
  );
  return exitCode.ok;
}
