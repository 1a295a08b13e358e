import { nowhere, type Dialect, type Place } from './dialect.js';
import { checkedNames, type Field } from './fields.js';

/** The place that a field is. */
export function placeOf(field: Field, dialect: Dialect): Place {
  switch (field.kind) {
    case 'text': return textColumn(field.column, field.isNullable, dialect);
    case 'integer': return integerColumn(field.column);
    case 'json': return dialect.inside(field.column, checkedNames(field.path));
    case 'missing': return nowhere;
  }
}

function textColumn(column: string, isNullable: boolean, dialect: Dialect): Place {
  return {
    ...nowhere,
    isNull: isNullable ? `${column} IS NULL` : 'FALSE',
    text: (operator, value, bind) => `${column} ${operator} ${bind(value, 'text')}`,
    oneOfTexts: (values, bind) => `${column} ${bind(dialect.boundList(values), 'texts')}`,
    order: [column],
  };
}

/** Such columns hold safe integers, so that a comparison with any number is one with an integer: an index serves it. */
function integerColumn(column: string): Place {
  const safe = (value: number): number => Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  const bounds = { '<': Math.ceil, '<=': Math.floor, '>': Math.floor, '>=': Math.ceil } as const;
  return {
    ...nowhere,
    isNull: 'FALSE',
    number: (operator, value, bind) => {
      if (operator !== '=') return `${column} ${operator} ${bind(safe(bounds[operator](value)), 'integer')}`;
      return Number.isSafeInteger(value) ? `${column} = ${bind(value, 'integer')}` : 'FALSE';
    },
    oneOfNumbers: (values, bind) => {
      const integers = values.filter((value) => Number.isSafeInteger(value));
      return integers.length === 0 ? 'FALSE' : `(${integers.map((value) => `${column} = ${bind(value, 'integer')}`).join(' OR ')})`;
    },
    order: [column],
  };
}
