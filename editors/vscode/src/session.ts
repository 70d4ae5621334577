// One run of the language server: find it, start it, say what became of it. Everything it needs is given to it.

import { type Found, installCommand, isServer, findServer, type Server, type Surroundings } from "./findServer";

/** What is needed of a language client. */
export interface Client {
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly initializeResult: { readonly serverInfo?: { readonly version?: string } } | undefined;
}

/** What the session does to the editor. */
export interface Host {
  surroundings(): Promise<Surroundings>;
  makeClient(server: Server): Client;
  reasonOf(server: Server): Promise<string>;
  starting(): void;
  running(version: string, origin: string): void;
  /** Say why it does not run, and offer the command that installs it. */
  missing(reason: string, install: string): void;
  withoutServer(): Promise<void>;
}

export class Session {
  private client: Client | undefined;
  /** The command that installs what is missing. */
  install = "";

  constructor(private readonly host: Host) {}

  /** Start the server; whatever goes wrong is said, and nothing is thrown. */
  async start(): Promise<Found> {
    const around = await this.host.surroundings();
    const found = findServer(around);
    if (!isServer(found)) {
      return await this.fail(found.reason, found.install);
    }
    this.host.starting();
    const client = this.host.makeClient(found);
    try {
      await client.start();
    } catch (error) {
      const reason = await this.host.reasonOf(found);
      return await this.fail(reason === "" ? String(error) : reason, installCommand(around));
    }
    this.client = client;
    this.host.running(client.initializeResult?.serverInfo?.version ?? "", found.origin);
    return found;
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.stop();
  }

  async restart(): Promise<Found> {
    await this.stop();
    return await this.start();
  }

  private async fail(reason: string, install: string): Promise<Found> {
    this.install = install;
    this.host.missing(reason, install);
    await this.host.withoutServer();
    return { reason, install };
  }
}
