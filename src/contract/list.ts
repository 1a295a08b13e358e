import { registerEnumType } from '@nestjs/graphql';
import { Choice, Integer, PropertyNames, Text, Texts } from './field.js';
import { limits } from './limits.js';
import { Shape } from './shape.js';

/** GraphQL's name for a direction on the left, the API's value on the right. */
export enum SortOrder {
  ASC = 'asc',
  DESC = 'desc',
}
registerEnumType(SortOrder, {
  name: 'SortOrder',
  description: 'The direction of a sort; equal values stay in order of creation either way.',
  valuesMap: { ASC: { description: 'Smallest first.' }, DESC: { description: 'Largest first.' } },
});

/** What every list takes (management-api.md, section 3). */
@Shape({ about: 'What every list takes.', graphql: 'args' })
export class PageParams {
  @Integer({ about: 'Which page, from 1.', optional: true, min: 1, max: limits.pageNumber, default: 1 })
  page?: number;

  @Integer({ about: 'How many records a page holds.', optional: true, min: 1, max: limits.itemsInPage, default: limits.itemsInPageDefault })
  itemsInPage?: number;

  @Text({ about: 'The property to sort by, dotted into nested objects; order of creation without it.', optional: true, maxLength: limits.propertyPathLength, alias: 'sortPropery' })
  sortProperty?: string;

  @Choice({ about: 'The direction of the sort.', optional: true, of: ['asc', 'desc'], graphqlType: () => SortOrder, default: 'asc' })
  sortOrder?: 'asc' | 'desc';
}

/** Lists of records with own properties can be asked for some of them only. */
@Shape({ about: 'What a list of records with own properties takes.', graphql: 'args' })
export class ListParams extends PageParams {
  @PropertyNames({ about: 'Own properties to return besides the system ones; all without it.' })
  propertyNames?: string[];
}

/** The result of every `getPropertyNames`. */
@Shape({ about: 'Own property names found in the latest 100 records.' })
export class PropertyNamesResult {
  @Texts({ about: 'The names, in alphabetical order.', maxItems: limits.latestForPropertyNames * limits.recordBytes, maxLength: limits.recordBytes, graphql: false })
  names!: string[];
}

/** A method without parameters. */
@Shape({ about: 'No parameters.' })
export class NoParams {}
