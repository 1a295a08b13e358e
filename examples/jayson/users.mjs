import jayson from 'jayson/promise/index.js';

const { API, KEY } = process.env;
const { hostname, port } = new URL(API);
const client = jayson.Client.http({ hostname, port, path: '/rpc', headers: { 'X-Monaca-Backend-Management-API-Key': KEY } });

const { result: { user: ann } } = await client.request('User.create', { username: 'example-ann', password: 'correct-horse', properties: { age: 31 } });
console.log(`made ${ann._username}, ${ann.age}`);

// The last argument: do not send it, give me the request. Several of them are sent as one batch.
const verify = (password) => client.request('User.verifyPassword', { username: 'example-ann', password }, undefined, false);
const [wrong, right] = await client.request([verify('correct-hors'), verify('correct-horse')]);
console.log(`the wrong password: ${wrong.result.user}, the right one: ${right.result.user._username}`);

const { error } = await client.request('User.create', { username: 'example-ann', password: 'other' });
console.log(error);

await client.request('User.delete', { idList: [ann._id] });
