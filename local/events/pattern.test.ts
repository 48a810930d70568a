import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';

const matches = (pattern: unknown, event: unknown): boolean => compilePattern(pattern)(event);
/** Whether a list of pattern values matches the value of one field; no second value means that the field is absent. */
const fits = (values: unknown, ...value: readonly unknown[]): boolean =>
  matches({ f: values }, value.length === 0 ? {} : { f: value[0] });

/** The event of EventBridge's user guide. */
const INSTANCE_EVENT = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
  detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated', 'c-count': 5, 'd-count': null, x: '' },
};

describe('structure', () => {
  test.each([
    [{ source: ['aws.ec2'], detail: { state: ['terminated'] } }, true],
    [{ source: ['aws.ec2'], detail: { state: ['running', 'terminated'] } }, true],
    [{ source: ['aws.ec2'], detail: { state: ['running'] } }, false],
    [{ source: ['aws.s3'], detail: { state: ['terminated'] } }, false],
    [{ detail: { 'd-count': [null] } }, true],
    [{ detail: { missing: [null] } }, false],
    [{ detail: { x: [''] } }, true],
    [{ detail: { x: [null] } }, false],
    [{ detail: { 'c-count': [5] } }, true],
    [{ detail: { 'c-count': ['5'] } }, false],
    [{ detail: ['terminated'] }, false],
    [{ source: { deeper: ['aws.ec2'] } }, false],
    [{ resources: [{ suffix: 'i-1234567890abcdef0' }] }, true],
  ])('%j is %s', (pattern, expected) => {
    expect(matches(pattern, INSTANCE_EVENT)).toBe(expected);
    expect(matches(JSON.stringify(pattern), INSTANCE_EVENT)).toBe(expected);
  });

  test('a list of the event matches when it meets the list of the pattern', () => {
    expect(fits(['a', 'b'], ['x', 'b'])).toBe(true);
    expect(fits(['a', 'b'], ['x', ['y', 'b']])).toBe(true);
    expect(fits(['a', 'b'], ['x'])).toBe(false);
    expect(fits(['a', 'b'], [])).toBe(false);
  });

  test('fields below a list of objects must match within one element', () => {
    const event = {
      items: [
        { kind: 'x', size: 1 },
        { kind: 'y', size: 2 },
      ],
    };
    expect(matches({ items: { kind: ['y'], size: [2] } }, event)).toBe(true);
    expect(matches({ items: { kind: ['x'], size: [2] } }, event)).toBe(false);
  });

  test('names of the prototype are fields like any other', () => {
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false);
    expect(matches({ toString: ['a'] }, { toString: 'a' })).toBe(true);
  });

  test.each([null, 'text', 5, ['a'], undefined])('what is no object matches nothing: %j', (event) => {
    expect(matches({ f: [{ exists: false }] }, event)).toBe(false);
  });
});

describe('$or', () => {
  test('one alternative is enough, beside the other fields', () => {
    const pattern = { source: ['s'], $or: [{ a: [1] }, { b: { c: [{ prefix: 'x' }] } }] };
    expect(matches(pattern, { source: 's', a: 1 })).toBe(true);
    expect(matches(pattern, { source: 's', b: { c: 'xy' } })).toBe(true);
    expect(matches(pattern, { source: 's', a: 2 })).toBe(false);
    expect(matches(pattern, { source: 't', a: 1 })).toBe(false);
  });

  test('works below a field and within itself', () => {
    const pattern = { detail: { $or: [{ a: [1] }, { $or: [{ b: [2] }, { c: [3] }] }] } };
    expect(matches(pattern, { detail: { c: 3 } })).toBe(true);
    expect(matches(pattern, { detail: { c: 4 } })).toBe(false);
  });

  test('a field may be called $or', () => {
    expect(matches({ $or: ['a', { prefix: 'b' }] }, { $or: 'bc' })).toBe(true);
    expect(matches({ $or: [{ prefix: 'b' }] }, { $or: 'bc' })).toBe(true);
  });

  test('one alternative alone is refused', () => {
    expect(() => compilePattern({ $or: [{ a: [1] }] })).toThrow('at least two');
  });
});

describe('operators', () => {
  test.each<[unknown, unknown, boolean]>([
    [{ prefix: 'us-' }, 'us-east-1', true],
    [{ prefix: 'us-' }, 'eu-us-1', false],
    [{ prefix: 'us-' }, 5, false],
    [{ prefix: { 'equals-ignore-case': 'EventB' } }, 'eventBridge', true],
    [{ suffix: '.png' }, 'a.png', true],
    [{ suffix: '.png' }, 'a.png2', false],
    [{ suffix: { 'equals-ignore-case': '.png' } }, 'a.PNG', true],
    [{ 'equals-ignore-case': 'alice' }, 'AliCE', true],
    [{ 'equals-ignore-case': 'иван' }, 'ИВАН', true],
    [{ 'equals-ignore-case': 'alice' }, 'alice2', false],
    [{ wildcard: 'dir/*.png' }, 'dir/a/b.png', true],
    [{ wildcard: 'dir/*.png' }, 'dir/a.pngx', false],
    [{ wildcard: '*a*b*' }, 'xxaxxb', true],
    [{ wildcard: 'a.c' }, 'abc', false],
    [{ wildcard: 'a\\*b\\\\*' }, 'a*b\\anything', true],
    [{ wildcard: 'a\\*b' }, 'axb', false],
    [{ numeric: ['=', 3.018e2] }, 301.8, true],
    [{ numeric: ['<', 10] }, 10, false],
    [{ numeric: ['<=', 10] }, 10, true],
    [{ numeric: ['>', 0, '<=', 5] }, 0, false],
    [{ numeric: ['>', 0, '<=', 5] }, 5, true],
    [{ numeric: ['>=', 0, '<', 5] }, '3', false],
    [{ cidr: '10.0.0.0/24' }, '10.0.0.255', true],
    [{ cidr: '10.0.0.0/24' }, '10.0.1.0', false],
    [{ cidr: '10.0.0.0/24' }, 'no address', false],
    [{ cidr: '0.0.0.0/0' }, '255.1.2.3', true],
    [{ cidr: '2001:db8::/32' }, '2001:db8:1::5', true],
    [{ cidr: '2001:db8::/32' }, '2001:db9::5', false],
    [{ cidr: '2001:db8::/32' }, '10.0.0.1', false],
    [{ 'anything-but': 'a' }, 'b', true],
    [{ 'anything-but': 'a' }, 'a', false],
    [{ 'anything-but': 100 }, 101, true],
    [{ 'anything-but': ['a', 'b', 3] }, 3, false],
    [{ 'anything-but': ['a', 'b'] }, 'c', true],
    [{ 'anything-but': 'a' }, null, true],
    [{ 'anything-but': { prefix: 'us-' } }, 'us-east-1', false],
    [{ 'anything-but': { prefix: ['us-', 'eu-'] } }, 'eu-west-1', false],
    [{ 'anything-but': { prefix: 'us-' } }, 'ap-south-1', true],
    [{ 'anything-but': { suffix: '.png' } }, 'a.png', false],
    [{ 'anything-but': { suffix: ['.png', '.jpg'] } }, 'a.txt', true],
    [{ 'anything-but': { 'equals-ignore-case': ['A', 'B'] } }, 'b', false],
    [{ 'anything-but': { wildcard: '*/lib/*' } }, 'x/lib/y', false],
    [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }, 'x/src/y', true],
  ])('%j with %j is %s', (operator, value, expected) => {
    expect(fits([operator], value)).toBe(expected);
  });

  test('exists looks at leaves only', () => {
    expect(fits([{ exists: true }], null)).toBe(true);
    expect(fits([{ exists: true }], { deeper: 1 })).toBe(false);
    expect(fits([{ exists: true }])).toBe(false);
    expect(fits([{ exists: false }])).toBe(true);
    expect(fits([{ exists: false }], 1)).toBe(false);
    expect(matches({ a: { b: [{ exists: false }] } }, {})).toBe(true);
    expect(matches({ a: { b: [{ exists: false }] } }, { a: { b: 1 } })).toBe(false);
  });

  test('every comparison but exists false needs the field', () => {
    expect(fits([{ 'anything-but': 'a' }])).toBe(false);
    expect(fits([{ 'anything-but': 'a' }, { exists: false }])).toBe(true);
  });

  test('comparisons and plain values of a list are alternatives', () => {
    expect(fits(['a', { prefix: 'b' }, { numeric: ['>', 5] }], 6)).toBe(true);
    expect(fits(['a', { prefix: 'b' }, { numeric: ['>', 5] }], 5)).toBe(false);
  });
});

describe('refused', () => {
  test.each<[unknown, RegExp]>([
    ['not json', /must be JSON/],
    [[], /must be an object/],
    [{}, /must name a field/],
    [{ a: {} }, /must name a field.*\(at a\)/],
    [{ a: 'x' }, /must be in a list.*\(at a\)/],
    [{ a: [] }, /must not be empty.*\(at a\)/],
    [{ a: { b: [{ fuzzy: 'x' }] } }, /operator "fuzzy".*\(at a\.b\)/],
    [{ a: [{ constructor: 'x' }] }, /operator "constructor"/],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, /exactly one operator/],
    [{ a: [['x']] }, /exactly one operator/],
    [{ a: [{ prefix: 5 }] }, /exactly one operator/],
    [{ a: [{ prefix: { suffix: 'x' } }] }, /operator "suffix" in prefix/],
    [{ a: [{ exists: 'yes' }] }, /exists takes true or false/],
    [{ a: [{ 'equals-ignore-case': 5 }] }, /takes a string/],
    [{ a: [{ wildcard: 'a**b' }] }, /\*\*/],
    [{ a: [{ wildcard: 'a\\b' }] }, /stray/],
    [{ a: [{ numeric: ['!=', 5] }] }, /numeric operator "!="/],
    [{ a: [{ numeric: ['<', 'five'] }] }, /takes numbers/],
    [{ a: [{ numeric: ['<', 6e9] }] }, /5\.0e9/],
    [{ a: [{ numeric: ['<', 5, '>', 1] }] }, /lower bound/],
    [{ a: [{ numeric: ['>', 5, '<', 1] }] }, /lower bound/],
    [{ a: [{ numeric: ['>'] }] }, /one comparison/],
    [{ a: [{ cidr: '10.0.0.0/33' }] }, /address range/],
    [{ a: [{ cidr: '10.0.0.0' }] }, /address range/],
    [{ a: [{ 'anything-but': [] }] }, /must not be empty/],
    [{ a: [{ 'anything-but': [['x']] }] }, /strings and numbers/],
    [{ a: [{ 'anything-but': { numeric: ['>', 1] } }] }, /operator "numeric" in anything-but/],
    [{ a: [{ 'anything-but': { fuzzy: 'x' } }] }, /operator "fuzzy" in anything-but/],
  ])('%j', (pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});

describe('properties', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

  test('a pattern made of an event matches it, and no more once a value is changed', () => {
    const event = fc.dictionary(fc.string({ minLength: 1 }), leaf, { minKeys: 1, noNullPrototype: true });
    fc.assert(
      fc.property(event, fc.nat(), (fields, pick) => {
        const pattern = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, [value]]));
        expect(matches(pattern, { ...fields, beside: 1, more: { x: 2 } })).toBe(
          !('beside' in fields && fields['beside'] !== 1) && !('more' in fields),
        );
        const keys = Object.keys(fields);
        const key = keys[pick % keys.length] ?? '';
        expect(matches(pattern, { ...fields, [key]: `${String(fields[key])} changed` })).toBe(false);
      }),
    );
  });

  test('anything-but is the contrary of its operand for any value that is there', () => {
    const operator = fc.oneof(
      fc.string({ maxLength: 2 }),
      fc.record({ prefix: fc.string({ maxLength: 2 }) }),
      fc.record({ suffix: fc.string({ maxLength: 2 }) }),
      fc.record({ 'equals-ignore-case': fc.string({ maxLength: 2 }) }),
    );
    fc.assert(
      fc.property(operator, fc.string({ maxLength: 4 }), (operand, value) => {
        expect(fits([{ 'anything-but': operand }], value)).toBe(!fits([operand], value));
      }),
    );
  });

  test('a wildcard made by cutting pieces out of a text matches that text, escapes included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
        fc.array(fc.string()),
        (kept, cut) => {
          const pattern = kept.map((part) => part.replaceAll(/[\\*]/g, '\\$&')).join('*');
          const value = kept
            .map((part, index) => (index === 0 ? part : `${cut[index] ?? ''}${part}`))
            .join('');
          expect(fits([{ wildcard: pattern }], value)).toBe(true);
        },
      ),
    );
  });

  test('a numeric range is both of its bounds', () => {
    const number = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(number, number, number, (one, other, value) => {
        fc.pre(one !== other);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(fits([{ numeric: ['>=', low, '<', high] }], value)).toBe(value >= low && value < high);
        expect(fits([{ numeric: ['=', low] }], value)).toBe(value === low);
      }),
    );
  });

  test('an address lies in its own range of any width, and in a narrow one only with its neighbours', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4(), (address, bits, other) => {
        expect(fits([{ cidr: `${address}/${bits}` }], address)).toBe(true);
        const range = new BlockList();
        range.addSubnet(address, bits);
        expect(fits([{ cidr: `${address}/${bits}` }], other)).toBe(range.check(other));
      }),
    );
  });

  test('$or is the union, fields the intersection', () => {
    const value = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(value, value, value, value, (a, b, x, y) => {
        expect(matches({ $or: [{ a: [a] }, { b: [b] }] }, { a: x, b: y })).toBe(a === x || b === y);
        expect(matches({ a: [a], b: [b] }, { a: x, b: y })).toBe(a === x && b === y);
      }),
    );
  });
});
