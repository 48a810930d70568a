// Runs before anything else, on whatever Node a machine has: plain JavaScript, and only old APIs until the version of
// Node is known. Each thing that is missing is one line on the standard error with its remedy, and exit 1.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';

const OLDEST_NODE = 20;
const OLDEST_JAVA = 17;
const { env, stderr } = process;

/**
 * @param {string} line
 * @returns {never}
 */
function refuse(line) {
  stderr.write(`${line}\n`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE) {
    refuse(
      `Kartoteka needs Node.js ${OLDEST_NODE} or newer, and this is ${process.versions.node}: install it from https://nodejs.org and run npm ci again.`,
    );
  }
  // TypeScript runs as it is from 22.18 on; npm scripts find the project's own Node 24 in node_modules.
  if (major < 22 || (major === 22 && minor < 18)) {
    refuse(
      `Kartoteka runs on the Node.js 24 that npm ci puts into node_modules, and this is ${process.versions.node}: start it with npm start, or run npm ci again if that is what you did.`,
    );
  }
}

async function checkJava() {
  const version = await javaVersion();
  if (version === undefined) {
    refuse(
      `Kartoteka needs Java ${OLDEST_JAVA} or newer for its database, and there is no java command: install it (Debian and Ubuntu: apt install openjdk-${OLDEST_JAVA}-jre-headless; macOS: brew install openjdk@${OLDEST_JAVA}).`,
    );
  }
  if (version < OLDEST_JAVA) {
    refuse(
      `Kartoteka needs Java ${OLDEST_JAVA} or newer for its database, and the java command is version ${version}: install a newer one and put it first on the PATH.`,
    );
  }
}

/** @returns {Promise<number | undefined>} the major version; undefined where no java runs */
function javaVersion() {
  return new Promise((found) => {
    const java = spawn('java', ['-version'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let printed = '';
    java.stderr.on('data', (chunk) => {
      printed += chunk;
    });
    java.on('error', () => found(undefined));
    java.on('close', () => {
      // `openjdk version "17.0.15"`, and `java version "1.8.0_402"` before Java 9.
      const version = /version "(?:1\.)?(\d+)/.exec(printed);
      found(version === null ? undefined : Number(version[1]));
    });
  });
}

async function checkPort() {
  const text = env.PORT ?? '8080';
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) refuse(`PORT must be a number from 0 to 65535, and it is "${text}".`);
  for (const host of ['127.0.0.1', '::1']) {
    const problem = await problemOf(port, host);
    if (problem === 'EADDRINUSE') {
      refuse(
        `Port ${port} is taken by another program: stop that program, or choose another port: PORT=${port + 1} npm start.`,
      );
    }
    if (problem === 'EACCES') {
      refuse(
        `Port ${port} may not be used by this user: choose one above 1023, such as PORT=8080 npm start.`,
      );
    }
  }
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | undefined>} the system's code of what stands in the way
 */
function problemOf(port, host) {
  return new Promise((found) => {
    const server = createServer();
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => found(error.code));
    server.listen(port, host, () => server.close(() => found(undefined)));
  });
}

async function checkDataFolder() {
  const dataDir = resolve(env.KARTOTEKA_DATA ?? '.kartoteka');
  const { holdDataFolder, DataFolderHeldError } = await import('./data-folder.ts');
  try {
    holdDataFolder(dataDir).release();
  } catch (error) {
    if (error instanceof DataFolderHeldError) {
      refuse(`${error.message}: stop it, or choose another folder: KARTOTEKA_DATA=.kartoteka-2 npm start.`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    refuse(
      `The data folder ${dataDir} cannot be used (${reason}): choose one you may write to with KARTOTEKA_DATA=FOLDER npm start.`,
    );
  }
}

checkNode();
await checkJava();
// Before the port: what takes it may be the very instance that holds the folder.
await checkDataFolder();
await checkPort();
await import('./start.ts');
