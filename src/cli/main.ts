#!/usr/bin/env node
import 'reflect-metadata';
import { runCli } from './run-cli.js';
import { allowBrokenPipe } from './terminal/interruption.js';

const { env: environment, stdin, stdout, stderr } = process;
allowBrokenPipe(stdout);
allowBrokenPipe(stderr);
const exitCode = await runCli(process.argv.slice(2), { environment, stdin, stdout, stderr });

// What an interrupted command left behind would keep the process alive.
if (exitCode > 128) process.exit(exitCode);
process.exitCode = exitCode;
