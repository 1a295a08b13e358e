// The floors of the architecture (docs/adr/0001): imports go downward only, and neighbours on one floor do not know each
// other. The composition root (server.ts, app.module.ts, main.ts) stands above all floors.
const floor0 = '^src/(contract|monaql)/';
const floor1 = '^src/(storage|access)/';
const floor2 = '^src/(backend|rpc)/';
const floor3 = '^src/(gateway|operations)/';
const root = '^src/((main|keys|indexes|command-line|start-options|server|app\\.module|welcome|generate-documents)\\.ts$|documents/)';

const never = (name, comment, from, to) => ({ name, severity: 'error', comment, from: { path: from, pathNot: '\\.spec\\.ts$' }, to: { path: to } });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: ['\\.spec\\.ts$', '^src/(main|keys|indexes|command-line|generate-documents)\\.ts$', '\\.worker\\.ts$'] }, to: {} },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    never('floor-0-knows-nobody', 'contract and monaql stand on the ground', floor0, `${floor1}|${floor2}|${floor3}|${root}`),
    never('floor-1-looks-down', 'storage and access know floor 0 only', floor1, `${floor2}|${floor3}|${root}`),
    never('floor-2-looks-down', 'backend and rpc know floors 0 and 1 only', floor2, `${floor3}|${root}`),
    never('floor-3-looks-down', 'nobody imports the composition root', floor3, root),
    never('contract-alone', 'neighbours do not know each other', '^src/contract/', '^src/monaql/'),
    never('monaql-alone', 'neighbours do not know each other', '^src/monaql/', '^src/contract/'),
    never('storage-alone', 'neighbours do not know each other', '^src/storage/', '^src/access/'),
    never('backend-alone', 'neighbours do not know each other', '^src/backend/', '^src/rpc/'),
    never('rpc-alone', 'neighbours do not know each other', '^src/rpc/', '^src/backend/'),
    never('gateway-alone', 'neighbours do not know each other', '^src/gateway/', '^src/operations/'),
    never('operations-alone', 'neighbours do not know each other', '^src/operations/', '^src/gateway/'),
    never('gateway-calls-through-rpc', 'the gateway reaches the Management API through the adapter only', '^src/gateway/', '^src/(backend|storage)/'),
    never('sql-in-storage', 'handlers hold no SQL', '^src/(backend|access|rpc|gateway|operations)/', '^src/storage/(statements|sqlite|postgres|migrations)/'),
    { name: 'one-axios', severity: 'error', comment: 'the transport is the only one that speaks HTTP upwards', from: { path: '^src/', pathNot: '^src/rpc/http\\.transport\\.ts$' }, to: { path: 'node_modules/axios' } },
    { name: 'one-libsql', severity: 'error', comment: 'one small file knows the driver', from: { path: '^src/', pathNot: '^src/storage/sqlite/connection\\.ts$' }, to: { path: 'node_modules/libsql' } },
    { name: 'one-postgres', severity: 'error', comment: 'one small file knows the driver', from: { path: '^src/', pathNot: '^src/storage/postgres/connections\\.ts$' }, to: { path: 'node_modules/postgres/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
