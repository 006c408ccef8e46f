import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { CollectionsCommand } from './collections.command.js';
import { DoctorKeysCommand } from './doctor-keys.command.js';
import { DoctorCommand } from './doctor.command.js';
import { ExportCommand } from './export.command.js';
import { GenerateCommand } from './generate.command.js';
import { ImportCommand } from './import.command.js';
import { IndexApplyCommand } from './index-apply.command.js';
import { IndexPlanCommand } from './index-plan.command.js';
import { IndexCommand } from './index.command.js';
import { RelevanceCommand } from './relevance.command.js';
import { RelevanceRunCommand } from './relevance-run.command.js';
import { Program } from './program.js';
import { SeedCommand } from './seed.command.js';
import { StartCommand } from './start.command.js';
import { Terminal } from './terminal/terminal.js';

/** All commands, in the order that the help shows. */
const COMMANDS = [
  StartCommand,
  SeedCommand,
  GenerateCommand,
  ImportCommand,
  ExportCommand,
  CollectionsCommand,
  IndexCommand,
  IndexPlanCommand,
  IndexApplyCommand,
  RelevanceCommand,
  RelevanceRunCommand,
  DoctorCommand,
  DoctorKeysCommand,
];

@Module({})
export class CliModule {
  static for(terminal: Terminal): DynamicModule {
    return {
      module: CliModule,
      providers: [{ provide: Terminal, useValue: terminal }, Program, ...COMMANDS],
    };
  }
}
