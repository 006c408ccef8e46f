import { eventFrame, noticeFrame } from './event-frames.js';

const position = '5-0.7';

describe('frames of server-sent events', () => {
  it.each([
    [{ kind: 'ready', position } as const, 'retry: 2000\nid: 5-0.7\nevent: ready\ndata: {"position":"5-0.7"}\n\n'],
    [
      {
        kind: 'change',
        position,
        partition: null,
        change: { cursor: '5-0', op: 'create', id: 'a\nb', version: 7 },
      } as const,
      'id: 5-0.7\nevent: change\ndata: {"op":"create","id":"a\\nb","version":7}\n\n',
    ],
    [
      { kind: 'change', position, partition: 2, change: { cursor: '5-0', op: 'delete', id: 'a', version: 7 } } as const,
      'id: 5-0.7\nevent: change\ndata: {"op":"delete","id":"a","version":7,"partition":2}\n\n',
    ],
    [
      { kind: 'gap', position, partition: null, missed: 3 } as const,
      'id: 5-0.7\nevent: gap\ndata: {"missed":3,"detail":"3 changes are no longer kept. Read the collection anew, or what may have changed."}\n\n',
    ],
    [
      { kind: 'gap', position, partition: null, missed: null } as const,
      'id: 5-0.7\nevent: gap\ndata: {"missed":null,"detail":"The collection was made anew since. Read it anew."}\n\n',
    ],
  ])('tells %j', (notice, frame) => {
    expect(noticeFrame(notice)).toBe(frame);
  });

  it('have no id where there is none', () => {
    expect(eventFrame('end', {})).toBe('event: end\ndata: {}\n\n');
  });
});
