import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  CodeActionKind,
  DidChangeWatchedFilesNotification,
  MessageType,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type Location,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { regionOf } from "@assay/analyzer";
import { rules } from "@assay/rules";
import type { Io } from "../io.js";
import { acceptanceOf } from "./actions.js";
import { diagnosticsOf, rangeOf } from "./diagnostics.js";
import type { Examined, Place } from "./examine.js";
import { findingsAt, hoverAt } from "./hover.js";
import { definitionsAt } from "./reference.js";
import { Workspace } from "./workspace.js";

/** Answers an editor until the connection ends. */
export async function serve(connection: Connection, io: Io, version: string): Promise<void> {
  const server = new Server(connection, io, version);
  await server.closed;
}

interface Rooted {
  readonly rootUri?: string | null;
}

class Server {
  /** When the editor has gone. */
  readonly closed: Promise<void>;
  private readonly connection: Connection;
  private readonly io: Io;
  private readonly version: string;
  private readonly documents = new TextDocuments(TextDocument);
  /** Folders of the editor, and single files outside of them, by path. */
  private readonly workspaces = new Map<string, Workspace>();
  /** Files that show something, by workspace: they are cleared when there is nothing any more. */
  private readonly shown = new Map<Workspace, Set<string>>();

  constructor(connection: Connection, io: Io, version: string) {
    this.connection = connection;
    this.io = io;
    this.version = version;
    this.closed = new Promise((resolve) => {
      connection.onExit(resolve);
    });
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => void this.watch());
    connection.onHover((params) => this.hover(params));
    connection.onDefinition((params) => this.definition(params));
    connection.onCodeAction((params) => this.actions(params));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const touched = changes.map(({ uri }) => pathOf(uri)).filter((file) => file !== undefined);
      for (const one of this.workspaces.values()) if (touched.some((file) => isBelow(one.folder, file))) one.reload();
    });
    connection.onShutdown(() => {
      for (const one of this.workspaces.values()) one.close();
    });
    this.follow();
    connection.listen();
  }

  /** What is edited is looked at alone; at rest, everything is. */
  private follow(): void {
    const settle = (uri: string) => {
      this.at(uri, (workspace, file) => {
        workspace.settle(file);
      });
    };
    this.documents.onDidOpen(({ document }) => {
      settle(document.uri);
    });
    this.documents.onDidSave(({ document }) => {
      settle(document.uri);
    });
    this.documents.onDidClose(({ document }) => {
      settle(document.uri);
    });
    this.documents.onDidChangeContent(({ document }) => {
      this.at(document.uri, (workspace, file) => {
        workspace.edit(file);
      });
    });
    this.documents.listen(this.connection);
  }

  private initialize(params: InitializeParams): InitializeResult {
    // Older editors name one folder by `rootUri`.
    const { workspaceFolders, rootUri }: Pick<InitializeParams, "workspaceFolders"> & Rooted = params;
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    for (const uri of uris) {
      const folder = pathOf(uri);
      if (folder !== undefined) this.add(folder);
    }
    return {
      serverInfo: { name: "assay", version: this.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        definitionProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      },
    };
  }

  private async watch(): Promise<void> {
    const glob = "**/*.{yml,yaml,json,template,toml,ts,js,mjs,cjs}";
    try {
      await this.connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: glob }],
      });
    } catch {
      // The editor does not watch files; what is saved in it is seen all the same.
    }
  }

  private add(folder: string, file?: string): Workspace {
    const workspace: Workspace = new Workspace({
      folder,
      file,
      io: this.io,
      version: this.version,
      open: () => this.openIn(folder),
      examined: (found, scope) => {
        this.publish(workspace, found, scope);
      },
      failed: (message) => {
        void this.connection.sendNotification(ShowMessageNotification.type, {
          type: MessageType.Error,
          message: `assay: ${message}`,
        });
      },
    });
    this.workspaces.set(file ?? folder, workspace);
    return workspace;
  }

  /** The innermost folder of the editor that holds a document, or a workspace of its own. */
  private workspaceOf(file: string): Workspace {
    const around = [...this.workspaces].filter(([key]) => key === file || isBelow(key, file));
    const [found] = around.sort(([a], [b]) => b.length - a.length);
    return found?.[1] ?? this.add(path.dirname(file), file);
  }

  private at(uri: string, act: (workspace: Workspace, file: string) => void): void {
    const absolute = pathOf(uri);
    if (absolute === undefined) return;
    const workspace = this.workspaceOf(absolute);
    act(workspace, relative(workspace.folder, absolute));
  }

  private openIn(folder: string): ReadonlyMap<string, string> {
    return new Map(
      this.documents.all().flatMap((document) => {
        const absolute = pathOf(document.uri);
        const isHere = absolute !== undefined && isBelow(folder, absolute);
        return isHere ? [[relative(folder, absolute), document.getText()] as const] : [];
      }),
    );
  }

  private publish(workspace: Workspace, { assessment }: Examined, scope: ReadonlySet<string> | undefined): void {
    const uriOf = (file: string) => this.uriOf(path.join(workspace.folder, file));
    const found = diagnosticsOf(assessment, uriOf);
    const before = this.shown.get(workspace) ?? new Set<string>();
    const kept = new Set([...before].filter((file) => scope && !scope.has(file) && !found.has(file)));
    for (const file of before) if (!kept.has(file) && !found.has(file)) this.send(uriOf(file), []);
    for (const [file, diagnostics] of found) this.send(uriOf(file), diagnostics);
    this.shown.set(workspace, new Set([...kept, ...found.keys()]));
  }

  private send(uri: string, diagnostics: readonly Diagnostic[]): void {
    void this.connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
  }

  /** The editor's own name of an open document, since it may escape characters that others leave alone. */
  private uriOf(absolute: string): string {
    const open = this.documents.keys().find((uri) => pathOf(uri) === absolute);
    return open ?? pathToFileURL(absolute).href;
  }

  private known(uri: string): { examined: Examined; file: string; folder: string } | undefined {
    const absolute = pathOf(uri);
    if (absolute === undefined) return undefined;
    const workspace = this.workspaceOf(absolute);
    const file = relative(workspace.folder, absolute);
    const examined = workspace.knowledgeOf(file);
    return examined && { examined, file, folder: workspace.folder };
  }

  private async hover({ textDocument, position }: TextDocumentPositionParams): Promise<Hover | undefined> {
    const known = this.known(textDocument.uri);
    const place = known && placeOf(known.file, position);
    const value = place && (await hoverAt(known.examined, place, rules));
    return value === undefined ? undefined : { contents: { kind: "markdown", value } };
  }

  private definition({ textDocument, position }: TextDocumentPositionParams): Location[] {
    const known = this.known(textDocument.uri);
    if (!known) return [];
    return definitionsAt(known.examined, placeOf(known.file, position)).map(({ span }) => ({
      uri: this.uriOf(path.join(known.folder, span.file.path)),
      range: rangeOf(regionOf(span)),
    }));
  }

  private actions({ textDocument, range, context }: CodeActionParams): CodeAction[] {
    const known = this.known(textDocument.uri);
    if (!known) return [];
    const { examined, file } = known;
    return findingsAt(examined, placeOf(file, range.start)).flatMap((finding): CodeAction[] => {
      const acceptance = acceptanceOf(finding, examined.analysis);
      if (!acceptance) return [];
      const diagnostics = context.diagnostics.filter(({ code }) => code === finding.rule);
      const edit = { changes: { [textDocument.uri]: [acceptance.edit] } };
      return [{ title: acceptance.title, kind: CodeActionKind.QuickFix, diagnostics, edit }];
    });
  }
}

function placeOf(file: string, { line, character }: TextDocumentPositionParams["position"]): Place {
  return { file, line, character };
}

function pathOf(uri: string): string | undefined {
  return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
}

function relative(folder: string, absolute: string): string {
  return path.relative(folder, absolute).split(path.sep).join("/");
}

function isBelow(folder: string, absolute: string): boolean {
  return absolute.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
