// What others' tools say of the documents in openapi/; part of `npm run check`. Prints every finding; the exit status is
// 1 when there is one.
import { readFileSync } from 'node:fs';
import openRpcMetaSchema from '@open-rpc/meta-schema';
import jsonSchemaMetaSchema from '@json-schema-tools/meta-schema';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectral from '@stoplight/spectral-core';
import owasp from '@stoplight/spectral-owasp-ruleset';
import rulesets from '@stoplight/spectral-rulesets';
import Ajv from 'ajv';

const read = (name) => readFileSync(new URL(`../../openapi/${name}`, import.meta.url), 'utf8');

/** Spectral's severities: 0 is an error, 1 a warning, up to 3, a hint. */
async function spectralFindings(ruleset, worstBorne) {
  const linter = new spectral.Spectral();
  linter.setRuleset(ruleset);
  const found = await linter.run(JSON.parse(read('openapi.json')));
  return found.filter(({ severity }) => severity < worstBorne).map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`);
}

async function redoclyFindings() {
  const config = await createConfig({ extends: ['recommended'] });
  const found = await lintFromString({ source: read('openapi.json'), absoluteRef: 'openapi.json', config });
  return found.filter(({ severity }) => severity === 'error').map(({ ruleId, location, message }) => `${ruleId} at ${location[0]?.pointer}: ${message}`);
}

/** The meta-schemas are JSON Schemas of a dialect that describes itself, which Ajv does not know; their rules it does. */
function openRpcFindings() {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, validateFormats: false });
  ajv.addSchema(withoutDialect(jsonSchemaMetaSchema.default), 'https://meta.json-schema.tools');
  const isValid = ajv.compile(withoutDialect(openRpcMetaSchema.default));
  return isValid(JSON.parse(read('openrpc.json'))) ? [] : isValid.errors.map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

function withoutDialect(schema) {
  const copy = { ...schema };
  delete copy.$schema;
  return copy;
}

const findings = {
  'Spectral, spectral:oas': await spectralFindings(rulesets.oas, 4),
  'Spectral, OWASP': await spectralFindings(owasp.default ?? owasp, 1),
  'Redocly, recommended': await redoclyFindings(),
  'OpenRPC meta-schema': openRpcFindings(),
};
for (const [tool, found] of Object.entries(findings)) for (const finding of found) console.error(`${tool}: ${finding}`);
process.exitCode = Object.values(findings).some((found) => found.length > 0) ? 1 : 0;
