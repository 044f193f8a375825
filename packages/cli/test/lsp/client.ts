import path from "node:path";
import { PassThrough, type Readable, type Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  CodeActionRequest,
  createConnection,
  createProtocolConnection,
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShowMessageNotification,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type Diagnostic,
  type InitializeParams,
  type Location,
  type MarkupContent,
  type TextEdit,
} from "vscode-languageserver/node";
import { serve } from "../../src/lsp/server.js";

/** An editor that follows a script. */
export class Client {
  readonly messages: string[] = [];
  private readonly root: string;
  private readonly connection;
  private readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  private readonly texts = new Map<string, string>();
  private readonly waiting = new Set<() => void>();
  /** How often something was said of a file. */
  private readonly counts = new Map<string, number>();

  constructor(root: string, input: Readable, output: Writable) {
    this.root = root;
    this.connection = createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
    this.connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.diagnostics.set(uri, diagnostics);
      this.counts.set(uri, (this.counts.get(uri) ?? 0) + 1);
      for (const wake of this.waiting) wake();
    });
    this.connection.onNotification(ShowMessageNotification.type, ({ message }) => void this.messages.push(message));
    this.connection.onRequest(RegistrationRequest.type, () => undefined);
    this.connection.listen();
  }

  async start(folders: readonly string[] = [this.root]): Promise<void> {
    const workspaceFolders = folders.map((folder) => ({
      uri: pathToFileURL(folder).href,
      name: path.basename(folder),
    }));
    const params = {
      processId: null,
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      workspaceFolders,
    };
    await this.connection.sendRequest(InitializeRequest.type, params as unknown as InitializeParams);
    await this.connection.sendNotification(InitializedNotification.type, {});
  }

  uri(file: string): string {
    return pathToFileURL(path.join(this.root, file)).href;
  }

  async open(file: string, text: string): Promise<void> {
    this.texts.set(file, text);
    const textDocument = { uri: this.uri(file), languageId: "yaml", version: 1, text };
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  /** Replaces a text of the document by another, as typing does. */
  async replace(file: string, old: string, by: string): Promise<void> {
    const text = this.texts.get(file) ?? "";
    const start = text.indexOf(old);
    const range = { start: positionOf(text, start), end: positionOf(text, start + old.length) };
    this.texts.set(file, text.slice(0, start) + by + text.slice(start + old.length));
    const textDocument = { uri: this.uri(file), version: 2 };
    const contentChanges = [{ range, text: by }];
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument, contentChanges });
  }

  /** Makes the change of a code action. */
  async apply(file: string, { range, newText }: TextEdit): Promise<void> {
    const lines = (this.texts.get(file) ?? "").split("\n");
    const line = lines[range.start.line] ?? "";
    lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.start.character);
    const text = lines.join("\n");
    this.texts.set(file, text);
    const textDocument = { uri: this.uri(file), version: 3 };
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: [{ text }],
    });
  }

  async save(file: string): Promise<void> {
    await this.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: { uri: this.uri(file) },
    });
  }

  async close(file: string): Promise<void> {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.uri(file) },
    });
  }

  /** What is shown in a file, once that satisfies a wish. */
  async shown(file: string, wish: (codes: readonly string[]) => boolean): Promise<readonly Diagnostic[]> {
    const uri = this.uri(file);
    for (;;) {
      const found = this.diagnostics.get(uri);
      if (found && wish(found.map(({ code }) => String(code)))) return found;
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
  }

  now(file: string): readonly string[] {
    return (this.diagnostics.get(this.uri(file)) ?? []).map(({ code }) => String(code));
  }

  said(file: string): number {
    return this.counts.get(this.uri(file)) ?? 0;
  }

  async hover(file: string, at: string, skip = 0): Promise<string> {
    const found = await this.connection.sendRequest(HoverRequest.type, this.place(file, at, skip));
    return found ? (found.contents as MarkupContent).value : "";
  }

  /** `file:line` of what a name stands for. */
  async definition(file: string, at: string, skip = 0): Promise<readonly string[]> {
    const found = (await this.connection.sendRequest(DefinitionRequest.type, this.place(file, at, skip))) as Location[];
    const root = `${pathToFileURL(this.root).href}/`;
    return found.map(({ uri, range }) => `${uri.replace(root, "")}:${range.start.line + 1}`);
  }

  async actions(file: string, diagnostic: Diagnostic): Promise<readonly CodeAction[]> {
    const textDocument = { uri: this.uri(file) };
    const context = { diagnostics: [diagnostic] };
    const { range } = diagnostic;
    return (await this.connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context,
    })) as CodeAction[];
  }

  async end(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
  }

  dispose(): void {
    this.connection.dispose();
  }

  private place(file: string, at: string, skip: number) {
    const text = this.texts.get(file) ?? "";
    const position = positionOf(text, text.indexOf(at) + skip);
    return { textDocument: { uri: this.uri(file) }, position };
  }
}

function positionOf(text: string, offset: number) {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** A client and a server in this process. */
export function connected(root: string): Client {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const io = { cwd: root, isTerminal: false, env: {}, today: "2026-11-22", out: () => undefined, err: () => undefined };
  void serve(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), io, "1.2.3");
  return new Client(root, toClient, toServer);
}
