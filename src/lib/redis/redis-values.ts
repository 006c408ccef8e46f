/** One word of a command. */
export type RedisArgument = string | Buffer;

/** A command as the engine's manual spells it: `['JSON.GET', key, '$']`. */
export type RedisCommand = readonly RedisArgument[];

/**
 * A reply as RESP3 carries it: strings, numbers, null, booleans, arrays (sets too), maps as plain objects without a
 * prototype, big numbers as strings.
 */
export type RedisReply =
  string | number | boolean | null | Buffer | readonly RedisReply[] | { readonly [key: string]: RedisReply };
