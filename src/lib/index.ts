export { AisleModule } from './aisle.module.js';
export { LANGUAGE_NAMES } from './analysis/languages.js';
export type { Language, LanguageSetting } from './analysis/languages.js';
export type { AisleModuleAsyncOptions, AisleModuleOptions } from './aisle-options.js';
export {
  getCollectionToken,
  getRepositoryToken,
  getSearchToken,
  InjectRepository,
  InjectSearch,
} from './aisle.tokens.js';
export { CollectionAccess } from './collection-access.js';

export type {
  AnyCollection,
  AnyDocument,
  Collection,
  CollectionSettings,
  DocumentOf,
} from './collections/collection.js';
export { defineCollection } from './collections/define-collection.js';
export { fromDefinitionJson, toDefinitionJson } from './collections/definition-json.js';
export type { DefinitionJson } from './collections/definition-json.js';
export type { Field, FieldKind } from './collections/field-kinds.js';
export { boolean, code, date, geo, hierarchy, numeric, tag, text, vector } from './collections/fields.js';
export type { BoostRule, DecayRule, RankingRule } from './collections/ranking-rules.js';
export type { FacetPath, FieldsOf, PathOf, SortOf } from './collections/typed-paths.js';

export { DefinitionStore } from './documents/definition-store.js';
export type { DefinitionHandle } from './documents/active-definitions.js';
export { DocumentRepository } from './documents/document-repository.js';
export type { Creatable, DocumentId, GetOptions, VersionedDocument } from './documents/document-repository.js';
export type { PutOptions, PutResult, WriteResult } from './documents/document-operations.js';
export type { ChangeOptions, IfMatch } from './documents/document-modifier.js';
export type { BulkOptions, BulkResult } from './documents/bulk-writer.js';
export type { Change, ChangesOptions } from './documents/change-feed.js';
export { changeStream } from './documents/change-stream.js';
export { followChanges } from './documents/follow-changes.js';
export type { ChangeNotice, FollowOptions } from './documents/follow-changes.js';
export { exportDocuments } from './documents/export-documents.js';
export type { JsonObject, JsonValue } from './documents/json-value.js';
export { mergePatch } from './documents/merge-patch.js';
export { importDocuments } from './documents/import-documents.js';
export type { ImportResult, ImportSummary } from './documents/import-documents.js';
export { parseJsonText } from './documents/parse-json-text.js';

export { AisleError } from './errors/aisle-error.js';
export type { Fault } from './errors/aisle-error.js';
export { ERROR_CODES } from './errors/error-codes.js';
export type { ErrorCode } from './errors/error-codes.js';
export * from './errors/collection-errors.js';
export * from './errors/document-errors.js';
export * from './errors/engine-errors.js';
export * from './errors/input-errors.js';
export * from './errors/link-errors.js';
export * from './errors/lock-errors.js';
export * from './errors/rate-limit-errors.js';
export * from './errors/session-errors.js';
export * from './errors/stock-errors.js';
export * from './errors/synonym-errors.js';
export { CollectionManager } from './indexes/collection-manager.js';
export type { CollectionDescription, IndexState } from './indexes/collection-description.js';
export { describePlan } from './indexes/describe-plan.js';
export { IndexAuditor } from './indexes/index-audit.js';
export type { IndexAudit } from './indexes/index-audit.js';
export { readIndexInfo } from './indexes/index-info.js';
export type { IndexInfo } from './indexes/index-info.js';
export type { MigrationPhase, MigrationProgress, OnMigrationProgress } from './indexes/migration-phase.js';
export type { MigrationPlan } from './indexes/plan-migration.js';
export type { IndexVerification } from './indexes/verify-index.js';

export { defineEvents } from './messaging/events/define-events.js';
export type { EventChannel, EventDefinitions, EventPattern, EventTopic } from './messaging/events/define-events.js';
export { EventBus } from './messaging/events/event-bus.js';
export type { EventBusOptions, EventContext, EventHandler } from './messaging/events/event-bus.js';
export { EventsModule } from './messaging/events/events.module.js';
export { OnEvent, OnEventGap } from './messaging/events/on-event.decorator.js';
export type { HandlingOptions } from './messaging/handling-options.js';
export { defineQueue } from './messaging/queues/define-queue.js';
export type { Queue, QueueName } from './messaging/queues/define-queue.js';
export { OnJob } from './messaging/queues/on-job.decorator.js';
export type { Job, JobHandler, QueueWorker } from './messaging/queues/queue-worker.js';
export { Queues } from './messaging/queues/queues.js';
export type { AddedJob, DeadJob, JobOptions, QueuesOptions, QueueState } from './messaging/queues/queues.js';
export { QueuesModule } from './messaging/queues/queues.module.js';
export type { WorkerOptions } from './messaging/queues/worker-options.js';
export type { ReportError } from './messaging/report.js';
export type { ConsumerOptions } from './messaging/streams/consumer-options.js';
export { defineStream } from './messaging/streams/define-stream.js';
export type { Stream, StreamName, StreamOptions } from './messaging/streams/define-stream.js';
export { OnStream } from './messaging/streams/on-stream.decorator.js';
export { StreamBell } from './messaging/streams/stream-bell.js';
export type { StreamConsumer, StreamHandler } from './messaging/streams/stream-consumer.js';
export type { Effect, StreamEntry, StreamMessage } from './messaging/streams/stream-message.js';
export { Streams } from './messaging/streams/streams.js';
export type {
  AddOptions,
  DeadLetter,
  ReadOptions,
  StreamGroupState,
  StreamsOptions,
} from './messaging/streams/streams.js';
export { StreamsModule } from './messaging/streams/streams.module.js';

export type { BiggestKeys, BiggestKeysOptions } from './monitoring/biggest-keys.js';
export { capabilityFindings } from './monitoring/capability-findings.js';
export { EngineMonitor } from './monitoring/engine-monitor.js';
export type { EngineIndexReport, EngineNodeReport } from './monitoring/engine-monitor.js';
export type * from './monitoring/engine-status-facts.js';
export { finding, worstOf } from './monitoring/finding.js';
export type { Finding, Severity } from './monitoring/finding.js';
export { auditKeys } from './monitoring/key-audit.js';
export type { KeyArea, KeyAudit, KeyAuditOptions, KeyExamples } from './monitoring/key-audit.js';
export { MonitoringModule } from './monitoring/monitoring.module.js';
export { formatBytes, formatCount } from './monitoring/numbers.js';
export type { SlowCommand } from './monitoring/slow-log.js';
export { statusFindings } from './monitoring/status-findings.js';

export { parseFacetSearch, parseFacetSearchUrl } from './query/facet-search.js';
export type { FacetSearch, FacetSearchResult } from './query/facet-search.js';
export { LIMITS } from './query/limits.js';
export { parseSearch } from './query/parse-search.js';
export { parseSearchUrl } from './query/parse-search-url.js';
export type { FacetInput, FacetSearchInput, SearchInput, Where } from './query/search-input.js';
export type * from './query/search-result.js';
export type { Search } from './query/search.js';
export type { CircuitOptions } from './redis/circuit/circuit-options.js';
export { EngineCircuit } from './redis/circuit/engine-circuit.js';
export type { EngineCircuitState, EngineCircuitStatus } from './redis/circuit/engine-circuit.js';
export { guardConnection } from './redis/circuit/guard-connection.js';
export type { Capabilities } from './redis/capabilities.js';
export type { RedisOptions } from './redis/connection-options.js';
export { startEmbeddedEngine } from './redis/embedded/start-engine.js';
export type { EmbeddedEngine, EmbeddedEngineOptions } from './redis/embedded/start-engine.js';
export type { EngineProgress } from './redis/embedded/engine-files.js';
export { createKeys } from './redis/keys.js';
export type { Keys } from './redis/keys.js';
export { openConnection } from './redis/open-connection.js';
export type { ConnectionHooks } from './redis/open-connection.js';
export type { CommandOptions, RedisConnection } from './redis/redis-connection.js';
export { AISLE_CONNECTION, AISLE_KEYS, InjectConnection, InjectKeys } from './redis/redis.tokens.js';
export type { RedisArgument, RedisCommand, RedisReply } from './redis/redis-values.js';
export { defineScript, scriptCommand } from './redis/script.js';
export type { Script, ScriptCommand } from './redis/script.js';
export type { MessageListener, Subscriber, Unsubscribe } from './redis/subscriber.js';
export type { SearchColumnOptions } from './search/columns/column-options.js';
export type { ReplyCacheStats } from './search/replies/reply-cache.js';
export type { SearchCacheOptions } from './search/replies/reply-cache-options.js';
export { SearchReplies } from './search/replies/search-replies.js';
export { SearchService } from './search/search-service.js';
export { SYNONYM_LIMITS } from './search/synonyms/synonym.js';
export type { StoredSynonym, Synonym } from './search/synonyms/synonym.js';
export { Synonyms } from './search/synonyms/synonyms.js';
export type { SearchCallOptions } from './search/search-service.js';
export { CallPolicy } from './state/resilience/call-policy.js';
export type { CallPolicyOptions } from './state/resilience/call-policy.js';
export { LastAnswers } from './state/resilience/last-answers.js';
export type { LastAnswer, LastAnswersOptions } from './state/resilience/last-answers.js';
export { CacheArea } from './state/cache/cache-area.js';
export type { CacheSetOptions, InvalidateAllOptions } from './state/cache/cache-area.js';
export type { CacheCodec } from './state/cache/cache-codec.js';
export type { CacheRead } from './state/cache/cache-context.js';
export { CacheModule } from './state/cache/cache.module.js';
export type { CacheAreaOptions } from './state/cache/cache-options.js';
export { hitRatio } from './state/cache/cache-statistics.js';
export type { CacheCounts } from './state/cache/cache-statistics.js';
export type { CacheDependencies } from './state/cache/cache-versions.js';
export { Cache } from './state/cache/cache.js';
export type { CacheOptions } from './state/cache/cache.js';
export { Cached, cachedMethod, useCache } from './state/cache/cached.decorator.js';
export type { CachedFunction, CachedFunctionOptions } from './state/cache/cached-function.js';
export { KeyvStore } from './state/cache/keyv-store.js';
export type { KeyvStoreOptions } from './state/cache/keyv-store.js';
export { ActivityFeeds } from './state/feeds/activity-feeds.js';
export type { FeedEntry, FeedPageOptions } from './state/feeds/activity-feeds.js';
export { defineFeed } from './state/feeds/define-feed.js';
export type { FeedDefinition, FeedOptions } from './state/feeds/define-feed.js';
export { FeedsModule } from './state/feeds/feeds.module.js';
export { defineHash } from './state/hashes/define-hash.js';
export type { HashChanges, HashDefinition, HashFields, HashObject, HashOptions } from './state/hashes/define-hash.js';
export { jsonField } from './state/hashes/hash-fields.js';
export type { HashField, HashFieldValue, JsonField } from './state/hashes/hash-fields.js';
export { HashStore } from './state/hashes/hash-store.js';
export type { WriteHashOptions } from './state/hashes/hash-store.js';
export { getHashToken, HashesModule, InjectHash } from './state/hashes/hashes.module.js';
export { Locks } from './state/locks/locks.js';
export { LocksModule } from './state/locks/locks.module.js';
export type { Lock } from './state/locks/lock.js';
export type { LockConnection } from './state/locks/lock-servers.js';
export type { LockOptions, LocksModuleOptions } from './state/locks/lock-options.js';
export { RateLimit } from './state/rate-limits/rate-limit.decorator.js';
export type { RateLimitDecoratorOptions } from './state/rate-limits/rate-limit.decorator.js';
export { rateLimitHeaders } from './state/rate-limits/rate-limit-headers.js';
export type { RateLimitAlgorithm, RateLimitOptions } from './state/rate-limits/rate-limit-options.js';
export type { RateLimitResult } from './state/rate-limits/rate-limit-result.js';
export { subjectOf } from './state/rate-limits/rate-limit-subject.js';
export type { RateLimitedRequest, RateLimitPart } from './state/rate-limits/rate-limit-subject.js';
export { RateLimiter } from './state/rate-limits/rate-limiter.js';
export type { ConsumeOptions } from './state/rate-limits/rate-limiter.js';
export { RateLimits } from './state/rate-limits/rate-limits.js';
export type { NamedRateLimits } from './state/rate-limits/rate-limits.js';
export { RateLimitsModule } from './state/rate-limits/rate-limits.module.js';
export type { RateLimitsModuleOptions } from './state/rate-limits/rate-limits.module.js';
export { createExpressSessionStore } from './state/sessions/express-session-store.js';
export type { ExpressSessionMethods, ExpressSessionStoreOptions } from './state/sessions/express-session-store.js';
export type { SessionData } from './state/sessions/session-data.js';
export type { SessionOptions } from './state/sessions/session-options.js';
export type { Session } from './state/sessions/session.js';
export { Sessions } from './state/sessions/sessions.js';
export type { NewSession } from './state/sessions/sessions.js';
export { SessionsModule } from './state/sessions/sessions.module.js';
export type { Reservation, ReservationState, ReserveResult } from './stock/reservation.js';
export { Stock } from './stock/stock.js';
export type { StockOptions } from './stock/stock.js';
export { StockAccess } from './stock/stock-access.js';
export type { StockLine } from './stock/stock-lines.js';
export type { ReserveOptions, RestockOptions, StockModuleOptions } from './stock/stock-options.js';
export { StockSweeper } from './stock/stock-sweeper.js';
export type { StockSweeperOptions } from './stock/stock-sweeper.js';
export { StockModule } from './stock/stock.module.js';
export { getStockToken, InjectStock } from './stock/stock.tokens.js';
export { Transactions } from './state/transactions/transactions.js';
export type { CompareAndSetOptions } from './state/transactions/transactions.js';
export type { TransactionOptions } from './state/transactions/transaction-options.js';
export type { PlanTransaction, TransactionPlan, TransactionResult } from './state/transactions/watched-transaction.js';
export { TransactionsModule } from './state/transactions/transactions.module.js';
export { Counters } from './state/counters/counters.js';
export { CountersModule } from './state/counters/counters.module.js';
export type { CounterOptions } from './state/counters/counter-options.js';
export { TagSets } from './state/counters/tag-sets.js';
export type { TagQuery } from './state/counters/tag-sets.js';
export { UniqueCounters } from './state/counters/unique-counters.js';
export type { UniqueCounterOptions } from './state/counters/unique-counters.js';
export { Leaderboard } from './state/leaderboards/leaderboard.js';
export type { PeriodChoice, Ranking, RecentOptions } from './state/leaderboards/leaderboard.js';
export type { LeaderboardOptions } from './state/leaderboards/leaderboard-options.js';
export type { LeaderboardPeriod } from './state/leaderboards/leaderboard-period.js';
export {
  getLeaderboardToken,
  InjectLeaderboard,
  LeaderboardsModule,
} from './state/leaderboards/leaderboards.module.js';
export { Links } from './state/links/links.js';
export { LinksModule } from './state/links/links.module.js';
export type { Click, ClickDetails, CreatedLink, DailyClicks, Link } from './state/links/link.js';
export type { CreateLinkOptions, LinksOptions } from './state/links/link-options.js';
