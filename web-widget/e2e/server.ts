import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const BIN = process.env.BOLT_BIN ?? resolve(import.meta.dirname, '../../target/debug/bolt');
const ROOT = resolve(import.meta.dirname, '../..');
/** A development build reads the content for half a minute where the machine is busy with something else. */
const START_WITHIN = 90_000;

/** The real program in demo mode, on a port and a data folder of its own. */
export class Bolt {
  private child: ChildProcess | null = null;
  private readonly data = mkdtempSync(join(tmpdir(), 'bolt-e2e-'));
  private listen = '127.0.0.1:0';
  /** Where the help center is, without the last slash. */
  url = '';
  private passwords = new Map<string, string>();
  /** The content that it serves, where that is not the repository's own. */
  private content: string | null = null;

  static async start(): Promise<Bolt> {
    if (!existsSync(BIN)) {
      throw new Error(`${BIN} is missing. Build it with \`cargo build\`, or name another one in BOLT_BIN.`);
    }
    const bolt = new Bolt();
    await bolt.up();
    return bolt;
  }

  /** Serves a copy of the content from now on, which a test may change, and returns its folder. */
  async onItsOwnContent(): Promise<string> {
    const folder = join(this.data, 'content');
    for (const part of ['knowledge', 'intents', 'answers']) {
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    }
    this.content = folder;
    await this.kill();
    await this.up();
    return folder;
  }

  password(login: string): string {
    const password = this.passwords.get(login);
    if (!password) throw new Error(`the server printed no password for ${login}`);
    return password;
  }

  /** Starts it, the second time on the same port. */
  async up(): Promise<void> {
    const args = ['serve', '--demo', '--listen', this.listen, '--data', this.data];
    if (this.content) args.push('--content', this.content);
    // From the repository's top: the content folders are looked for there.
    const child = spawn(BIN, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    const enough = (text: string) => /Help center:\s+\S+/.test(text) && /clara/.test(text);
    const printed = await hear(child, enough).catch(async (error: unknown) => {
      // Nobody else knows of it yet: it would run on for ever.
      await this.kill();
      throw error;
    });
    const url = /Help center:\s+(http\S+?)\/?\s/.exec(printed)?.[1];
    if (!url) throw new Error(`the server did not say where it listens:\n${printed}`);
    this.url = url;
    this.listen = new URL(url).host;
    for (const [, login, password] of printed.matchAll(/\b(ada|bruno|clara)\b\W+(?:password\W+)?(\S+)/g)) {
      if (login && password) this.passwords.set(login, password);
    }
  }

  /** kill -9: it gets no chance to say goodbye. */
  async kill(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** All that a program has printed when it has printed enough. */
function hear(child: ChildProcess, enough: (text: string) => boolean): Promise<string> {
  return new Promise((done, fail) => {
    let out = '';
    let all = '';
    const give = (why: string) => fail(new Error(`the server ${why}:\n${all}`));
    const timer = setTimeout(() => give('did not start in time'), START_WITHIN);
    child.once('exit', (code) => give(`ended with ${code}`));
    child.once('error', (error) => give(`could not be started: ${error.message}`));
    child.stderr?.on('data', (chunk) => {
      all += chunk;
    });
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      all += chunk;
      if (!out.endsWith('\n') || !enough(out)) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      done(out);
    });
  });
}
