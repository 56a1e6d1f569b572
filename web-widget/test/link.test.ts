import { describe, expect, it } from 'vitest';
import { idleLink, type Link, type LinkInput, step, wakeAt } from '../src/client/link';

/** Feeds inputs at given moments and returns the link with the last effects. */
function run(inputs: [number, LinkInput][], chance = 1): { link: Link; effects: readonly string[] } {
  let link = idleLink;
  let effects: readonly string[] = [];
  for (const [now, input] of inputs) [link, effects] = step(link, input, now, chance);
  return { link, effects };
}

const start: LinkInput = { type: 'start' };
const opened: LinkInput = { type: 'opened' };
const welcomed: LinkInput = { type: 'welcomed', heartbeat: 30_000 };
const tick: LinkInput = { type: 'tick' };
const lost: LinkInput = { type: 'lost' };
const online: [number, LinkInput][] = [
  [0, start],
  [0, opened],
  [0, welcomed],
];

describe('a connection', () => {
  it('comes up step by step', () => {
    expect(run([[0, start]])).toMatchObject({ link: { phase: 'connecting' }, effects: ['connect'] });
    expect(run(online.slice(0, 2)).link.phase).toBe('greeting');
    expect(run(online).link.phase).toBe('online');
  });

  it('is started only once', () => {
    expect(run([...online, [5, start]])).toMatchObject({ link: { phase: 'online' }, effects: [] });
  });

  it('asks after a heartbeat of silence and is given up after two', () => {
    expect(wakeAt(run(online).link)).toBe(30_000);
    const asked = run([...online, [30_000, tick]]);
    expect(asked.effects).toEqual(['ping']);
    expect(wakeAt(asked.link)).toBe(60_000);
    expect(run([...online, [30_000, tick], [60_000, tick]])).toMatchObject({
      link: { phase: 'waiting' },
      effects: ['disconnect'],
    });
  });

  it('is alive as long as anything is heard', () => {
    const heard = run([...online, [30_000, tick], [31_000, { type: 'heard' }]]);
    expect(wakeAt(heard.link)).toBe(61_000);
  });

  it('is given up at once when the machine slept past the deadline', () => {
    expect(run([...online, [3_600_000, tick]]).effects).toEqual(['disconnect']);
  });

  it('waits longer after each failure, up to half a minute', () => {
    const waits: number[] = [];
    let [link] = step(idleLink, start, 0, 1);
    for (let attempt = 0; attempt < 9; attempt += 1) {
      [link] = step(link, lost, 0, 1);
      waits.push(wakeAt(link));
      [link] = step(link, tick, wakeAt(link), 1);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads the waits between half and the whole', () => {
    expect(
      wakeAt(
        run(
          [
            [0, start],
            [0, lost],
          ],
          0,
        ).link,
      ),
    ).toBe(250);
    expect(
      wakeAt(
        run(
          [
            [0, start],
            [0, lost],
          ],
          1,
        ).link,
      ),
    ).toBe(500);
  });

  it('does not forget its failures over a connection that does not hold', () => {
    const flapping: [number, LinkInput][] = [
      ...online,
      [10, lost],
      [520, tick],
      [520, opened],
      [520, welcomed],
      [530, lost],
    ];
    expect(run(flapping).link.attempt).toBe(2);
    expect(run([...online, [60_000, lost]]).link.attempt).toBe(1);
  });

  it('tries at once when the page is looked at again or the network is back', () => {
    expect(
      run([
        [0, start],
        [0, lost],
        [1, { type: 'nudge' }],
      ]).effects,
    ).toEqual(['connect']);
  });

  it('asks an open connection when the network changed, and does not wait long', () => {
    const asked = run([...online, [1000, { type: 'nudge' }]]);
    expect(asked.effects).toEqual(['ping']);
    expect(wakeAt(asked.link)).toBe(5000);
  });

  it('gives up a server that takes the connection and says nothing', () => {
    expect(
      run([
        [0, start],
        [0, opened],
        [10_000, tick],
      ]).effects,
    ).toEqual(['disconnect']);
    expect(
      run([
        [0, start],
        [15_000, tick],
      ]).effects,
    ).toEqual(['disconnect']);
  });

  it('stays stopped when it was stopped over the welcome', () => {
    expect(
      run([
        [0, start],
        [0, opened],
        [0, { type: 'stop' }],
        [0, welcomed],
      ]).link.phase,
    ).toBe('stopped');
  });
});
