// What happens while a command runs, as data: each renderer shows it in its own way.

/** Something worth a line: `text` for people, `data` for programs. */
export interface NoteEvent {
  readonly type: "note";
  /** What the note is about: `table`, `target`, `baseline`, `stopped`, `saved`, ... */
  readonly name: string;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Something that the user should know but that stops nothing. */
export interface WarningEvent {
  readonly type: "warning";
  readonly text: string;
}

/** A command line that is worth trying next. */
export interface HintEvent {
  readonly type: "hint";
  readonly commands: readonly string[];
}

/** The numbers of one epoch that has ended; names as in the library's history. */
export type EpochNumbers = Readonly<Record<string, number>>;

/** How far the training is. */
export interface EpochEvent {
  readonly type: "epoch";
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly numbers: EpochNumbers;
  /** Whether no epoch before was better in the number that decides when to stop. */
  readonly best: boolean;
  /** Since the training began. */
  readonly seconds: number;
}

/** What is being done right now; shown by the live renderer only. */
export interface StatusEvent {
  readonly type: "status";
  readonly text: string;
}

/** How far the epoch in progress is; shown by the live renderer only. */
export interface BatchEvent {
  readonly type: "batch";
  readonly epoch: number;
  readonly epochs: number;
  /** From 0 to 1. */
  readonly fraction: number;
}

/** Everything that a renderer is told. */
export type CommandEvent = NoteEvent | WarningEvent | HintEvent | EpochEvent | BatchEvent | StatusEvent;

/** Shows events to people or to programs, on standard error. */
export interface Renderer {
  emit(event: CommandEvent): void;
  /** Leaves the terminal as a line-wise program would: no status line, the cursor at the start of a line. */
  close(): void;
}
