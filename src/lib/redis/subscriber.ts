/** Takes one message of Pub/Sub. What it throws is lost, so it must not throw. */
export type MessageListener = (message: string, channel: string) => void;

/** Ends a subscription. Once it is kept, the listener hears nothing more. */
export type Unsubscribe = () => Promise<void>;

/**
 * Pub/Sub over a link of its own, opened with the first subscription. Subscriptions are in force again when a lost link is
 * there again, but what was published meanwhile is gone: {@link Subscriber.onGap} tells so.
 */
export interface Subscriber {
  /** Listens on a channel; kept once the engine knows of it. @throws ENGINE_UNAVAILABLE, ENGINE_PERMISSION_DENIED */
  subscribe(channel: string, listener: MessageListener): Promise<Unsubscribe>;

  /** Listens on all channels that match a pattern of the engine (`*`, `?`, `[…]`). */
  subscribePattern(pattern: string, listener: MessageListener): Promise<Unsubscribe>;

  /** Told when the link was lost and is there again: messages may have been missed. Gives the way to end it. */
  onGap(listener: () => void): () => void;
}

/** A {@link Subscriber} that its owner can end. */
export interface SubscriberLink extends Subscriber {
  close(): Promise<void>;
}
