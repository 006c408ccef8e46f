import type { Reads } from './reads.js';
import type { Command, Step } from './step.js';

/** Commands for the engine, with what to make of their replies. */
export interface Plan<T> {
  readonly commands: readonly Command[];
  /** What each command's reply depends on. */
  readonly reads: readonly Reads[];
  readonly read: (replies: readonly unknown[]) => T;
}

/** A plan of one command. */
export function planOf<T>({ command, reads, read }: Step<T>): Plan<T> {
  return { commands: [command], reads: [reads], read: ([reply]) => read(reply) };
}

/** Plans side by side; reads each one's part of the replies. */
export function allOf<T>(plans: readonly Plan<T>[]): Plan<readonly T[]> {
  return {
    commands: plans.flatMap(({ commands }) => commands),
    reads: plans.flatMap(({ reads }) => reads),
    read: (replies) => {
      let start = 0;
      return plans.map(({ commands, read }) => {
        const part = replies.slice(start, start + commands.length);
        start += commands.length;
        return read(part);
      });
    },
  };
}

/** Makes something else of what a plan reads. */
export function mapPlan<A, B>({ commands, reads, read }: Plan<A>, map: (value: A) => B): Plan<B> {
  return { commands, reads, read: (replies) => map(read(replies)) };
}

/** Two plans of different results side by side. */
export function both<A, B>(first: Plan<A>, second: Plan<B>): Plan<readonly [A, B]> {
  const split = first.commands.length;
  return {
    commands: [...first.commands, ...second.commands],
    reads: [...first.reads, ...second.reads],
    read: (replies) => [first.read(replies.slice(0, split)), second.read(replies.slice(split))],
  };
}
