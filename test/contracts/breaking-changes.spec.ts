import { breaksOfOpenApi, breaksOfOpenRpc, breaksOfSdl } from '../../scripts/contracts/breaking-changes.mjs';

/* eslint-disable @typescript-eslint/no-explicit-any -- documents are changed in places that each row names */
type Change = (document: any) => void;

const openApi = {
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        parameters: [{ $ref: '#/components/parameters/Page' }],
        responses: { 200: { headers: { Link: {} }, content: { 'application/json': { schema: { $ref: '#/components/schemas/Things' } } } }, 404: {} },
      },
      post: {
        parameters: [],
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string', maxLength: 64 }, kind: { enum: ['a', 'b'] } }, required: ['name'], additionalProperties: false } } } },
        responses: { 201: {} },
      },
    },
  },
  components: {
    parameters: { Page: { in: 'query', name: 'page', required: false, schema: { type: 'integer', minimum: 1, maximum: 10 } } },
    schemas: {
      Things: { type: 'object', properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Thing' } } }, required: ['items'] },
      Thing: { type: 'object', properties: { id: { type: 'string' }, kind: { type: 'string', enum: ['a', 'b'] }, parent: { $ref: '#/components/schemas/Thing' } }, required: ['id'] },
    },
  },
};
const post = (document: any): any => document.paths['/things'].post;
const body = (document: any): any => post(document).requestBody.content['application/json'].schema;
const thing = (document: any): any => document.components.schemas.Thing;

const after = (change: Change): object => {
  const document = structuredClone(openApi);
  change(document);
  return document;
};

test.each<[what: string, change: Change, sentence: string]>([
  ['a path that is gone', (d) => { delete d.paths['/things']; }, 'GET /things is gone.'],
  ['a method that is gone', (d) => { delete d.paths['/things'].post; }, 'POST /things is gone.'],
  ['an operation that is called otherwise, and with it a function of every generated client', (d) => { d.paths['/things'].get.operationId = 'getThings'; }, 'GET /things: the operation id listThings is gone.'],
  ['a parameter that is gone', (d) => { d.paths['/things'].get.parameters = []; }, 'GET /things: the parameter query page is gone.'],
  ['a parameter that becomes required', (d) => { d.components.parameters.Page.required = true; }, 'GET /things: the parameter query page is required now.'],
  ['a new parameter that is required', (d) => { post(d).parameters.push({ in: 'query', name: 'x', required: true, schema: {} }); }, 'POST /things: the parameter query x is required now.'],
  ['a narrower bound', (d) => { d.components.parameters.Page.schema.maximum = 9; }, 'GET /things: query page: maximum is 9 now.'],
  ['a bound where there was none', (d) => { body(d).properties.name.minLength = 1; }, 'POST /things: the body.name: minLength is 1 now.'],
  ['a pattern where there was none', (d) => { body(d).properties.name.pattern = '^a'; }, 'POST /things: the body.name: the pattern is another.'],
  ['a value that is no longer taken', (d) => { body(d).properties.kind.enum = ['a']; }, 'POST /things: the body.kind may no longer be of the value "b".'],
  ['a type that is no longer taken', (d) => { body(d).properties.name.type = 'integer'; }, 'POST /things: the body.name may no longer be of the type "string".'],
  ['a member that is no longer taken', (d) => { delete body(d).properties.kind; }, 'POST /things: the body.kind is refused now.'],
  ['a member that becomes required', (d) => { body(d).required.push('kind'); }, 'POST /things: the body.kind is required now.'],
  ['a status that is gone', (d) => { post(d).responses = { 200: {} }; }, 'POST /things: the status 201 is gone.'],
  ['a header that is gone', (d) => { d.paths['/things'].get.responses['200'].headers = {}; }, 'GET /things, 200: the header Link is gone.'],
  ['a member of a reply that is gone', (d) => { delete thing(d).properties.id; thing(d).required = []; }, 'GET /things, 200.items[].id is gone.'],
  ['a member of a reply that may be missing', (d) => { thing(d).required = []; }, 'GET /things, 200.items[].id may be missing now.'],
  ['a new value in a reply', (d) => { thing(d).properties.kind.enum.push('c'); }, 'GET /things, 200.items[].kind may now be of the value "c".'],
  ['a new type in a reply', (d) => { thing(d).properties.id.type = ['string', 'null']; }, 'GET /things, 200.items[].id may now be of the type "null".'],
])('%s is a break', (_what, change, sentence) => {
  expect(breaksOfOpenApi(openApi, after(change))).toContain(sentence);
});

test.each<[what: string, change: Change]>([
  ['nothing', () => undefined],
  ['a new path', (d) => { d.paths['/others'] = d.paths['/things']; }],
  ['a new parameter', (d) => { post(d).parameters.push({ in: 'query', name: 'x', required: false, schema: {} }); }],
  ['a wider bound', (d) => { body(d).properties.name.maxLength = 65; }],
  ['a new value in a request', (d) => { body(d).properties.kind.enum.push('c'); }],
  ['a new member of a request', (d) => { body(d).properties.more = { type: 'string' }; }],
  ['a member of a request that need not be there', (d) => { body(d).required = []; }],
  ['a new member of a reply', (d) => { thing(d).properties.more = { type: 'string' }; }],
  ['a member of a reply that is always there', (d) => { thing(d).required.push('kind'); }],
  ['a value less in a reply', (d) => { thing(d).properties.kind.enum = ['a']; }],
  ['a refusal less', (d) => { delete d.paths['/things'].get.responses['404']; }],
])('%s is none', (_what, change) => {
  expect(breaksOfOpenApi(openApi, after(change))).toEqual([]);
});

test('OpenRPC is compared by methods, parameters and results', () => {
  const before = { methods: [{ name: 'A.do', params: [{ name: 'x', required: false, schema: { type: 'string' } }], result: { schema: { const: 'OK' } } }, { name: 'A.other', params: [], result: { schema: {} } }] };
  expect(breaksOfOpenRpc(before, before)).toEqual([]);
  expect(breaksOfOpenRpc(before, { methods: [{ name: 'A.do', params: [{ name: 'y', required: true, schema: {} }], result: { schema: { const: 'Done' } } }] })).toEqual([
    'A.do: the parameter x is gone.', 'A.do: the parameter y is required now.', 'A.do: the result may now be of the value "Done".', 'A.other is gone.',
  ]);
});

test('a GraphQL schema is compared by graphql-js', () => {
  expect(breaksOfSdl('type Query { a: Int b: Int }', 'type Query { a: Int c: Int }')).toEqual(['Query.b was removed.']);
});
