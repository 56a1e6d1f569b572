import { VisitorClient } from '../../src/client/visitor-client';
import { FakeServer } from '../fake-server';
import { HandClock, memoryStore, settle, testWorld } from '../world';

export let server: FakeServer;
export let store: ReturnType<typeof memoryStore>;
export let clock: HandClock;

/** A server, a browser's storage and a clock without a past: what each test begins with. */
export function anew(): void {
  server = new FakeServer();
  store = memoryStore();
  clock = new HandClock();
}

/** A page with the widget; pages of one test share the browser's storage. */
function page(signedIn: () => string | null = () => null, at: typeof server.accept = server.accept) {
  const world = testWorld(at, clock);
  const client = new VisitorClient(world, {
    url: 'ws://bolt.example/ws/visitor',
    locale: 'en',
    store,
    getToken: async () => signedIn(),
  });
  return {
    client,
    world,
    get state() {
      return client.get();
    },
    get socket() {
      const socket = world.sockets.at(-1);
      if (!socket) throw new Error('no socket was opened');
      return socket;
    },
    /** What is read on the page, top to bottom: the log, then what is on its way. */
    get shown(): string[] {
      const { log, outbox } = client.get();
      const said = log.events.flatMap(({ body }) =>
        'text' in body ? [body.text] : body.type === 'bolt_message' ? [body.html] : [],
      );
      return [...said, ...outbox.flatMap(({ frame }) => (frame.type === 'post' ? [frame.text] : []))];
    },
    get numbers(): number[] {
      return client.get().log.events.map(({ seq }) => seq);
    },
  };
}

export async function started(...given: Parameters<typeof page>) {
  const made = page(...given);
  made.client.start();
  await settle();
  return made;
}

/** The id of the one conversation there is. */
export const only = () => [...server.conversations.keys()][0] ?? '';
