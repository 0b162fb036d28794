import type { Connection, Submittable } from 'pg';

/** What a {@link ScriptQuery} tells. */
export interface ScriptQueryEvents {
  /** One more statement is through. */
  readonly onCompleted: () => void;
  readonly onDone: () => void;
  readonly onError: (error: Error) => void;
}

/**
 * Several statements in one message of the simple query protocol, their rows thrown away. The server answers each with a
 * message of its own, so that it is known how far it came; pg's own query only tells of the end.
 */
export class ScriptQuery implements Submittable {
  readonly #text: string;
  readonly #events: ScriptQueryEvents;
  #asksForRows = false;

  constructor(text: string, events: ScriptQueryEvents) {
    this.#text = text;
    this.#events = events;
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCommandComplete(): void {
    this.#events.onCompleted();
  }

  handleEmptyQuery(): void {
    this.#events.onCompleted();
  }

  handleReadyForQuery(): void {
    this.#events.onDone();
  }

  handleError(error: Error): void {
    this.#events.onError(this.#asksForRows ? copyFromClient(error) : error);
  }

  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    this.#asksForRows = true;
    connection.sendCopyFail('no rows');
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
}

function copyFromClient(cause: Error): Error {
  return new Error(
    'COPY FROM STDIN takes its rows from a program such as psql, and a script has none to give; write them as INSERT, or as COPY from a file of the server',
    { cause },
  );
}
