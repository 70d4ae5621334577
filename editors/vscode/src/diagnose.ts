// Ask a server that did not start for its reason.

import { spawn } from "node:child_process";
import type { Server } from "./findServer";

/** Milliseconds for a server to start and to end. */
const PATIENCE = 20_000;

/** Return what a server prints when it is started with nothing to read; empty when it starts and ends as it should. */
export function reasonOf(server: Server): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(server.command, [...server.args], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    const timer = setTimeout(() => child.kill(), PATIENCE);
    child.stderr.on("data", (data: Buffer) => (said += data.toString("utf8")));
    child.on("error", (error) => {
      clearTimeout(timer);
      resolve(error.message);
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? "" : said.trim() || `it ended with code ${code ?? "none"}`);
    });
  });
}
