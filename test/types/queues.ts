import { defineQueue } from '../../src/lib/messaging/queues/define-queue.js';
import { OnJob } from '../../src/lib/messaging/queues/on-job.decorator.js';
import type { Job } from '../../src/lib/messaging/queues/queue-worker.js';
import type { Queues } from '../../src/lib/messaging/queues/queues.js';

interface Mail {
  readonly to: string;
}
const mails = defineQueue<Mail>('mails');
declare const queues: Queues;

export class Handlers {
  @OnJob(mails, { concurrency: 4 })
  send({ payload, id }: Job<Mail>): string {
    return payload.to + id;
  }

  // @ts-expect-error the jobs of this queue have no sku
  @OnJob(mails)
  wrong({ payload }: Job<{ readonly sku: string }>): void {
    payload.sku satisfies string;
  }
}

export async function check(): Promise<void> {
  await queues.add(mails, { to: 'a' }, { delayMs: 5 });
  queues.work(mails, {}, ({ payload }) => payload.to satisfies string);
  const [dead] = await queues.deadJobs(mails);
  dead?.payload.to satisfies string | undefined;
  await queues.state(mails);

  // @ts-expect-error the payload lacks the address
  await queues.add(mails, {});
}
