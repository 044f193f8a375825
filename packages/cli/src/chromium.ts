import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { UsageError, type Io } from "./io.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** The browser that `CHROME_PATH` names, else an installed Chromium, Chrome or Edge. */
export function findChromium(env: Io["env"]): string | undefined {
  const named = env["CHROME_PATH"];
  if (named !== undefined && named !== "") return fs.existsSync(named) ? named : undefined;
  const folders = (env["PATH"] ?? "").split(path.delimiter);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...PLACES];
  return candidates.find((candidate) => fs.existsSync(candidate));
}

/** Prints an HTML page that needs nothing from outside to PDF. */
export function pdfOf(html: string, io: Io): Uint8Array {
  return render("page.html", html, "page.pdf", (file) => [`--print-to-pdf=${file}`, "--no-pdf-header-footer"], io);
}

/** Paints an SVG picture with two dots per pixel. */
export function pngOf(svg: string, width: number, height: number, io: Io): Uint8Array {
  const size = `--window-size=${Math.ceil(width)},${Math.ceil(height)}`;
  return render(
    "picture.svg",
    svg,
    "picture.png",
    (file) => [`--screenshot=${file}`, size, "--force-device-scale-factor=2", "--hide-scrollbars"],
    io,
  );
}

/** Lets the browser read one file and write another, in a folder of its own and without network. */
function render(
  input: string,
  content: string,
  output: string,
  options: (file: string) => readonly string[],
  { env }: Io,
): Uint8Array {
  const browser = findChromium(env);
  if (browser === undefined)
    throw new UsageError("This format needs an installed Chromium, Chrome or Edge; CHROME_PATH may name it.");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "assay-"));
  try {
    const [from, to] = [path.join(folder, input), path.join(folder, output)];
    fs.writeFileSync(from, content);
    const isRoot = process.getuid?.() === 0;
    const args = [
      "--headless",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // A browser of the root user has no sandbox to start; the page holds no script.
      ...(isRoot ? ["--no-sandbox"] : []),
      `--user-data-dir=${path.join(folder, "profile")}`,
      ...options(to),
      pathToFileURL(from).href,
    ];
    const { status, stderr } = spawnSync(browser, args, { encoding: "utf8", timeout: 120_000 });
    if (!fs.existsSync(to))
      throw new UsageError(`${browser} wrote no file (exit code ${status ?? "none"}): ${stderr.trim().slice(-300)}`);
    return fs.readFileSync(to);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
