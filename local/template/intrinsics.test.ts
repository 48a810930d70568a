import { describe, expect, it } from 'vitest';
import { resolve, type Scope } from './intrinsics.ts';

const scope: Scope = {
  ref: (name) => `ref:${name}`,
  attribute: (logicalId, attribute) => `att:${logicalId}:${attribute}`,
  condition: (name) => name === 'Yes',
  mapping: (map, top, second) => `${map}/${top}/${second}`,
  importValue: (name) => `imported:${name}`,
};

describe('resolve', () => {
  it.each([
    ['plain values', { a: [1, 'b', null, true] }, { a: [1, 'b', null, true] }],
    ['Ref', { Ref: 'Table' }, 'ref:Table'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'att:Table:Arn'],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Nested.Outputs.Name' }, 'att:Nested:Outputs.Name'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }, 'a-ref:B'],
    ['Fn::Split', { 'Fn::Split': [':', { Ref: 'B' }] }, ['ref', 'B']],
    ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': [':', { Ref: 'B' }] }] }, 'B'],
    ['Fn::Sub', { 'Fn::Sub': `\${A}/\${B.Arn}/\${!Literal}` }, `ref:A/att:B:Arn/\${Literal}`],
    ['Fn::Sub with variables', { 'Fn::Sub': [`\${V}-\${A}`, { V: { Ref: 'X' } }] }, 'ref:X-ref:A'],
    ['Fn::If', { 'Fn::If': ['Yes', { Ref: 'A' }, 'no'] }, 'ref:A'],
    ['Fn::If, the other way', { 'Fn::If': ['No', { Ref: 'A' }, 'no'] }, 'no'],
    ['Fn::Equals', { 'Fn::Equals': [{ Ref: 'A' }, 'ref:A'] }, true],
    ['Fn::And', { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
    ['Fn::Not', { 'Fn::Not': [{ Condition: 'No' }] }, true],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'A' }, 'c'] }, 'M/ref:A/c'],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': `\${A}-name` } }, 'imported:ref:A-name'],
    ['Fn::Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
    ['AWS::NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['AWS::NoValue in a list', [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }], [1]],
    [
      'the condition of a policy statement',
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  ])('%s', (_name, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it('refuses an intrinsic it does not know', () => {
    expect(() => resolve({ 'Fn::Cidr': ['10.0.0.0/8', 1] }, scope)).toThrow(
      'Unknown intrinsic function Fn::Cidr',
    );
  });

  it('refuses arguments that do not fit', () => {
    expect(() => resolve({ 'Fn::Join': 'a' }, scope)).toThrow('Fn::Join needs a list');
    expect(() => resolve({ 'Fn::Select': [3, ['a']] }, scope)).toThrow('Fn::Select: no item 3');
  });
});
