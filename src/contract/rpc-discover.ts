import { Text } from './field.js';
import { Shape } from './shape.js';

@Shape({ about: 'An OpenRPC document.', open: {} })
export class OpenRpcDocument {
  @Text({ about: 'The version of OpenRPC.', maxLength: 16, graphql: false })
  openrpc!: string;

  [member: string]: unknown;
}
