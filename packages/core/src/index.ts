/**
 * Compose Prisma schema fragments and drive one migration history per extension, in one shared database. Everything the
 * `orchestrate` command can do, as functions.
 *
 * @packageDocumentation
 */

export type { OwnedEntity } from './composition/composition.js';
export type { FixRuleName } from './composition/fix/mend.js';
export type { LintException } from './config/config.js';
export type { OrchestrateConfig } from './config/define-config.js';
export { defineConfig } from './config/define-config.js';
export type { Environment } from './config/environment.js';
export type {
  HookAction,
  HookContext,
  HookFunction,
  HookName,
  HookSetting,
  HookSettings,
  HookStep,
} from './config/hooks.js';
export type { ReplacedDatabase } from './database/backups.js';
export type { Provider } from './database/database.js';
export type { Diagnosis, DiagnosisGroup } from './diagnosis.js';
export type { EngineDatasource } from './engine/native/open-engine-process.js';
export type { EngineLogLine } from './engine/protocol/engine-messages.js';
export type { MigrationList, SchemaEngine, SchemaEngineMethod, SchemaFilter } from './engine/schema-engine.js';
export { EngineError } from './engine/schema-engine.js';
export type { ErrorKind, OrchestrateErrorParts } from './errors.js';
export { isOrchestrateError, OrchestrateError } from './errors.js';
export type { FleetOutcome, FleetProgress, LockHolder, OnEvent, OrchestrateEvent } from './events.js';
export type { Finding, RelatedPlace, Severity, SourcePosition } from './findings.js';
export { hasErrors } from './findings.js';
export type { EquivalentRule, LintProvider, LintRule, LintSeverity, RuleExample } from './lint/lint-rule.js';
export type {
  AutoMigrateError,
  AutoMigrateOptions,
  AutoMigrateRecovery,
  AutoMigrateResult,
} from './operations/auto-migrate.js';
export { autoMigrate } from './operations/auto-migrate.js';
export type { ContentDifference } from './operations/backup/compare-contents.js';
export type { ListedBackup } from './operations/backup/listed-backup.js';
export type { ComparedContents } from './operations/backup/restore-backup.js';
export type { BackupOptions, BackupResult } from './operations/backup.js';
export { backup } from './operations/backup.js';
export type { UnownedObject } from './operations/check/drift.js';
export type { PendingChange } from './operations/check/pending-changes.js';
export type { CheckOptions, CheckResult } from './operations/check.js';
export { check } from './operations/check.js';
export type { ComposeOptions, ComposeResult } from './operations/compose.js';
export { compose } from './operations/compose.js';
export type { ConnectSchemaEngineOptions } from './operations/connect-schema-engine.js';
export { connectSchemaEngine } from './operations/connect-schema-engine.js';
export type { CurrentOptions, CurrentResult, CurrentRevision } from './operations/current.js';
export { current } from './operations/current.js';
export type {
  DebugDatabase,
  DebugExtension,
  DebugOptions,
  DebugProblem,
  DebugReport,
  DescribedConfig,
} from './operations/debug.js';
export { debug } from './operations/debug.js';
export type { MessageAnswer, MessageRequest, PendingRevision } from './operations/dev/agree-on-changes.js';
export type { DevResult, MadeInRound, RoundOptions } from './operations/dev/run-round.js';
export type { DevOptions } from './operations/dev.js';
export { dev } from './operations/dev.js';
export type { GroupedDiagnosis } from './operations/doctor/run-check.js';
export type { DoctorOptions, DoctorReport, DoctorTotals } from './operations/doctor.js';
export { doctor } from './operations/doctor.js';
export type { DowngradeOptions } from './operations/downgrade.js';
export { downgrade } from './operations/downgrade.js';
export type { FixOptions, FixResult, MendedFault } from './operations/fix.js';
export { fix } from './operations/fix.js';
export type { GenerateOptions, GenerateResult } from './operations/generate.js';
export { generate } from './operations/generate.js';
export type { HistoryEntry, HistoryOptions, HistoryResult } from './operations/history.js';
export { history } from './operations/history.js';
export type { KeptSetting } from './operations/init/addition.js';
export type { NextStep } from './operations/init/next-steps.js';
export type { InitOptions, InitResult, StarterProvider } from './operations/init.js';
export { init } from './operations/init.js';
export type { InitExtensionOptions, InitExtensionResult } from './operations/init-extension.js';
export { initExtension } from './operations/init-extension.js';
export type { GitHook } from './operations/install-hook/git-hook.js';
export type { HookState, InstallHookOptions, InstallHookResult } from './operations/install-hook.js';
export { installHook } from './operations/install-hook.js';
export type { WeighedRule } from './operations/lint/weighed-rules.js';
export type { FixedFinding, IgnoredFinding, LintOptions, LintResult } from './operations/lint.js';
export { lint } from './operations/lint.js';
export type { LintRulesOptions } from './operations/lint-rules.js';
export { lintRules } from './operations/lint-rules.js';
export type { ListedExtension, ListedModel, ListOptions, ListResult } from './operations/list.js';
export { list } from './operations/list.js';
export type { DestructiveStep } from './operations/make-revision/destructive-steps.js';
export type { ConsentRequest, MakeRevisionOptions, RevisionResult } from './operations/make-revision.js';
export { makeRevision } from './operations/make-revision.js';
export type { MergedExtension, MergeOptions, MergeResult } from './operations/merge.js';
export { merge } from './operations/merge.js';
export type { ExtensionNames, NamesOptions, NamesResult } from './operations/names.js';
export { names } from './operations/names.js';
export type { PackCheckOptions, PackCheckResult } from './operations/pack-check.js';
export { packCheck } from './operations/pack-check.js';
export type { CompletedRevision } from './operations/prisma/complete-revisions.js';
export type { PrismaStreams } from './operations/prisma/hand-over.js';
export type { PrismaOptions, PrismaResult } from './operations/prisma.js';
export { prisma } from './operations/prisma.js';
export type {
  ProvidedTestDatabase,
  ProvideTestDatabaseOptions,
  TestSeed,
} from './operations/provide-test-database.js';
export { provideTestDatabase } from './operations/provide-test-database.js';
export type { RenameExtensionOptions, RenameExtensionResult } from './operations/rename-extension.js';
export { renameExtension } from './operations/rename-extension.js';
export type { EditedRevision, RepairOptions, RepairResult } from './operations/repair.js';
export { repair } from './operations/repair.js';
export type { RestoreOptions, RestoreRequest, RestoreResult } from './operations/restore.js';
export { describeDifference, restore } from './operations/restore.js';
export type { ChangedFile } from './operations/run/changed-file.js';
export type { DataLoss } from './operations/run/data-losses.js';
export type { LossRequest } from './operations/run/loss-consent.js';
export type { MigratedRevision, MigrationResult } from './operations/run/migrate.js';
export type { RevisionAction, TransactionMode } from './operations/run/migration-step.js';
export type { StrayHistory } from './operations/run/stray-histories.js';
export type { DatabaseOptions, RunOptions, WorkspaceOptions } from './operations/run-options.js';
export type { EngineExitCode, ServeSchemaEngineOptions } from './operations/serve-schema-engine.js';
export { serveSchemaEngine } from './operations/serve-schema-engine.js';
export type { CarriedStatement } from './operations/squash/squash-context.js';
export type { SquashOptions, SquashResult } from './operations/squash.js';
export { squash } from './operations/squash.js';
export type { StampOptions, StampResult } from './operations/stamp.js';
export { stamp } from './operations/stamp.js';
export type { StatusOrder } from './operations/status/sort-statuses.js';
export type { BegunSquash, ExtensionStatus, StatusOptions, StatusProblem, StatusResult } from './operations/status.js';
export { status } from './operations/status.js';
export type { TestServerChoice } from './operations/test-db/choose-test-place.js';
export type { TestPlaceOptions } from './operations/test-db/open-test-ground.js';
export type { TestSourceOptions } from './operations/test-db/read-test-schema.js';
export type { TestDbOptions, TestDbResult } from './operations/test-db.js';
export { createTestDb, dropTestDb, resetTestDb } from './operations/test-db.js';
export type { TransferOptions, TransferResult } from './operations/transfer.js';
export { transfer } from './operations/transfer.js';
export type { BackupFormat } from './operations/uninstall/backup/save-rows.js';
export type { DroppedObject } from './operations/uninstall/dropped-objects.js';
export type { DroppedTable, UninstallPreview } from './operations/uninstall/uninstall-preview.js';
export type { UninstallOptions, UninstallResult } from './operations/uninstall.js';
export { describeUninstall, uninstall } from './operations/uninstall.js';
export type { Selection, UpgradeOptions } from './operations/upgrade.js';
export { upgrade } from './operations/upgrade.js';
export type { FleetEntry, FleetError } from './operations/upgrade-fleet/fleet-entry.js';
export type { FleetDatabase, FleetSource } from './operations/upgrade-fleet/fleet-source.js';
export type { FleetStop } from './operations/upgrade-fleet/run-fleet.js';
export type { Shard } from './operations/upgrade-fleet/shard.js';
export type { FleetResult, FleetTotals, UpgradeFleetOptions } from './operations/upgrade-fleet.js';
export { upgradeFleet } from './operations/upgrade-fleet.js';
export type { ValidateOptions, ValidateResult } from './operations/validate.js';
export { validate } from './operations/validate.js';
export type { DevRound, WatchDevOptions, WatchDevResult } from './operations/watch-dev.js';
export { watchDev } from './operations/watch-dev.js';
export type { UnrecordedRevision } from './revisions/plan-stamp.js';
export type { RevisionId } from './revisions/revision.js';
export type { WrittenFile } from './workspace/write-composition.js';
